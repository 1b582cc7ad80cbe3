namespace Orchtui.Orchestration.Tasks;

/// <summary>Where a task stands. Written in snake case on disk and in JSON.</summary>
public enum TaskStatus
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
