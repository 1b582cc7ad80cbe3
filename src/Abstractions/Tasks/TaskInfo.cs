namespace Orchtui.Tasks;

/// <summary>A task as a plugin sees it: a snapshot of the moment it was asked, which never changes.</summary>
public sealed record TaskInfo
{
    /// <summary>Its number, unique in one home, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What the agent is asked; the title when nothing more was written. May hold any text.</summary>
    public required string Prompt { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>Why it stands there, in words for a person.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The id of its agent; null until one was chosen.</summary>
    public string? Agent { get; init; }

    /// <summary>The model it asks for; null for the agent's own default.</summary>
    public string? Model { get; init; }

    /// <summary>Where it came from: <c>manual</c>, <c>github</c>, <c>cron</c>, <c>mention</c>, <c>overnight</c>, <c>api</c> or <c>mcp</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Its id in the system it came from, such as <c>owner/repo#123</c>; null for one that was born here.</summary>
    public string? ExternalRef { get; init; }

    /// <summary>Which of two waiting tasks goes first.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Medium;

    /// <summary>Its labels, in no particular order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The absolute path of the main repository.</summary>
    public required string Project { get; init; }

    /// <summary>Its branch; null while there is none.</summary>
    public string? Branch { get; init; }

    /// <summary>The absolute path of its worktree; null while there is none.</summary>
    public string? Worktree { get; init; }

    /// <summary>How many attempts were made, the running one included.</summary>
    public int Attempts { get; init; }

    /// <summary>The id of the conversation; null while it is not known.</summary>
    public string? SessionId { get; init; }

    /// <summary>Tokens used by all attempts, in and out.</summary>
    public long Tokens { get; init; }

    /// <summary>What all attempts cost, in US dollars; null when nothing is known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything of it changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>Nobody has been chosen for it yet.</summary>
    New,

    /// <summary>It has an agent and waits for its turn.</summary>
    Routed,

    /// <summary>An agent works on it.</summary>
    InProgress,

    /// <summary>The work is there and not landed yet.</summary>
    InReview,

    /// <summary>Landed, merged, or nothing to land.</summary>
    Done,

    /// <summary>It waits for children or infrastructure.</summary>
    Blocked,

    /// <summary>A person must look.</summary>
    NeedsReview,

    /// <summary>A job or overnight task that failed.</summary>
    Failed,

    /// <summary>It will not be done.</summary>
    Cancelled,
}

/// <summary>Which of two waiting tasks goes first.</summary>
public enum TaskPriority
{
    /// <summary>Before the others.</summary>
    High,

    /// <summary>In its turn.</summary>
    Medium,

    /// <summary>After the others.</summary>
    Low,
}
