using System.Runtime.InteropServices;

namespace Orchtui.Pty.Native;

/// <summary>
/// Everything macOS needs differently. UNTESTED: written from its headers, never run. Known gaps are values, not crashes: there is
/// no pidfd (watching a foreign process fails with ENOSYS), no subreaper, and no reservation of file space beyond ftruncate.
/// </summary>
internal static unsafe partial class MacOs
{
    internal const int O_CREAT = 0x200, O_APPEND = 0x8, O_NONBLOCK = 0x4, O_NOCTTY = 0x20000, O_CLOEXEC = 0x1000000;
    internal const nuint TIOCSWINSZ = 0x80087467, TIOCGWINSZ = 0x40087468;
    internal const short POSIX_SPAWN_SETSID = 0x400, POSIX_SPAWN_CLOEXEC_DEFAULT = 0x4000;
    internal const int RLIMIT_NOFILE = 8, F_DUPFD_CLOEXEC = 67;
    internal const int MAP_ANON = 0x1000;
    internal const int SOL_SOCKET = 0xffff, SOL_LOCAL = 0, LOCAL_PEERPID = 2;
    internal const int MSG_DONTWAIT = 0x80, MSG_CTRUNC = 0x20;

    /// <summary>The numbers of the errors that the code compares with, in the order of <see cref="Errno"/>.</summary>
    internal const int EAGAIN = 35, EADDRINUSE = 48, ECONNREFUSED = 61, ENAMETOOLONG = 63, ENOSYS = 78, EBADMSG = 94;

    private static readonly bool PassesVariadicOnStack = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Variadic arguments travel on the stack on arm64: six fillers use up the registers before them.</summary>
    internal static int Ioctl(SafeHandle fd, nuint request, void* argument) =>
        PassesVariadicOnStack ? ioctl_padded(fd, request, 0, 0, 0, 0, 0, 0, argument) : Libc.ioctl(fd, request, argument);

    internal static int Fcntl(SafeHandle fd, int command, nint argument) =>
        PassesVariadicOnStack ? fcntl_padded(fd, command, 0, 0, 0, 0, 0, 0, argument) : Libc.fcntl(fd, command, argument);

    /// <summary>An anonymous shared memory object; the name is taken back at once.</summary>
    internal static int CreateSharedMemory()
    {
        var name = $"/orchtui-{Environment.ProcessId}-{Guid.NewGuid():N}"[..30];
        const int CreateExclusive = 0x200 | 0x800;
        var fd = PassesVariadicOnStack
            ? shm_open_padded(name, Platform.ReadWrite | CreateExclusive, 0, 0, 0, 0, 0, 0, 0x180)
            : shm_open(name, Platform.ReadWrite | CreateExclusive, 0x180);
        if (fd >= 0) _ = shm_unlink(name);
        return fd;
    }

    /// <summary>msghdr has a 32-bit controllen with the flags right behind it, where Linux has one 64-bit controllen.</summary>
    internal static int ReceivedFlags(in Libc.MessageHeader message) => (int)(message.ControlLength >> 32);

    internal static nuint ReceivedControlLength(in Libc.MessageHeader message) => message.ControlLength & 0xffffffff;

    internal static bool TryGetPeer(SafeHandle socket, out PeerCredentials peer)
    {
        int pid = 0;
        uint length = sizeof(int);
        var found = getpeereid(socket, out var uid, out var gid) == 0
            && Libc.getsockopt(socket, SOL_LOCAL, LOCAL_PEERPID, &pid, &length) == 0;
        peer = new PeerCredentials(pid, uid, gid);
        return found;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ioctl_padded(
        SafeHandle fd, nuint request, nint a, nint b, nint c, nint d, nint e, nint f, void* argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int fcntl_padded(
        SafeHandle fd, int command, nint a, nint b, nint c, nint d, nint e, nint f, nint argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int shm_open(string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "shm_open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int shm_open_padded(
        string name, int flags, nint a, nint b, nint c, nint d, nint e, nint f, nint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int shm_unlink(string name);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getpeereid(SafeHandle socket, out uint uid, out uint gid);
}
