using System.Runtime.InteropServices;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// A host as the keeper sees it: a connection that is never waited for. Frames that it does not take yet are queued, their descriptors
/// held open until they are sent, even if the pane is released meanwhile.
/// </summary>
internal sealed class KeeperPeer(long token, UnixConnection connection) : IDisposable
{
    /// <summary>A host that lets this much pile up is broken; it is dropped rather than fed.</summary>
    private const int LongestQueue = 20_000;

    private readonly Queue<Outgoing> _queue = [];
    private int _sentOfFirst;

    public long Token => token;

    public UnixConnection Connection => connection;

    public KeeperFrameReader Frames { get; } = new();

    /// <summary>Set once it has said hello in a version that is spoken here.</summary>
    public bool Greeted { get; set; }

    /// <summary>Set while it wants another host to be started when it is lost.</summary>
    public bool Guarded { get; set; }

    public bool HasQueued => _queue.Count > 0;

    public bool IsOverloaded => _queue.Count > LongestQueue;

    public void Enqueue(int request, KeeperMessage message, params SafeHandle[] handles)
    {
        foreach (var handle in handles)
        {
            var held = false;
            handle.DangerousAddRef(ref held);
        }

        _queue.Enqueue(new Outgoing(KeeperCodec.Encode(request, message, handles.Length), handles));
    }

    public FlushOutcome Flush()
    {
        while (_queue.TryPeek(out var first))
        {
            var rest = first.Bytes.AsSpan(_sentOfFirst);
            var result = _sentOfFirst == 0 ? connection.TrySendHandles(rest, first.Handles) : connection.TryWrite(rest);
            if (result.WouldBlock) return FlushOutcome.Blocked;
            if (result.HungUp) return FlushOutcome.Closed;
            _sentOfFirst += result.Count;
            if (_sentOfFirst < first.Bytes.Length) continue;
            LetGo(_queue.Dequeue());
            _sentOfFirst = 0;
        }

        return FlushOutcome.Drained;
    }

    public void Dispose()
    {
        while (_queue.TryDequeue(out var outgoing)) LetGo(outgoing);
        Frames.Dispose();
        connection.Dispose();
    }

    private static void LetGo(Outgoing outgoing)
    {
        foreach (var handle in outgoing.Handles) handle.DangerousRelease();
    }

    private sealed record Outgoing(byte[] Bytes, SafeHandle[] Handles);
}
