using System.Buffers;
using System.Runtime.InteropServices;

namespace Orchtui.Pty;

public enum FlushOutcome
{
    Drained,

    /// <summary>The other side does not take more now: flush again when the poller reports it writable.</summary>
    Blocked,
    Closed,
}

/// <summary>
/// Bytes waiting for a non-blocking descriptor whose reader may be slow, in order, so that a large paste loses nothing and blocks
/// nobody. A queue of pooled 16 KiB blocks: appending never moves what waits already. Belongs to one thread.
/// </summary>
public sealed class WriteQueue(long limit = long.MaxValue) : IDisposable
{
    private const int BlockSize = 16 * 1024;

    private readonly Queue<byte[]> _blocks = new();
    private byte[]? _last;
    private int _head;
    private int _tail = BlockSize;

    public long PendingBytes { get; private set; }

    public bool IsEmpty => PendingBytes == 0;

    /// <summary>Appends all of the bytes, or none and false when they would pass the limit.</summary>
    public bool Enqueue(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limit - PendingBytes) return false;
        PendingBytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_tail == BlockSize) AddBlock();
            var count = Math.Min(bytes.Length, BlockSize - _tail);
            bytes[..count].CopyTo(_last.AsSpan(_tail));
            _tail += count;
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Writes as much as the descriptor takes.</summary>
    public FlushOutcome Flush(SafeHandle descriptor)
    {
        while (PendingBytes > 0)
        {
            var result = FileDescriptor.Write(descriptor, Front());
            if (result.WouldBlock) return FlushOutcome.Blocked;
            if (result.HungUp) return FlushOutcome.Closed;
            Drop(result.Count);
        }

        return FlushOutcome.Drained;
    }

    /// <summary>Forgets what waits, for a reader that is gone or has to be redrawn from scratch.</summary>
    public void Clear()
    {
        while (_blocks.TryDequeue(out var block)) ArrayPool<byte>.Shared.Return(block);
        _last = null;
        _head = 0;
        _tail = BlockSize;
        PendingBytes = 0;
    }

    public void Dispose() => Clear();

    private ReadOnlySpan<byte> Front()
    {
        var block = _blocks.Peek();
        var end = ReferenceEquals(block, _last) ? _tail : BlockSize;
        return block.AsSpan(_head, end - _head);
    }

    private void Drop(int count)
    {
        _head += count;
        PendingBytes -= count;
        if (PendingBytes == 0)
        {
            Clear();
        }
        else if (_head == BlockSize)
        {
            ArrayPool<byte>.Shared.Return(_blocks.Dequeue());
            _head = 0;
        }
    }

    private void AddBlock()
    {
        _last = ArrayPool<byte>.Shared.Rent(BlockSize);
        _blocks.Enqueue(_last);
        _tail = 0;
    }
}
