using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// A keeper that this process has started, and whose parent it therefore is until it ends itself: when the keeper dies first, somebody
/// has to collect it.
/// </summary>
internal sealed class StartedKeeper(PidHandle handle)
{
    /// <summary>Where the system has no process handles the zombie stays until this process ends.</summary>
    public static StartedKeeper? Watch(int pid) => PidHandle.TryOpen(pid, out _) is { } handle ? new StartedKeeper(handle) : null;

    /// <summary>True once it has ended, which collects it.</summary>
    public bool HasEnded => handle.Handle.IsClosed || TryReap();

    /// <summary>
    /// The connection closes a moment before the process is gone, or it closed for another reason and the keeper lives on.
    /// </summary>
    public void ReapWhenEnded()
    {
        const int MomentInMilliseconds = 1000;
        if (handle.Handle.IsClosed) return;
        using var poller = new Poller();
        poller.Add(handle.Handle, 0, PollEvents.Readable);
        poller.Wait(new PollEvent[1], MomentInMilliseconds);
        TryReap();
    }

    private bool TryReap()
    {
        if (handle.TryReap() is null) return false;
        handle.Dispose();
        return true;
    }
}
