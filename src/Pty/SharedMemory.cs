using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>Memory that two processes share: an anonymous file (memfd) whose descriptor is passed along. It starts out zeroed.</summary>
public sealed unsafe class SharedMemory : IDisposable
{
    private readonly MappedRegion _region;

    private SharedMemory(FileDescriptor handle, MappedRegion region, int length) =>
        (Handle, _region, Length) = (handle, region, length);

    public FileDescriptor Handle { get; }

    public int Length { get; }

    /// <summary>Not to be used after disposal: the memory is gone then.</summary>
    public Span<byte> Span => new(_region.Start, Length);

    public static SharedMemory Create(string name, int length)
    {
        var handle = CreateFile(name, length);
        return Map(handle, length);
    }

    /// <summary>Takes over a descriptor that came from another process; the length is that of the file.</summary>
    public static SharedMemory FromHandle(FileDescriptor handle) => Map(handle, checked((int)LengthOf(handle)));

    public void Dispose()
    {
        _region.Dispose();
        Handle.Dispose();
    }

    internal static FileDescriptor CreateFile(string name, long length)
    {
        const uint CloseOnExec = 1;
        var number = Platform.IsMacOs ? MacOs.CreateSharedMemory() : Libc.memfd_create(name, CloseOnExec);
        var handle = FileDescriptor.Own(number, "memfd_create");
        Platform.SetCloseOnExec(handle);
        if (Libc.ftruncate(handle, length) != 0) throw new NativeCallException(NativeError.Last("ftruncate"));
        return handle;
    }

    internal static long LengthOf(FileDescriptor handle)
    {
        const int End = 2;
        var length = Libc.lseek(handle, 0, End);
        return length >= 0 ? length : throw new NativeCallException(NativeError.Last("lseek"));
    }

    private static SharedMemory Map(FileDescriptor handle, int length)
    {
        var region = MappedRegion.TryMap(handle, 0, (nuint)length, out var error) ?? throw new NativeCallException(error);
        return new SharedMemory(handle, region, length);
    }
}
