using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>waitid, with siginfo_t read once and for all here.</summary>
internal static unsafe class ChildWait
{
    internal const int AnyChild = 0, ByPid = 1;
    internal const int NoHang = 1, Exited = 4, LeaveWaitable = 0x1000000;

    /// <summary>The child that ended; pid 0 with ECHILD when there is no such child, pid 0 without error when none has ended yet.</summary>
    internal static (int Pid, ExitStatus Status, NativeError Error) Wait(int idType, int id, int options)
    {
        var info = stackalloc int[32];
        while (true)
        {
            info[Platform.IsMacOs ? 3 : 4] = 0;
            if (Libc.waitid(idType, (uint)id, info, options) == 0) break;
            var error = NativeError.Last("waitid");
            if (error.Number != Errno.EINTR) return (0, default, error);
        }

        // siginfo_t: signo, errno, code, (padding,) pid, uid, status on Linux; signo, errno, code, pid, uid, status on macOS.
        var pid = info[Platform.IsMacOs ? 3 : 4];
        var status = info[Platform.IsMacOs ? 5 : 6];
        const int CodeExited = 1;
        return (pid, info[2] == CodeExited ? ExitStatus.Exited(status & 0xff) : ExitStatus.Signaled(status), default);
    }
}
