using System.Numerics;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>What hosts may ask for.</summary>
internal sealed partial class KeeperServer
{
    private const int LargestRing = 64 << 20;

    /// <summary>A pane costs two descriptors; some are left for hosts and for the moment of starting.</summary>
    private static readonly int MostPanes = (int)Math.Min(2000, (Math.Max(Limits.OpenFiles, 128) - 64) / 2);

    /// <summary>False when the peer is to be dropped: it spoke before greeting, or in a way that cannot be understood.</summary>
    private bool Answer(KeeperPeer peer, KeeperFrame frame)
    {
        if (frame.Message is KeeperMessage.Hello hello) return Greet(peer, frame.Request, hello);
        if (!peer.Greeted) return false;
        switch (frame.Message)
        {
            case KeeperMessage.Spawn spawn:
                Spawn(peer, frame.Request, spawn.Request);
                return true;
            case KeeperMessage.List:
                foreach (var pane in _panes.Values) Send(peer, frame.Request, pane.Describe(), pane.Master.Handle, pane.Ring.Handle);
                Send(peer, frame.Request, new KeeperMessage.Done(true));
                return true;
            case KeeperMessage.SendSignal signal:
                var living = _panes.TryGetValue(signal.Key, out var target) && target.Status is null;
                Send(peer, frame.Request, new KeeperMessage.Done(living && Deliver(target!, signal)));
                return true;
            case KeeperMessage.Release release:
                Send(peer, frame.Request, new KeeperMessage.Done(Release(release.Key)));
                return true;
            case KeeperMessage.Shutdown shutdown:
                _toldWhenEnded.Add((peer.Token, frame.Request));
                BeginEnding(shutdown.Grace);
                return true;
            case KeeperMessage.Guard guard:
                peer.Guarded = guard.On;
                Send(peer, frame.Request, new KeeperMessage.Done(true));
                return true;
            default:
                _log.Line("drops a host that says what this keeper does not understand");
                return false;
        }
    }

    private bool Greet(KeeperPeer peer, int request, KeeperMessage.Hello hello)
    {
        peer.Greeted = KeeperProtocol.Speaks(hello.Version, KeeperProtocol.Version);
        KeeperMessage answer = peer.Greeted
            ? new KeeperMessage.Welcome(hello.Version, Self.ProcessId)
            : new KeeperMessage.Incompatible(KeeperProtocol.Version);
        _greetedAny |= peer.Greeted;
        Send(peer, request, answer);
        return peer.Greeted;
    }

    private void Spawn(KeeperPeer peer, int request, KeeperSpawn spawn)
    {
        if (_panes.TryGetValue(spawn.Key, out var pane))
        {
            SendSpawned(peer, request, pane, existing: true);
            if (pane.Status is { } status) Send(peer, 0, new KeeperMessage.Exited(pane.Key, status));
            return;
        }

        if (_ending)
        {
            Send(peer, request, new KeeperMessage.Done(false));
            return;
        }

        var failure = Refusal(spawn) ?? TryStart(spawn, out pane);
        if (failure is not null)
        {
            _log.Line($"{spawn.Key} did not start: {failure.Message}");
            Send(peer, request, new KeeperMessage.SpawnFailed(failure));
            return;
        }

        _panes.Add(pane!.Key, pane);
        _log.Line($"{pane.Key} runs as {pane.Pid}");
        SendSpawned(peer, request, pane, existing: false);
    }

    private SpawnFailure? TryStart(KeeperSpawn spawn, out KeeperPane? pane)
    {
        pane = null;
        OutputRing? ring = null;
        try
        {
            ring = OutputRing.Create(spawn.RingBytes);
            var result = _reaper.Start(spawn.Program);
            if (result is SpawnResult.Started started)
            {
                pane = new KeeperPane(spawn.Key, started.Pid, started.Master, ring, spawn.Attributes);
                return null;
            }

            ring.Dispose();
            return ((SpawnResult.Failed)result).Failure;
        }
        catch (NativeCallException exception)
        {
            // Out of memory or descriptors: this pane does not start, the others go on.
            ring?.Dispose();
            return new SpawnFailure(SpawnFailureKind.Other, exception.Message);
        }
    }

    private SpawnFailure? Refusal(KeeperSpawn spawn)
    {
        var program = spawn.Program;
        var why = spawn switch
        {
            _ when _panes.Count >= MostPanes => $"There are {MostPanes} panes already.",
            { Key.Length: 0 or > KeeperProtocol.LongestKey } => "A pane's key has 1 to 256 characters.",
            { RingBytes: < OutputRing.SmallestCapacity or > LargestRing } => "A ring has 64 KiB to 64 MiB.",
            _ when !BitOperations.IsPow2(spawn.RingBytes) => "The size of a ring is a power of two.",
            _ when program.Arguments.Any(HasNul) || program.Environment.Any(pair => HasNul(pair.Key) || HasNul(pair.Value)) =>
                "An argument or environment value contains a NUL character.",
            _ => null,
        };
        return why is null ? null : new SpawnFailure(SpawnFailureKind.Other, why);
    }

    private static bool HasNul(string text) => text.Contains('\0');

    private void SendSpawned(KeeperPeer peer, int request, KeeperPane pane, bool existing) =>
        Send(peer, request, new KeeperMessage.Spawned(pane.Pid, existing), pane.Master.Handle, pane.Ring.Handle);

    private bool Deliver(KeeperPane pane, KeeperMessage.SendSignal signal) => signal.WholeSession
        ? _reaper.SendSession(pane.Pid, signal.Signal)
        : _reaper.SendGroup(pane.Pid, signal.Signal);

    private bool Release(string key)
    {
        if (!_panes.TryGetValue(key, out var pane) || pane.Status is null) return false;
        _panes.Remove(key);
        pane.Dispose();
        return true;
    }
}
