using Orchtui.Tasks;

namespace Orchtui.Decisions;

/// <summary>What to do next, and why.</summary>
public sealed record Decision
{
    /// <summary>One line for the queue.</summary>
    public required string Title { get; init; }

    /// <summary>What the agent is to be asked. Names files by their path relative to the workspace.</summary>
    public required string Prompt { get; init; }

    /// <summary>The agent to ask: one of <see cref="DecisionRequest.Agents"/>.</summary>
    public required string Agent { get; init; }

    /// <summary>How soon.</summary>
    /// <value>Default: <see cref="TaskPriority.Medium"/>.</value>
    public TaskPriority Priority { get; init; } = TaskPriority.Medium;

    /// <summary>How long it will take, as far as can be told.</summary>
    public TimeSpan EstimatedDuration { get; init; }

    /// <summary>Why this and why this agent, in words a person can check.</summary>
    public required string Rationale { get; init; }

    /// <summary>How sure the engine is.</summary>
    /// <value>Range: 0 to 1; the host clamps what lies outside.</value>
    public double Confidence { get; init; }

    /// <summary>What else to keep with it, such as <c>decision_path</c> or <c>top_file</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
