using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// The process that holds the panes: it starts every child, keeps a copy of each master and ring, collects exit statuses, and is
/// otherwise outside the data path, so that hosts can die, restart and be upgraded around it. One thread polls and owns all state; a
/// second one reaps and hands over what it found. No plugins, no decisions; as little as possible that could fail.
/// </summary>
internal sealed partial class KeeperServer : IDisposable
{
    private const long ListenerToken = 1, WakeToken = 2, FirstPeerToken = 16;

    private readonly KeeperOptions _options;
    private readonly TimeProvider _time;
    private readonly KeeperLog _log;
    private readonly FileLock _lock;
    private readonly UnixListener _listener;
    private readonly ListenerRest _listenerRest;
    private readonly Poller _poller = new();
    private readonly WakeHandle _wake = new();
    private readonly ChildReaper _reaper;
    private readonly ConcurrentQueue<(int Pid, ExitStatus Status)> _ends = [];
    private readonly Dictionary<string, KeeperPane> _panes = [];
    private readonly Dictionary<long, KeeperPeer> _peers = [];
    private long _nextToken = FirstPeerToken;
    private volatile bool _terminate;

    private KeeperServer(KeeperOptions options, FileLock held, UnixListener listener, TimeProvider time, KeeperLog log)
    {
        (_options, _lock, _listener, _time, _log) = (options, held, listener, time, log);
        _quietSince = time.GetTimestamp();
        _poller.Add(listener.Handle, ListenerToken, PollEvents.Readable);
        _listenerRest = new ListenerRest(_poller, listener, ListenerToken, time);
        _poller.Add(_wake.Handle, WakeToken, PollEvents.Readable);
        _reaper = new ChildReaper(NoteEnd);
    }

    /// <summary>Serves until there is nothing left to keep. 0 also when another keeper of this home was there first.</summary>
    public static int Run(KeeperOptions options)
    {
        var log = new KeeperLog(TimeProvider.System);
        options.CreateFolders();
        var taken = FileLock.TryAcquire(options.LockPath);
        if (taken.Lock is null)
        {
            log.Line(taken.IsHeldElsewhere ? $"process {taken.HolderPid} is the keeper of {options.Home}" : taken.Error.Message);
            return taken.IsHeldElsewhere ? 0 : 1;
        }

        using var held = taken.Lock;

        // Whoever holds the lock owns the name: a socket that is there was left by a keeper that died.
        File.Delete(options.SocketPath);
        using var listener = UnixListener.TryBind(options.SocketPath, out var error);
        if (listener is null)
        {
            log.Line(error.Message);
            return 1;
        }

        Limits.BecomeSubreaper();
        using var server = new KeeperServer(options, held, listener, TimeProvider.System, log);
        using var ignored = new SignalPolicy(server.Terminate);
        log.Line($"serves {options.SocketPath}, protocol {KeeperProtocol.Version}");
        server.Loop();
        log.Line("ends");
        return 0;
    }

    public void Dispose()
    {
        foreach (var peer in _peers.Values) peer.Dispose();
        foreach (var pane in _panes.Values) pane.Dispose();
        _reaper.Dispose();
        _poller.Dispose();
    }

    private void Terminate()
    {
        _terminate = true;
        _wake.Signal();
    }

    private void NoteEnd(int pid, ExitStatus status)
    {
        _ends.Enqueue((pid, status));
        _wake.Signal();
    }

    private void Loop()
    {
        var events = new PollEvent[64];
        while (!TryEnd())
        {
            var count = _poller.Wait(events, MillisecondsToNextDeadline());
            foreach (var ready in events.AsSpan(0, count)) Handle(ready);
            if (!_ending) _listenerRest.EndWhenDue();
            if (_terminate && !_ending) BeginEnding(_options.TerminateGrace);
            TakeEnds();
            AdvanceEnding();
            StartHostWhenDue();
        }
    }

    private void Handle(PollEvent ready)
    {
        if (ready.Token == WakeToken) _wake.Drain();
        else if (ready.Token == ListenerToken && !_ending) AcceptPeers();
        else if (_peers.TryGetValue(ready.Token, out var peer)) Handle(peer, ready.Events);
    }

    private void Handle(KeeperPeer peer, PollEvents events)
    {
        var alive = true;
        if (events.HasFlag(PollEvents.Writable)) alive = Flush(peer);
        if (alive && (events & (PollEvents.Readable | PollEvents.HungUp)) != 0) alive = Receive(peer);
        if (!alive) Drop(peer);
    }

    /// <summary>True when a host had been waiting.</summary>
    private bool AcceptPeers()
    {
        var any = false;
        while (_listener.Accept() is { } connection)
        {
            if (connection.Peer is not { } who || who.UserId != Self.UserId)
            {
                _log.Line($"refuses a connection of user {connection.Peer?.UserId}");
                connection.Dispose();
                continue;
            }

            var peer = new KeeperPeer(_nextToken++, connection);
            _peers.Add(peer.Token, peer);
            _poller.Add(connection.Handle, peer.Token, PollEvents.Readable);
            any = true;
        }

        if (_listenerRest.Note() is { } shortage) _log.Line(shortage);
        return any;
    }

    /// <summary>False when the peer is gone or talks nonsense.</summary>
    private bool Receive(KeeperPeer peer)
    {
        while (true)
        {
            var result = peer.Frames.Fill(peer.Connection, wait: false);
            while (peer.Frames.TryNext(out var frame))
            {
                foreach (var handle in frame.Handles) handle.Dispose();
                if (!Answer(peer, frame)) return false;
            }

            if (result.HungUp || peer.Frames.Broken) return false;
            if (result.WouldBlock) return true;
        }
    }

    private void Send(KeeperPeer peer, int request, KeeperMessage message, params SafeHandle[] handles)
    {
        peer.Enqueue(request, message, handles);
        if (!Flush(peer)) peer.Connection.Shutdown();
    }

    /// <summary>False when the peer is gone or lets too much pile up. A shut-down peer is dropped when its hang-up is polled.</summary>
    private bool Flush(KeeperPeer peer)
    {
        var outcome = peer.Flush();
        if (outcome == FlushOutcome.Closed || peer.IsOverloaded) return false;
        var events = peer.HasQueued ? PollEvents.Readable | PollEvents.Writable : PollEvents.Readable;
        _poller.Modify(peer.Connection.Handle, peer.Token, events);
        return true;
    }

    private void Drop(KeeperPeer peer)
    {
        _poller.Remove(peer.Connection.Handle);
        _peers.Remove(peer.Token);
        peer.Dispose();
        _quietSince = _time.GetTimestamp();
        if (peer.Guarded) PlanHost();
    }

    /// <summary>A keeper outlives terminals and interrupts; SIGTERM ends it in order.</summary>
    private sealed class SignalPolicy(Action terminate) : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                terminate();
            }),
        ];

        public void Dispose()
        {
            foreach (var registration in _registrations) registration.Dispose();
        }
    }
}
