using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>What the host saw of an attempt. A closed set; each is told to the engine with <see cref="TaskEngine.Post"/>.</summary>
public abstract record AttemptEvent(AttemptId Attempt);

/// <summary>Its process ended; 128 + n after signal n, -1 when unknown.</summary>
public sealed record AttemptExited(AttemptId Attempt, int ExitCode) : AttemptEvent(Attempt);

/// <summary>Evidence of its agent's state.</summary>
public sealed record AttemptObserved(AttemptId Attempt, EvidenceSource Source, AgentReading Reading) : AttemptEvent(Attempt);

/// <summary>
/// One thing that a headless run said or did, with its number within the attempt, from 1. May be told again after a restart.
/// </summary>
public sealed record AttemptUpdated(AttemptId Attempt, long Sequence, AgentUpdate Update) : AttemptEvent(Attempt);

/// <summary>The person typed into its pane.</summary>
public sealed record PersonTyped(AttemptId Attempt) : AttemptEvent(Attempt);

/// <summary>Its pane printed something. May be sent at most a few times per second.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="IsProgress">Whether it said something by that: a spinner that turns is no sign of life.</param>
public sealed record OutputSeen(AttemptId Attempt, bool IsProgress = true) : AttemptEvent(Attempt);
