using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Why an agent's state is what it is: the state, what each source says now, and the changes so far.</summary>
public sealed record AgentExplanation(
    TrackedState Current, IReadOnlyList<EvidenceClaim> Claims, IReadOnlyList<StateChange> Changes);

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
