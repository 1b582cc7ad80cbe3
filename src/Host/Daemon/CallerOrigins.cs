using Orchtui.Pty;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Tells whether a process on the socket runs inside a task's pane, by going up its ancestors in /proc. An agent that leaves its
/// session does not escape: its orphans belong to the keeper, and an orphan of unknown origin counts as an agent's.
/// </summary>
internal sealed class CallerOrigins
{
    private const int LongestChain = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _taskByPid = [];
    private readonly HashSet<int> _ownPids = [];

    /// <summary>The keeper, whose orphans are of unknown origin; 0 while there is none.</summary>
    public int KeeperPid { get; set; }

    /// <summary>A pane was opened.</summary>
    public void Add(int pid, int? task)
    {
        lock (_gate)
        {
            if (task is { } id) _taskByPid[pid] = id;
            else _ownPids.Add(pid);
        }
    }

    public void Remove(int pid)
    {
        lock (_gate)
        {
            _taskByPid.Remove(pid);
            _ownPids.Remove(pid);
        }
    }

    /// <summary>The task, 0 for an orphan of unknown origin, null for anything else.</summary>
    public int? TaskOf(int pid)
    {
        // A process of another pid namespace has no number here.
        if (pid <= 0) return 0;
        for (var steps = 0; pid > 1; steps++)
        {
            // A person's shells are not nested so deep; somebody who hides behind a long line of parents is no person.
            if (steps == LongestChain) return 0;
            lock (_gate)
            {
                if (_taskByPid.TryGetValue(pid, out var task)) return task;
                if (_ownPids.Contains(pid)) return null;
            }

            if (pid == Self.ProcessId) return null;

            // A line of parents that breaks off is that of nobody known: one of them has just ended, on purpose or not.
            if (ProcessTable.ParentOf(pid) is not { } parent) return 0;
            if (parent == KeeperPid && KeeperPid != 0) return 0;
            pid = parent;
        }

        return null;
    }
}
