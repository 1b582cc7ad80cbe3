using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Agents;

/// <summary>A change of what an agent was believed to do, as it is kept: with the evidence that decided.</summary>
/// <param name="Attempt">Whose agent.</param>
/// <param name="At">When.</param>
/// <param name="From">What it was believed to do before.</param>
/// <param name="To">What since.</param>
/// <param name="Source">The evidence that decided; null when there was none.</param>
/// <param name="Reason">That evidence in words.</param>
/// <param name="Stuck">Whether it had given no sign of life for too long.</param>
public sealed record AgentChange(
    AttemptId Attempt, DateTimeOffset At, AgentActivity From, AgentActivity To, EvidenceSource? Source, string Reason, bool Stuck);
