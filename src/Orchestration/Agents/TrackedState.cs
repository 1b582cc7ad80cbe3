using Orchtui.Agents;

namespace Orchtui.Orchestration.Agents;

/// <summary>What an agent is doing, as far as the evidence goes.</summary>
public sealed record TrackedState
{
    public required AgentState State { get; init; }

    /// <summary>The evidence that decided; null when there is none.</summary>
    public EvidenceSource? Source { get; init; }

    /// <summary>That evidence in words.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>It should be doing something and has given no sign of life for too long.</summary>
    public bool Stuck { get; init; }
}

/// <summary>One change that happened, for <c>agent explain</c>.</summary>
public sealed record StateChange(DateTimeOffset At, AgentState From, TrackedState To);

/// <summary>
/// What one source says now. It has said so since <see cref="Since"/> and repeated it at <see cref="At"/>.
/// </summary>
public sealed record EvidenceClaim(EvidenceSource Source, AgentReading Reading, DateTimeOffset Since, DateTimeOffset At)
{
    public AgentActivity Activity => Reading.State.Activity;
}
