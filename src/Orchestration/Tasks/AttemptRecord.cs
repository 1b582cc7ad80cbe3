using Orchtui.Agents;

namespace Orchtui.Orchestration.Tasks;

/// <summary>One try at a task, as the store has it.</summary>
public sealed record AttemptRecord
{
    public required AttemptId Id { get; init; }

    public AttemptState State { get; init; }

    public required string Agent { get; init; }

    public string? Model { get; init; }

    public AgentMode Mode { get; init; }

    /// <summary>The first 8 hexadecimal digits of the SHA-256 of what the agent was asked.</summary>
    public string PromptHash { get; init; } = "";

    public string? SessionId { get; init; }

    /// <summary>The pane it runs in; null before the start.</summary>
    public string? Pane { get; init; }

    /// <summary>The private folder with its launch files, events, spool and logs.</summary>
    public string Directory { get; init; } = "";

    /// <summary>128 + n after signal n; 124 after a time-out; null while it runs or when unknown.</summary>
    public int? ExitCode { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public decimal? CostUsd { get; init; }

    public AgentErrorClass ErrorClass { get; init; }

    public string Error { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether its process may still live.</summary>
    public bool Open => State is AttemptState.Starting or AttemptState.Running or AttemptState.Resting;
}

/// <summary>Where an attempt stands.</summary>
public enum AttemptState
{
    /// <summary>Claimed; the start may or may not have happened.</summary>
    Starting,

    /// <summary>The agent works.</summary>
    Running,

    /// <summary>The agent finished its turn and its pane stays open.</summary>
    Resting,

    Succeeded,
    Failed,
    Stopped,
    Interrupted,
    TimedOut,
}
