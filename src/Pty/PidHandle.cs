using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// A process by handle instead of by number (a pidfd): it becomes readable in a <see cref="Poller"/> when the process ends, whoever its
/// parent is, and never means another process that got the same number later. Linux only; elsewhere opening fails with ENOSYS.
/// </summary>
public sealed class PidHandle : IDisposable
{
    private PidHandle(int pid, FileDescriptor handle) => (Pid, Handle) = (pid, handle);

    public int Pid { get; }

    public FileDescriptor Handle { get; }

    /// <summary>Null with ESRCH when there is no such process.</summary>
    public static PidHandle? TryOpen(int pid, out NativeError error)
    {
        error = default;
        if (Platform.IsMacOs)
        {
            error = new NativeError(Errno.ENOSYS, "pidfd_open");
            return null;
        }

        var number = Libc.pidfd_open(pid, 0);
        if (number >= 0) return new PidHandle(pid, new FileDescriptor(number));
        error = NativeError.Last("pidfd_open");
        return null;
    }

    /// <summary>True once the process has ended, reaped or not.</summary>
    public unsafe bool HasEnded
    {
        get
        {
            const short In = 1;
            var poll = new Libc.PollFd { Fd = Handle.Number, Events = In };
            return Libc.poll(&poll, 1, 0) > 0;
        }
    }

    /// <summary>The exit status of an own child that has ended, which is reaped by this; null while it runs.</summary>
    public ExitStatus? TryReap() => Reap(ChildWait.Exited | ChildWait.NoHang);

    /// <summary>Waits for an own child and reaps it; unknown when it is not ours or has been reaped already.</summary>
    public ExitStatus WaitForExit() => Reap(ChildWait.Exited) ?? ExitStatus.Unknown;

    public void Dispose() => Handle.Dispose();

    private ExitStatus? Reap(int options)
    {
        const int ByPidHandle = 3;
        var (pid, status, error) = ChildWait.Wait(ByPidHandle, Handle.Number, options);
        return error.Number != 0 ? ExitStatus.Unknown : pid == 0 ? null : status;
    }
}
