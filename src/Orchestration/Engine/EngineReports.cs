using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Why an agent's state is what it is: the state, what each source says now, and the changes so far.</summary>
public sealed record AgentExplanation(
    TrackedState Current, IReadOnlyList<EvidenceClaim> Claims, IReadOnlyList<StateChange> Changes);

/// <summary>What a task's agent is doing, or did last.</summary>
public sealed record TaskExplanation
{
    public required TaskRecord Task { get; init; }

    /// <summary>The last attempt; null when there was none.</summary>
    public AttemptRecord? Attempt { get; init; }

    /// <summary>What is known of the agent now; null when it is not running, or not found again yet.</summary>
    public AgentExplanation? Agent { get; init; }

    /// <summary>What its agent was believed to do in the course of the attempt, as it was kept; oldest first.</summary>
    public IReadOnlyList<AgentChange> Changes { get; init; } = [];

    /// <summary>The state in words, with what it rests on.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened to the task since that attempt began.</summary>
    public IReadOnlyList<TaskTransition> History { get; init; } = [];
}

/// <summary>What became of the attempts that were open when the host went away.</summary>
public sealed record RecoveryReport
{
    /// <summary>They live and are watched again.</summary>
    public IReadOnlyList<AttemptId> Adopted { get; init; } = [];

    /// <summary>They ended meanwhile and their end is known.</summary>
    public IReadOnlyList<AttemptId> Ended { get; init; } = [];

    /// <summary>Nothing is known of their end; the tasks wait for their turn again.</summary>
    public IReadOnlyList<AttemptId> Interrupted { get; init; } = [];
}
