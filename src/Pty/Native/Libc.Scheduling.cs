using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

internal static unsafe partial class Libc
{
    /// <summary>glibc has functions of their own for these two calls only since 2.41; both take a pointer and three words at most.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint syscall(nint number, nint thread, SchedulingAttributes* attributes, nint third, nint fourth);

    /// <summary>The kernel's sched_attr in its first form of 48 bytes; times in nanoseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SchedulingAttributes
    {
        internal uint Size;
        internal uint Policy;
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Runtime;
        internal ulong Deadline;
        internal ulong Period;
    }
}
