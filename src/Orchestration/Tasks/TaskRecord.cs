using Orchtui.Agents;

namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// A task as the store has it. An immutable snapshot: whoever holds one holds the past. It changes only through the engine, and its
/// status only along the arrows of <see cref="TaskMachine"/>.
/// </summary>
public sealed record TaskRecord
{
    public required TaskId Id { get; init; }

    public required string Title { get; init; }

    /// <summary>The prompt; blank when the title says it all.</summary>
    public string Body { get; init; } = "";

    public TaskStatus Status { get; init; }

    /// <summary>The id of the agent; null until one was chosen.</summary>
    public string? Agent { get; init; }

    public string? Model { get; init; }

    public TaskSource Source { get; init; }

    /// <summary>The id in the system it came from, such as <c>owner/repo#123</c>.</summary>
    public string? ExternalRef { get; init; }

    public TaskPriority Priority { get; init; } = TaskPriority.Medium;

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The absolute path of the main repository.</summary>
    public required string Project { get; init; }

    public string? Branch { get; init; }

    /// <summary>The absolute path of the worktree; null while there is none.</summary>
    public string? Worktree { get; init; }

    /// <summary>The commit the branch started from.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>
    /// The branch the work started from and is landed in; <see cref="Git.StartPoint.NoBranch"/> when none was checked out, null when
    /// it is not known (no worktree yet, or one from before this was recorded).
    /// </summary>
    public string? BaseBranch { get; init; }

    /// <summary>How many attempts were made, the running one included.</summary>
    public int Attempts { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Whether the next attempt goes on with <see cref="SessionId"/> instead of starting anew.</summary>
    public bool Resume { get; init; }

    public AgentMode Mode { get; init; } = AgentMode.Headless;

    /// <summary>It starts only once that task is finished, and from its branch.</summary>
    public TaskId? After { get; init; }

    /// <summary>A person asked to wait with it.</summary>
    public bool Held { get; init; }

    /// <summary>Not to be started before this time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The id of the caller's environment in the environment store.</summary>
    public string? Environment { get; init; }

    /// <summary>Why it is where it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why it does not run, the one binding reason. Worked out when asked, not stored.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Tokens used by all attempts, in and out.</summary>
    public long Tokens { get; init; }

    /// <summary>What all attempts cost, as far as known; null when nothing is known.</summary>
    public decimal? CostUsd { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the agent is asked.</summary>
    public string Prompt => string.IsNullOrWhiteSpace(Body) ? Title : Body;

    /// <summary>Whether it is over, for good unless a person retries it.</summary>
    public bool Ended => Status is TaskStatus.Done or TaskStatus.Cancelled or TaskStatus.Failed;
}
