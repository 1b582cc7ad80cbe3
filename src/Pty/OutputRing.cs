using System.Numerics;
using System.Runtime.CompilerServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// The last output of a pane in shared memory, made by the keeper, filled by whichever host reads the pane, and still there when that
/// host is killed: its successor redraws from the tail and goes on without a lost byte. One process reads into it at a time.
/// <para>Layout: a header page (magic, capacity, the two positions, each eight bytes on a cache line of its own), then the data. The data
/// are mapped twice back to back, so every stretch of the ring is one span and one read can fill across the end.</para>
/// <para>Positions count bytes since the pane began. A kill can strike after read(2) has copied and before the position is published, so
/// the <see cref="ReadSize"/> bytes ahead of the position are kept zero: at take-over whatever is not zero there was read. Only
/// trailing NULs of such a last chunk are lost.</para>
/// </summary>
public sealed unsafe class OutputRing : IDisposable
{
    /// <summary>The most that one read takes; the kernel gives about 4 KiB of a terminal at a time.</summary>
    public const int ReadSize = 8192;

    public const int SmallestCapacity = 64 * 1024;

    private const ulong Magic = 0x31474e4952495550;
    private const int CapacityAt = 8, PositionAt = 64, RepliedAt = 128;

    private static readonly int HeaderSize = Environment.SystemPageSize;

    private readonly MappedRegion _region;
    private readonly byte* _data;
    private readonly long _mask;

    private OutputRing(FileDescriptor handle, MappedRegion region, int capacity)
    {
        Handle = handle;
        _region = region;
        _data = region.Start + HeaderSize;
        _mask = capacity - 1;
        Capacity = capacity;
    }

    public FileDescriptor Handle { get; }

    public int Capacity { get; }

    /// <summary>How many bytes have been read from the pane in all.</summary>
    public long Position => Volatile.Read(ref Field(PositionAt));

    /// <summary>The oldest byte that is still there.</summary>
    public long Oldest => Math.Max(0, Position - (Capacity - ReadSize));

    /// <summary>
    /// Up to where questions of the program to the terminal have been answered, so that a successor, when it replays the tail, answers
    /// none of them twice and leaves none out.
    /// </summary>
    public long Replied
    {
        get => Volatile.Read(ref Field(RepliedAt));
        set => Volatile.Write(ref Field(RepliedAt), value);
    }

    /// <param name="capacity">A power of two of at least <see cref="SmallestCapacity"/>.</param>
    public static OutputRing Create(int capacity)
    {
        if (capacity < SmallestCapacity || !BitOperations.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity of a ring is a power of two from 65536 on.");
        var handle = SharedMemory.CreateFile("orchtui-ring", HeaderSize + capacity);
        var ring = Map(handle, capacity);
        Unsafe.WriteUnaligned(ring._region.Start + CapacityAt, (long)capacity);
        Unsafe.WriteUnaligned(ring._region.Start, Magic);
        return ring;
    }

    /// <summary>Takes over a ring that another process made; null when the descriptor is no ring.</summary>
    public static OutputRing? FromHandle(FileDescriptor handle)
    {
        var capacity = SharedMemory.LengthOf(handle) - HeaderSize;
        if (capacity < SmallestCapacity || capacity > int.MaxValue || !BitOperations.IsPow2(capacity)) return null;
        var ring = Map(handle, (int)capacity);
        var header = ring._region.Start;
        if (Unsafe.ReadUnaligned<ulong>(header) == Magic && Unsafe.ReadUnaligned<long>(header + CapacityAt) == capacity) return ring;
        ring._region.Dispose();
        return null;
    }

    /// <summary>
    /// Reads once, straight into the ring, and publishes; the bytes are the last <see cref="ReadResult.Count"/> before the position.
    /// </summary>
    public ReadResult ReadFrom(PtyMaster master)
    {
        var position = Position;
        var result = master.Read(new Span<byte>(At(position), ReadSize));
        if (result.Count > 0) Publish(position, result.Count);
        return result;
    }

    /// <summary>Puts bytes in as if they had been read; for tests and for notes of the host.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, ReadSize);
            var position = Position;
            bytes[..count].CopyTo(new Span<byte>(At(position), count));
            Publish(position, count);
            bytes = bytes[count..];
        }
    }

    /// <summary>The bytes between two positions, which must lie between <see cref="Oldest"/> and <see cref="Position"/>.</summary>
    public ReadOnlySpan<byte> Slice(long from, long to)
    {
        if (from < Oldest || to > Position || from > to)
            throw new ArgumentOutOfRangeException(nameof(from), $"[{from}, {to}) is not within [{Oldest}, {Position}).");
        return new ReadOnlySpan<byte>(At(from), (int)(to - from));
    }

    /// <summary>At take-over: adds what the predecessor had read without publishing it, and returns how many bytes that was.</summary>
    public int Recover()
    {
        var position = Position;
        var unpublished = new ReadOnlySpan<byte>(At(position), ReadSize).LastIndexOfAnyExcept((byte)0) + 1;
        if (unpublished > 0) Publish(position, unpublished);
        return unpublished;
    }

    public void Dispose()
    {
        _region.Dispose();
        Handle.Dispose();
    }

    /// <summary>Clears ahead before publishing: a kill between the two must not make old bytes look like unpublished ones.</summary>
    private void Publish(long position, int count)
    {
        new Span<byte>(At(position + ReadSize), count).Clear();
        Volatile.Write(ref Field(PositionAt), position + count);
    }

    private byte* At(long position) => _data + (position & _mask);

    private ref long Field(int offset) => ref Unsafe.AsRef<long>(_region.Start + offset);

    private static OutputRing Map(FileDescriptor handle, int capacity)
    {
        var length = (nuint)capacity;
        var header = (nuint)HeaderSize;
        var region = MappedRegion.TryReserve(header + 2 * length, out var error) ?? throw new NativeCallException(error);
        if (region.TryPlace(handle, 0, header + length, 0) && region.TryPlace(handle, HeaderSize, length, header + length))
            return new OutputRing(handle, region, capacity);
        error = NativeError.Last("mmap");
        region.Dispose();
        throw new NativeCallException(error);
    }
}
