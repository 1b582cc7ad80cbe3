namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// One change of status that happened. It comes from no status when the task was born. The evidence is what the change rests on, in
/// words a person can check.
/// </summary>
public sealed record TaskTransition(
    TaskId Task, DateTimeOffset At, TaskStatus? From, TaskStatus To, TransitionCause Cause, string Evidence);

/// <summary>Why a task changes its status.</summary>
public enum TransitionCause
{
    Added,
    Routed,
    Dispatched,

    /// <summary>Evidence of the turn's end, or a clean end of the run.</summary>
    TurnEnded,

    /// <summary>The agent failed, died or could not be started; a person must look.</summary>
    RunFailed,

    /// <summary>A job's or overnight task's run failed.</summary>
    JobFailed,

    /// <summary>Host or machine went away under it.</summary>
    Interrupted,

    /// <summary>A person stopped the run.</summary>
    Stopped,

    /// <summary>Worktree, tool or children are missing.</summary>
    Blocked,
    Unblocked,

    /// <summary>A person typed into the agent's pane after its turn.</summary>
    Reopened,
    ChangesRequested,

    /// <summary>Another agent shall try.</summary>
    Rerouted,
    Retried,
    Landed,
    Merged,
    ReviewFailed,
    Discarded,
    Cancelled,
    Closed,
}
