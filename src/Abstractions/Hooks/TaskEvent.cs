using Orchtui.Tasks;

namespace Orchtui.Hooks;

/// <summary>Something that happened to a task.</summary>
public sealed record TaskEvent
{
    /// <summary>What.</summary>
    public required TaskEventKind Kind { get; init; }

    /// <summary>The task, as it was right after it.</summary>
    public required TaskInfo Task { get; init; }

    /// <summary>For a transition: where it stood before; null when it was just added, or when the host started in between.</summary>
    public TaskState? From { get; init; }

    /// <summary>
    /// For a transition: why, as one word of the task's history, such as <c>dispatched</c>, <c>turn_ended</c>, <c>landed</c>,
    /// <c>run_failed</c>. Empty otherwise.
    /// </summary>
    public string Cause { get; init; } = "";

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What can happen to a task.</summary>
public enum TaskEventKind
{
    /// <summary>Its state changed, or it was added: <see cref="TaskEvent.From"/>, <see cref="TaskInfo.State"/>, <see cref="TaskEvent.Cause"/>.</summary>
    Transition,

    /// <summary>It got a worktree: <see cref="TaskInfo.Worktree"/>, <see cref="TaskInfo.Branch"/>.</summary>
    WorktreeCreated,

    /// <summary>A conversation with its agent began and its id is known: <see cref="TaskInfo.SessionId"/>.</summary>
    SessionStarted,

    /// <summary>Its agent's turn or run ended. Told right before the transition that follows from it.</summary>
    SessionEnded,

    /// <summary>Its branch was pushed.</summary>
    BranchPushed,

    /// <summary>A pull request was opened for it.</summary>
    PullRequestOpened,
}
