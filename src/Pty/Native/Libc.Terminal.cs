using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int posix_openpt(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int grantpt(SafeHandle master);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int unlockpt(SafeHandle master);

    /// <summary>Returns the error number.</summary>
    [LibraryImport(Library)]
    internal static partial int ptsname_r(SafeHandle master, byte* name, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcgetattr(SafeHandle fd, byte* termios);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcsetattr(SafeHandle fd, int when, byte* termios);

    [LibraryImport(Library)]
    internal static partial void cfmakeraw(byte* termios);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int tcgetpgrp(SafeHandle fd);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int isatty(SafeHandle fd);

    [StructLayout(LayoutKind.Sequential)]
    internal struct WindowSize
    {
        internal ushort Rows;
        internal ushort Columns;
        internal ushort PixelWidth;
        internal ushort PixelHeight;
    }
}
