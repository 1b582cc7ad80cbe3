using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

/// <summary>Which tasks to list. All criteria must hold; null means any.</summary>
public sealed record TaskQuery
{
    public IReadOnlyList<TaskStatus>? Statuses { get; init; }

    public string? Project { get; init; }

    public string? Agent { get; init; }

    /// <summary>The id in another system, such as <c>owner/repo#123</c>.</summary>
    public string? ExternalRef { get; init; }

    /// <summary>A part of the title, whatever the case of its ASCII letters.</summary>
    public string? Text { get; init; }

    /// <summary>Only tasks that follow this one (<see cref="TaskRecord.After"/>).</summary>
    public TaskId? After { get; init; }

    /// <summary>Only tasks with a smaller id, for the next page of a list that shows the newest first.</summary>
    public TaskId? Before { get; init; }

    public TaskOrder Order { get; init; }

    /// <summary>How many at most.</summary>
    /// <value>Default: 500.</value>
    public int Limit { get; init; } = 500;
}

/// <summary>In which order tasks are listed.</summary>
public enum TaskOrder
{
    NewestFirst,

    /// <summary>The order in which they get their turn: priority, then age.</summary>
    Dispatch,
}

/// <summary>One change of status that is asked for.</summary>
public sealed record TransitionRequest
{
    public required TaskId Task { get; init; }

    /// <summary>The status the caller believes it has; null for any. If it moved on meanwhile, the request is refused.</summary>
    public TaskStatus? From { get; init; }

    public required TaskStatus To { get; init; }

    public required TransitionCause Cause { get; init; }

    /// <summary>What it rests on. Becomes the task's reason unless <see cref="Change"/> names another.</summary>
    public required string Evidence { get; init; }

    public required DateTimeOffset At { get; init; }

    public TaskChange Change { get; init; } = new();

    /// <summary>An attempt to keep in the same transaction.</summary>
    public AttemptRecord? Attempt { get; init; }
}

/// <summary>What an engine is ready to run.</summary>
public sealed record ClaimRequest
{
    public required DateTimeOffset At { get; init; }

    /// <summary>How many tasks may be in progress at once.</summary>
    public required int Slots { get; init; }

    /// <summary>Agents that cannot be started now; their tasks are passed over.</summary>
    public IReadOnlyList<AgentNeed> NotStartable { get; init; } = [];

    /// <summary>The only tasks that may be taken; null for all.</summary>
    public IReadOnlyList<TaskId>? Only { get; init; }

    /// <summary>Tasks that are passed over.</summary>
    public IReadOnlyList<TaskId> Except { get; init; } = [];
}

/// <summary>An agent, and the kept environment in which it is looked for.</summary>
public readonly record struct AgentNeed(string Agent, string? Environment);

/// <summary>A task that was taken, with its attempt; both null when there was none to take.</summary>
public sealed record Claim(TaskRecord? Task, AttemptRecord? Attempt)
{
    public static Claim None { get; } = new(null, null);
}
