namespace Orchtui.Hooks;

/// <summary>
/// Is told what happens to tasks and may refuse a start. Members are thread-safe; events come one at a time, in order per task.
/// </summary>
public interface ITaskHook
{
    /// <summary>What is always true of it. Read once, at registration.</summary>
    HookProfile Profile { get; }

    /// <summary>
    /// May refuse to start a task, or prepare its worktree. Asked only when the profile says so, before each attempt, once worktree and
    /// branch exist and before the agent is started. Hooks are asked one after another; the first that refuses decides.
    /// </summary>
    /// <param name="start">The attempt that is about to start.</param>
    /// <param name="cancellation">Ends it; the host's deadline is sixty seconds. A hook that is late or fails has not refused.</param>
    /// <returns>Whether it may start. A refused task becomes blocked, with the reason.</returns>
    Task<HookVerdict> BeforeStartAsync(TaskStart start, CancellationToken cancellation) => Task.FromResult(HookVerdict.Go);

    /// <summary>
    /// Is told that something happened. What is told is in the store already and cannot be undone. Kinds that a hook does not know are no
    /// concern of it: later versions of the host may add some.
    /// </summary>
    /// <param name="happened">What happened.</param>
    /// <param name="cancellation">Ends it; the host's deadline is sixty seconds. A slow hook delays its own later events only.</param>
    /// <returns>A task that ends when the hook is done with it.</returns>
    Task OnEventAsync(TaskEvent happened, CancellationToken cancellation);
}
