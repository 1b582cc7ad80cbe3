using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

/// <summary>
/// The numbers and call forms the rest of the project uses, Linux first. Linux values are those of x86-64 and arm64, which agree
/// on all of these; what macOS needs differently is in <see cref="MacOs"/> and nowhere else.
/// </summary>
internal static unsafe class Platform
{
    internal static readonly bool IsMacOs = OperatingSystem.IsMacOS();

    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;
    internal static readonly int Create = IsMacOs ? MacOs.O_CREAT : 0x40;
    internal static readonly int Append = IsMacOs ? MacOs.O_APPEND : 0x400;
    internal static readonly int NonBlocking = IsMacOs ? MacOs.O_NONBLOCK : 0x800;
    internal static readonly int NoControllingTerminal = IsMacOs ? MacOs.O_NOCTTY : 0x100;
    internal static readonly int CloseOnExec = IsMacOs ? MacOs.O_CLOEXEC : 0x80000;

    internal static readonly nuint SetWindowSize = IsMacOs ? MacOs.TIOCSWINSZ : 0x5414;
    internal static readonly nuint GetWindowSize = IsMacOs ? MacOs.TIOCGWINSZ : 0x5413;

    /// <summary>SETSIGDEF, SETSIGMASK and SETSID; on macOS also everything closed that no action opens.</summary>
    internal static readonly short SpawnFlags =
        (short)(0x04 | 0x08 | (IsMacOs ? MacOs.POSIX_SPAWN_SETSID | MacOs.POSIX_SPAWN_CLOEXEC_DEFAULT : 0x80));

    internal static readonly int OpenFilesLimit = IsMacOs ? MacOs.RLIMIT_NOFILE : 7;

    /// <summary>c_iflag bit that makes line editing erase whole UTF-8 characters; the flag word is the first of termios.</summary>
    internal const uint Utf8Input = 0x4000;

    private const int GetDescriptorFlags = 1, SetDescriptorFlags = 2, GetStatusFlags = 3, SetStatusFlags = 4;

    /// <summary>
    /// closefrom as a spawn action exists since glibc 2.34; elsewhere close-on-exec alone keeps descriptors from children.
    /// </summary>
    internal static readonly bool HasSpawnCloseFrom =
        !IsMacOs && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out _);

    internal static int Ioctl(SafeHandle fd, nuint request, void* argument) =>
        IsMacOs ? MacOs.Ioctl(fd, request, argument) : Libc.ioctl(fd, request, argument);

    internal static bool SetNonBlocking(SafeHandle fd, bool on)
    {
        var flags = Fcntl(fd, GetStatusFlags, 0);
        if (flags < 0) return false;
        var wanted = on ? flags | NonBlocking : flags & ~NonBlocking;
        return wanted == flags || Fcntl(fd, SetStatusFlags, wanted) == 0;
    }

    internal static bool IsNonBlocking(SafeHandle fd) => (Fcntl(fd, GetStatusFlags, 0) & NonBlocking) != 0;

    internal static int Duplicate(SafeHandle fd) => Fcntl(fd, IsMacOs ? MacOs.F_DUPFD_CLOEXEC : 1030, 0);

    internal static bool SetCloseOnExec(SafeHandle fd)
    {
        var flags = Fcntl(fd, GetDescriptorFlags, 0);
        return flags >= 0 && Fcntl(fd, SetDescriptorFlags, flags | 1) == 0;
    }

    private static int Fcntl(SafeHandle fd, int command, nint argument) =>
        IsMacOs ? MacOs.Fcntl(fd, command, argument) : Libc.fcntl(fd, command, argument);
}
