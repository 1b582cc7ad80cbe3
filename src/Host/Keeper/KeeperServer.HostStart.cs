using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// A host that is lost while panes live is started again, so that agents are watched also when nobody is attached. One that keeps
/// failing is tried less and less often.
/// </summary>
internal sealed partial class KeeperServer
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>A host that lived this long did not fail at its start.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(20);

    private TimeSpan _delay = FirstDelay;
    private long? _lastStart;
    private long? _startDue;

    private void PlanHost()
    {
        if (_ending || !AnyAlive || _options.HostProgram.Count == 0) return;
        var failedEarly = _lastStart is { } last && _time.GetElapsedTime(last) < Settled;
        _delay = failedEarly ? TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, LongestDelay.Ticks)) : FirstDelay;
        _startDue = _time.GetTimestamp() + (long)(_delay.TotalSeconds * _time.TimestampFrequency);
    }

    private TimeSpan? TimeUntilHostStart()
    {
        if (_startDue is not { } due) return null;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), due);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void StartHostWhenDue()
    {
        if (_startDue is null || TimeUntilHostStart() != TimeSpan.Zero) return;
        _startDue = null;
        if (_ending || !AnyAlive || _peers.Values.Any(peer => peer.Guarded)) return;
        _lastStart = _time.GetTimestamp();
        var log = Path.Combine(_options.Home, "logs", "orchtui.log");
        var started = Self.Detach(_options.HostProgram, HostEnvironment(), "/", log);
        _log.Line(started.Started ? $"the host was lost; process {started.Pid} is to follow it" : $"the host was lost, and none can be started: {started.Error}");
    }

    /// <summary>The keeper's own environment is that of the host that started it, but for what keeps a keeper small.</summary>
    private List<KeyValuePair<string, string>> HostEnvironment()
    {
        var own = SelfCommand.CurrentEnvironment().Where(variable => !variable.Key.StartsWith("DOTNET_", StringComparison.Ordinal) || variable.Key == "DOTNET_ROOT");
        return [.. own.Where(variable => variable.Key != "ORCHTUI_HOME"), new("ORCHTUI_HOME", _options.Home)];
    }
}
