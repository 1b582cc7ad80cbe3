namespace Orchtui.Pty;

/// <summary>
/// What a program started, taken down by handle before the program is ended: an agent runs its commands in sessions of their own,
/// which neither the hang-up of the terminal nor a signal to the process group reaches. A handle never means another process that got
/// the number later.
/// </summary>
public sealed class Leftovers : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly List<PidHandle> _processes;

    private Leftovers(List<PidHandle> processes) => _processes = processes;

    public static Leftovers Of(int pid) => Open(ProcessTable.DescendantsOf(pid));

    /// <summary>
    /// What came to a subreaper because whoever had started it is gone, with all that it started itself: only what was started with a
    /// variable, which tells the daemons of one kind of program from those of another.
    /// </summary>
    public static Leftovers OrphansOf(int reaper, IReadOnlyCollection<int> ownChildren, string variable)
    {
        var orphans = ProcessTable.ChildrenOf(reaper).Where(pid => !ownChildren.Contains(pid) && ProcessTable.WasStartedWith(pid, variable));
        return Open(orphans.SelectMany(pid => ProcessTable.DescendantsOf(pid).Prepend(pid)));
    }

    private static Leftovers Open(IEnumerable<int> processes) =>
        new([.. processes.Select(pid => PidHandle.TryOpen(pid, out _)).OfType<PidHandle>()]);

    /// <summary>Ends those that still live: politely, and after a moment by force.</summary>
    public async Task EndAsync(TimeProvider time)
    {
        Send(Signal.Terminate);
        var begun = time.GetTimestamp();
        while (_processes.Exists(process => !process.HasEnded) && time.GetElapsedTime(begun) < Grace)
            await Task.Delay(LookEvery, time).ConfigureAwait(false);
        Kill();
    }

    /// <summary>Ends those that still live, at once and by force.</summary>
    public void Kill() => Send(Signal.Kill);

    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private void Send(Signal signal)
    {
        foreach (var process in _processes.Where(process => !process.HasEnded)) ProcessSignals.Send(process.Pid, signal);
    }
}
