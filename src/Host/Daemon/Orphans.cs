using Orchtui.Mux;
using Orchtui.Mux.Panes;
using Orchtui.Pty;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Panes whose keeper has died: their programs live on with another parent, so their end can be seen (the terminal hangs up) but not
/// how they ended. Each is held by a handle, so that a signal can never reach another process that got its number. Mux thread only.
/// </summary>
internal sealed class Orphans
{
    private readonly Dictionary<PaneId, PidHandle> _handles = [];

    /// <summary>Takes a pane in; false when its program has ended already.</summary>
    public bool Add(Pane pane)
    {
        if (PidHandle.TryOpen(pane.Pid, out _) is not { } handle) return false;
        if (handle.HasEnded)
        {
            handle.Dispose();
            return false;
        }

        _handles[pane.Id] = handle;
        return true;
    }

    public bool Contains(PaneId id) => _handles.ContainsKey(id);

    /// <summary>Signals the process group; null when the pane is no orphan.</summary>
    public bool? Send(PaneId id, Signal signal)
    {
        if (!_handles.TryGetValue(id, out var handle)) return null;
        return !handle.HasEnded && ProcessSignals.SendGroup(handle.Pid, signal);
    }

    public void Remove(PaneId id)
    {
        if (_handles.Remove(id, out var handle)) handle.Dispose();
    }
}
