using System.Diagnostics;

namespace Orchtui.TestKit;

/// <summary>
/// Waits for a described condition instead of for time. On time-out the failure names the condition and shows what was seen last,
/// so that a broken test says what it waited for.
/// </summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(string condition, Func<bool> predicate, TimeSpan? timeout = null, Func<string>? describe = null) =>
        TrueAsync(condition, () => Task.FromResult(predicate()), timeout, describe);

    public static async Task TrueAsync(string condition, Func<Task<bool>> predicate, TimeSpan? timeout = null, Func<string>? describe = null)
    {
        var limit = timeout ?? DefaultTimeout;
        var clock = Stopwatch.StartNew();
        while (!await predicate())
        {
            if (clock.Elapsed > limit)
                throw new TimeoutException($"Waited {limit.TotalSeconds:0.#} s for: {condition}.{Describe(describe)}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static string Describe(Func<string>? describe) => describe is null ? "" : $"\nLast seen:\n{describe()}";
}
