using Orchtui.Constraints;
using Orchtui.Plugins;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// Whether tasks may start by themselves: asks the constraints one after another, in a fixed order, and remembers the answer for a
/// while. The first that does not hold decides. A checker that fails, is late, or is named in the configuration and not loaded counts
/// as not holding: what a person asked for must not be lost with a plugin. Thread-safe.
/// </summary>
/// <param name="extensions">Where the checkers come from.</param>
/// <param name="named">Those that the configuration names, beside the ones that are always asked.</param>
/// <param name="time">The clock.</param>
internal sealed class ConstraintGate(ExtensionRegistry extensions, IReadOnlyList<string> named, TimeProvider time)
{
    /// <summary>How long a verdict is believed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>These come first, in this order; the others follow by name.</summary>
    private static readonly string[] Order = ["plugged_in", "wifi_only", "cpu_usage", "respect_dnd", "suspend_if_active"];

    private volatile GateVerdict? _last;

    /// <summary>Whether there is anything to ask.</summary>
    public bool IsNeeded => named.Count > 0 || extensions.All<IConstraintChecker>().Any(checker => checker.Profile.AskedByDefault);

    /// <summary>What was said last, however long ago; null before the first look.</summary>
    public GateVerdict? Last => IsNeeded ? _last : null;

    /// <summary>What was said a moment ago; null when it is time to look again.</summary>
    public GateVerdict? Fresh => _last is { } last && time.GetUtcNow() - last.At < Lifetime ? last : null;

    /// <summary>A plugin came or went: what was said does not count any more.</summary>
    public void Forget() => _last = null;

    public async Task<GateVerdict> CheckAsync()
    {
        var reason = "";
        foreach (var (name, checker) in Asked())
        {
            reason = await RefusalAsync(name, checker).ConfigureAwait(false);
            if (reason.Length > 0) break;
        }

        return _last = new GateVerdict(reason, time.GetUtcNow());
    }

    private IEnumerable<(string Name, IConstraintChecker? Checker)> Asked()
    {
        var checkers = extensions.All<IConstraintChecker>().ToDictionary(checker => checker.Profile.Name, StringComparer.Ordinal);
        return checkers.Values.Where(checker => checker.Profile.AskedByDefault).Select(checker => checker.Profile.Name)
            .Union(named, StringComparer.Ordinal)
            .OrderBy(name => Array.IndexOf(Order, name) is var place and >= 0 ? place : Order.Length)
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => (name, checkers.GetValueOrDefault(name)));
    }

    private static async Task<string> RefusalAsync(string name, IConstraintChecker? checker)
    {
        if (checker is null) return $"constraint {name}: no loaded plugin offers it; see `plugin list`";
        try
        {
            var verdict = await checker.CheckAsync(new ConstraintRequest(), CancellationToken.None).ConfigureAwait(false);
            if (verdict.Satisfied) return "";
            var reading = verdict.Reading.Length > 0 ? $" ({verdict.Reading})" : "";
            var until = verdict.Until is { } moment ? $", until {moment:u}" : "";
            return $"constraint {name}: {verdict.Reason}{reading}{until}";
        }
        catch (PluginUnavailableException e)
        {
            return $"constraint {name}: {e.Message}";
        }
    }
}

/// <summary>Whether tasks may start by themselves.</summary>
/// <param name="Reason">Why not; empty when they may.</param>
/// <param name="At">When that was found out.</param>
internal sealed record GateVerdict(string Reason, DateTimeOffset At)
{
    public bool IsOpen => Reason.Length == 0;
}
