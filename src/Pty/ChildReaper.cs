using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// Collects every child of this process, orphans that a subreaper inherits included, on one thread that blocks in waitid. For a process
/// that uses nothing else to wait for children: it would steal them from System.Diagnostics.Process. A child is reaped under the same
/// lock as <see cref="SendGroup"/> takes, so a signal never reaches a process that got a reaped number.
/// </summary>
public sealed class ChildReaper : IDisposable
{
    private readonly Action<int, ExitStatus> _ended;
    private readonly SemaphoreSlim _children = new(0);
    private readonly Lock _gate = new();
    private readonly HashSet<int> _living = [];
    private volatile bool _stopping;

    /// <param name="ended">Called on the reaper's thread, after the child has been reaped; hand over and return.</param>
    public ChildReaper(Action<int, ExitStatus> ended)
    {
        _ended = ended;
        new Thread(Loop, 256 * 1024) { IsBackground = true, Name = "child reaper" }.Start();
    }

    /// <summary>Starts a child; it is not reaped, and its number not free for another, before its pid has been noted here.</summary>
    public SpawnResult Start(SpawnRequest request)
    {
        lock (_gate)
        {
            var result = PtySpawn.Start(request);
            if (result is SpawnResult.Started started) _living.Add(started.Pid);
            _children.Release();
            return result;
        }
    }

    /// <summary>Signals the process group of a child that has not been reaped; false when it has.</summary>
    public bool SendGroup(int pid, Signal signal)
    {
        lock (_gate) return _living.Contains(pid) && ProcessSignals.SendGroup(pid, signal);
    }

    /// <summary>Signals every process of the session that such a child leads, whatever its group.</summary>
    public bool SendSession(int pid, Signal signal)
    {
        lock (_gate)
            return _living.Contains(pid) && (SessionProcesses.Send(pid, signal) > 0 || ProcessSignals.SendGroup(pid, signal));
    }

    /// <summary>The thread ends with the next child, or at once when there is none.</summary>
    public void Dispose()
    {
        _stopping = true;
        _children.Release();
    }

    private void Loop()
    {
        while (!_stopping)
        {
            // Looking without reaping first keeps the blocking wait outside of the lock.
            var (pid, _, error) = ChildWait.Wait(ChildWait.AnyChild, 0, ChildWait.Exited | ChildWait.LeaveWaitable);
            if (error.Number == Errno.ECHILD) _children.Wait();
            else if (error.Number != 0) throw new NativeCallException(error);
            else if (pid > 0) Reap(pid);
        }
    }

    private void Reap(int pid)
    {
        ExitStatus status;
        lock (_gate)
        {
            (_, status, _) = ChildWait.Wait(ChildWait.ByPid, pid, ChildWait.Exited);
            _living.Remove(pid);
        }

        _ended(pid, status);
    }
}
