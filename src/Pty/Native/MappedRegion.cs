using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

/// <summary>A range of mapped memory, unmapped once nobody uses it.</summary>
internal sealed unsafe class MappedRegion : SafeHandle
{
    internal const int Read = 1, ReadWrite = 3;
    private const int Shared = 1, Private = 2, Fixed = 0x10;
    private static readonly int Anonymous = Platform.IsMacOs ? MacOs.MAP_ANON : 0x20;

    private readonly nuint _length;

    private MappedRegion(nint start, nuint length) : base(-1, ownsHandle: true)
    {
        SetHandle(start);
        _length = length;
    }

    public override bool IsInvalid => handle is 0 or -1;

    internal byte* Start => (byte*)handle;

    /// <summary>Maps part of a file for reading and writing, shared with everybody else who maps it.</summary>
    internal static MappedRegion? TryMap(FileDescriptor file, long offset, nuint length, out NativeError error)
    {
        var start = Libc.mmap(0, length, ReadWrite, Shared, file.Number, offset);
        error = start == -1 ? NativeError.Last("mmap") : default;
        return start == -1 ? null : new MappedRegion(start, length);
    }

    /// <summary>Takes address space without memory behind it, to map files into.</summary>
    internal static MappedRegion? TryReserve(nuint length, out NativeError error)
    {
        var start = Libc.mmap(0, length, 0, Private | Anonymous, -1, 0);
        error = start == -1 ? NativeError.Last("mmap") : default;
        return start == -1 ? null : new MappedRegion(start, length);
    }

    /// <summary>Replaces part of a reserved range by part of a file.</summary>
    internal bool TryPlace(FileDescriptor file, long offset, nuint length, nuint at)
    {
        var where = handle + (nint)at;
        return Libc.mmap(where, length, ReadWrite, Shared | Fixed, file.Number, offset) == where;
    }

    internal NativeError Flush()
    {
        const int Synchronous = 4;
        var flag = Platform.IsMacOs ? 0x10 : Synchronous;
        return Libc.msync(handle, _length, flag) == 0 ? default : NativeError.Last("msync");
    }

    protected override bool ReleaseHandle() => Libc.munmap(handle, _length) == 0;
}
