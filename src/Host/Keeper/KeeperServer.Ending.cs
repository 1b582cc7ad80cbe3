using Orchtui.Host.Daemon;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>How panes end, and when the keeper itself does.</summary>
internal sealed partial class KeeperServer
{
    private readonly List<(long Peer, int Request)> _toldWhenEnded = [];
    private readonly HashSet<int> _sessions = [];
    private readonly List<Leftovers> _leftovers = [];

    /// <summary>Since when no host has been here and nothing has ended.</summary>
    private long _quietSince;

    private bool _greetedAny;
    private bool _ending;

    private bool AnyAlive => _panes.Values.Any(pane => pane.Status is null);

    /// <summary>
    /// Children that are no pane's leader are orphans that came to this process as the subreaper: reaped, and nothing more.
    /// </summary>
    private void TakeEnds()
    {
        while (_ends.TryDequeue(out var end))
        {
            if (_panes.Values.FirstOrDefault(pane => pane.Pid == end.Pid && pane.Status is null) is not { } pane) continue;
            pane.Status = end.Status;
            pane.Stop?.NoteEnded();
            _quietSince = _time.GetTimestamp();
            _log.Line($"{pane.Key} ended: {end.Status}");
            foreach (var peer in _peers.Values.Where(peer => peer.Greeted).ToArray())
                Send(peer, 0, new KeeperMessage.Exited(pane.Key, end.Status));
        }
    }

    /// <summary>Ends every pane with all jobs of its session, politely first.</summary>
    private void BeginEnding(TimeSpan grace)
    {
        if (_ending) return;
        _ending = true;
        CloseListener();
        _log.Line($"ends {_panes.Values.Count(pane => pane.Status is null)} panes within {grace.TotalSeconds:0.#} s");
        var options = GroupStopOptions.Within(grace);

        // What agents left behind ends with them; what a person put into the background stays, as it would in any other multiplexer.
        _leftovers.Add(Leftovers.OrphansOf(Self.ProcessId, [.. _panes.Values.Select(pane => pane.Pid)], ChildEnvironments.Task));
        foreach (var pane in _panes.Values)
        {
            _sessions.Add(pane.Pid);
            if (pane.Status is not null) continue;
            _leftovers.Add(Leftovers.Of(pane.Pid));
            pane.Stop = new GroupStop(
                _time,
                options,
                signal => _reaper.SendSession(pane.Pid, signal),
                step => _log.Line($"{pane.Key}: {step}"));
        }
    }

    private void AdvanceEnding()
    {
        if (!_ending) return;
        foreach (var pane in _panes.Values.Where(pane => pane.Status is null)) pane.Stop?.Advance();
    }

    /// <summary>-1 when only events can change anything.</summary>
    private int MillisecondsToNextDeadline()
    {
        var next = TimeUntilQuietEnd();
        foreach (var pane in _panes.Values)
            if (pane is { Status: null, Stop: { Finished: false } stop } && (next is null || stop.UntilNext < next)) next = stop.UntilNext;
        if (_listenerRest.UntilEnd is { } rest && (next is null || rest < next)) next = rest;
        if (TimeUntilHostStart() is { } start && (next is null || start < next)) next = start;
        return next is { } time ? (int)Math.Ceiling(time.TotalMilliseconds) : -1;
    }

    /// <summary>
    /// Null while a pane lives or a host is connected. Otherwise: a new keeper waits a little for its first host, uncollected exit
    /// statuses wait longer, and with neither the time has come.
    /// </summary>
    private TimeSpan? TimeUntilQuietEnd()
    {
        if (_peers.Count > 0 || AnyAlive) return null;
        var grace = _panes.Count > 0 ? _options.CollectGrace : _greetedAny ? TimeSpan.Zero : _options.StartGrace;
        var left = grace - _time.GetElapsedTime(_quietSince);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>True when the loop is over and the name of the socket free again.</summary>
    private bool TryEnd()
    {
        // A pane that survives SIGKILL hangs in the kernel; waiting for it would never end.
        var allEnded = _ending && _panes.Values.All(pane => pane.Status is not null || pane.Stop is { Finished: true });
        if (!allEnded && TimeUntilQuietEnd() != TimeSpan.Zero) return false;

        // Whoever connected meanwhile is served, unless all is being ended anyway.
        if (!_ending && AcceptPeers()) return false;
        CloseListener();
        if (allEnded) SayFarewell();
        return true;
    }

    /// <summary>
    /// From here on a host that comes finds nobody and starts the next keeper, which runs as soon as this one has gone. The name is left
    /// alone when the home has been replaced meanwhile, as it is another keeper's then.
    /// </summary>
    private void CloseListener()
    {
        if (_listener.Handle.IsClosed) return;
        if (_lock.IsInPlace) _listener.Unlink();
        _listenerRest.Close();
        _listener.Dispose();
    }

    /// <summary>
    /// Jobs that outlived their session's leader go too, and so does what a program had started in sessions of its own, as agents do with
    /// their commands and with daemons that outlived them; then those who asked for the end hear that it is done.
    /// </summary>
    private void SayFarewell()
    {
        foreach (var session in _sessions) SessionProcesses.Send(session, Signal.Kill);
        foreach (var leftovers in _leftovers)
        {
            leftovers.Kill();
            leftovers.Dispose();
        }

        foreach (var (token, request) in _toldWhenEnded)
            if (_peers.TryGetValue(token, out var peer)) Send(peer, request, new KeeperMessage.Done(!AnyAlive));
    }
}
