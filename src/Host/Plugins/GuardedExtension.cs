using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>
/// What all guards but that of an agent share: one plugin object, every call into it through <see cref="PluginCalls"/>, and a single way
/// to say that there is no answer, <see cref="PluginUnavailableException"/>, whether the plugin threw, hung, was removed or said so itself.
/// What a call gives must be copied inside it (<see cref="HostCopy"/>): a list of the plugin's own would keep it in memory.
/// </summary>
internal abstract class GuardedExtension<T>(string kind, string name, T inner, PluginCalls calls) : IPluginGuard
    where T : class
{
    private volatile T? _inner = inner;
    private volatile string _goneBecause = "";

    public string Kind => kind;

    public string Name => name;

    protected PluginDeadlines Deadlines => calls.Deadlines;

    public void Detach(string reason)
    {
        _goneBecause = $"the plugin '{calls.PluginId}' is not available: {reason}";
        _inner = null;
    }

    /// <exception cref="PluginUnavailableException">There is no answer.</exception>
    protected async Task<TAnswer> AskAsync<TAnswer>(
        string what, TimeSpan deadline, Func<T, CancellationToken, Task<TAnswer>> call, CancellationToken cancellation)
    {
        if (_inner is not { } plugin) throw new PluginUnavailableException(_goneBecause);
        var outcome = await calls.RunAsync($"{what} ({kind} {name})", deadline, token => call(plugin, token), cancellation)
            .ConfigureAwait(false);
        if (outcome.Failure is { } failure) throw new PluginUnavailableException(failure) { RetryAfter = outcome.RetryAfter };
        return outcome.Value!;
    }

    /// <exception cref="PluginUnavailableException">It did not end well.</exception>
    protected Task TellAsync(
        string what, TimeSpan deadline, Func<T, CancellationToken, Task> call, CancellationToken cancellation) =>
        AskAsync(what, deadline, async (plugin, token) =>
        {
            await call(plugin, token).ConfigureAwait(false);
            return true;
        }, cancellation);
}
