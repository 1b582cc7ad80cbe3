using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int memfd_create(string name, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint mmap(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int munmap(nint address, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int msync(nint address, nuint length, int flags);

    /// <summary>Returns the error number instead of setting errno.</summary>
    [LibraryImport(Library)]
    internal static partial int posix_fallocate(SafeHandle fd, long offset, long length);
}
