using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport(Library)]
    internal static partial int getpid();

    [LibraryImport(Library)]
    internal static partial int getppid();

    [LibraryImport(Library)]
    internal static partial uint getuid();

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getsid(int pid);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int pidfd_open(int pid, uint flags);

    /// <summary><paramref name="info"/> is a siginfo_t of 128 bytes: si_code is int 2, si_pid int 4 and si_status int 6 on Linux.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int waitid(int idType, uint id, int* info, int options);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getrlimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setrlimit(int resource, ResourceLimit* limit);

    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        internal ulong Soft;
        internal ulong Hard;
    }
}
