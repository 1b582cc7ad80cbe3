using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Updates;

/// <summary>One update of a headless run as it is kept.</summary>
/// <param name="Attempt">Whose.</param>
/// <param name="Sequence">Its number within the attempt, from 1 and without gaps.</param>
/// <param name="At">When the host took it in.</param>
/// <param name="Update">What was said or done.</param>
public sealed record KeptUpdate(AttemptId Attempt, long Sequence, DateTimeOffset At, AgentUpdate Update);
