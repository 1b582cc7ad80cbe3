using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// A file that grows by segments of one size, each mapped into memory when it is first used. Room on the disk is reserved before a
/// segment is mapped, so a full disk is an error value here and never a SIGBUS at some later store. Belongs to one thread.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private const uint OwnerOnly = 0x180;

    private readonly FileDescriptor _file;
    private readonly List<MappedRegion?> _segments = [];

    private MappedFile(FileDescriptor file, string path, int segmentSize) => (_file, Path, SegmentSize) = (file, path, segmentSize);

    public string Path { get; }

    public int SegmentSize { get; }

    public int SegmentCount => _segments.Count;

    /// <summary>Opens or creates the file. A last segment that is incomplete, after a crash while growing, is dropped.</summary>
    public static MappedFile? TryOpen(string path, int segmentSize, out NativeError error)
    {
        if (segmentSize <= 0 || segmentSize % Environment.SystemPageSize != 0)
            throw new ArgumentOutOfRangeException(nameof(segmentSize), segmentSize, "A segment is a whole number of memory pages.");
        var number = Libc.open(path, Platform.ReadWrite | Platform.Create | Platform.CloseOnExec, OwnerOnly);
        if (number < 0)
        {
            error = NativeError.Last($"open {path}");
            return null;
        }

        var file = new MappedFile(new FileDescriptor(number), path, segmentSize);
        error = file.TakeExisting();
        if (error.Number == 0) return file;
        file.Dispose();
        return null;
    }

    /// <summary>Adds one zeroed segment, or returns false with what stood against it (ENOSPC, EFBIG, EDQUOT).</summary>
    public bool TryGrow(out NativeError error)
    {
        error = Reserve((long)SegmentCount * SegmentSize, SegmentSize);
        if (error.Number != 0)
        {
            _ = Libc.ftruncate(_file, (long)SegmentCount * SegmentSize);
            return false;
        }

        var region = MappedRegion.TryMap(_file, (long)SegmentCount * SegmentSize, (nuint)SegmentSize, out error);
        if (region is null) return false;
        _segments.Add(region);
        return true;
    }

    /// <summary>The memory of a segment; not to be used after it was unmapped or the file disposed of.</summary>
    public Span<byte> Segment(int index)
    {
        var region = _segments[index];
        if (region is null)
        {
            region = MappedRegion.TryMap(_file, (long)index * SegmentSize, (nuint)SegmentSize, out var error)
                ?? throw new NativeCallException(error);
            _segments[index] = region;
        }

        return new Span<byte>(region.Start, SegmentSize);
    }

    /// <summary>Gives the address space of a segment back until it is asked for again; its content stays in the file.</summary>
    public void Unmap(int index)
    {
        _segments[index]?.Dispose();
        _segments[index] = null;
    }

    /// <summary>Drops the segments from <paramref name="count"/> on.</summary>
    public void Truncate(int count)
    {
        for (var i = SegmentCount - 1; i >= count; i--)
        {
            _segments[i]?.Dispose();
            _segments.RemoveAt(i);
        }

        _ = Libc.ftruncate(_file, (long)SegmentCount * SegmentSize);
    }

    /// <summary>Waits until a segment is on the disk. Without this the content survives the process, though not the machine.</summary>
    public NativeError Flush(int index) => _segments[index]?.Flush() ?? default;

    public void Dispose()
    {
        foreach (var segment in _segments) segment?.Dispose();
        _segments.Clear();
        _file.Dispose();
    }

    /// <summary>The file may be sparse (a copy, a restored backup): its holes get room before anybody writes to them.</summary>
    private NativeError TakeExisting()
    {
        var count = SharedMemory.LengthOf(_file) / SegmentSize;
        if (Libc.ftruncate(_file, count * SegmentSize) != 0) return NativeError.Last($"ftruncate {Path}");
        if (count > 0 && Reserve(0, count * SegmentSize) is { Number: not 0 } error) return error;
        for (var i = 0; i < count; i++) _segments.Add(null);
        return default;
    }

    private NativeError Reserve(long offset, long length)
    {
        if (Platform.IsMacOs)
            return Libc.ftruncate(_file, offset + length) == 0 ? default : NativeError.Last($"ftruncate {Path}");
        int error;
        do error = Libc.posix_fallocate(_file, offset, length);
        while (error == Errno.EINTR);
        return error == 0 ? default : new NativeError(error, $"posix_fallocate {Path}");
    }
}
