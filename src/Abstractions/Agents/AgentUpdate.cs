using System.Text.Json.Serialization;

namespace Orchtui.Agents;

/// <summary>
/// One thing a running agent said or did, in the kinds of the Agent Client Protocol where it has one. Serialised with the
/// discriminator <c>kind</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AgentMessage), "agent_message_chunk")]
[JsonDerivedType(typeof(AgentThought), "agent_thought_chunk")]
[JsonDerivedType(typeof(ToolCall), "tool_call")]
[JsonDerivedType(typeof(ToolCallUpdate), "tool_call_update")]
[JsonDerivedType(typeof(AgentPlan), "plan")]
[JsonDerivedType(typeof(SessionStarted), "session")]
[JsonDerivedType(typeof(UsageReport), "usage")]
[JsonDerivedType(typeof(RetryReport), "retry")]
[JsonDerivedType(typeof(RunEnded), "ended")]
public abstract record AgentUpdate;

/// <summary>Text the agent addresses to the person.</summary>
/// <param name="Text">The text; a part of a message or all of it.</param>
public sealed record AgentMessage(string Text) : AgentUpdate;

/// <summary>Text the agent addresses to itself.</summary>
/// <param name="Text">The text.</param>
public sealed record AgentThought(string Text) : AgentUpdate;

/// <summary>The agent uses a tool.</summary>
/// <param name="CallId">The id that later updates of the same call carry.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Summary">The arguments as one line a person can read, such as the command or the file.</param>
public sealed record ToolCall(string CallId, string Name, string Summary) : AgentUpdate;

/// <summary>A tool's use went on or ended.</summary>
/// <param name="CallId">The call's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Output">What it gave, or the error; may be long.</param>
public sealed record ToolCallUpdate(string CallId, ToolCallStatus Status, string Output) : AgentUpdate
{
    /// <summary>The files it changed, where the agent tells how; empty otherwise.</summary>
    public IReadOnlyList<FileChange> Changes { get; init; } = [];
}

/// <summary>A change of one file.</summary>
/// <param name="Path">The file, by its place in the worktree where it lies in it.</param>
/// <param name="Diff">The hunks of a unified diff, without file headers; empty when only the name is known.</param>
public sealed record FileChange(string Path, string Diff);

/// <summary>What the agent means to do, as a whole: a later plan replaces an earlier one.</summary>
/// <param name="Entries">Its steps, in order.</param>
public sealed record AgentPlan(IReadOnlyList<PlanEntry> Entries) : AgentUpdate;

/// <summary>One step of a plan.</summary>
/// <param name="Content">What is to be done.</param>
/// <param name="Status">Where it stands.</param>
public sealed record PlanEntry(string Content, PlanStatus Status);

/// <summary>Where a step of a plan stands.</summary>
public enum PlanStatus
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It is being done.</summary>
    InProgress,

    /// <summary>It is done.</summary>
    Completed,
}

/// <summary>Where a tool call stands.</summary>
public enum ToolCallStatus
{
    /// <summary>It runs.</summary>
    Started,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>It failed or was refused.</summary>
    Error,
}

/// <summary>The conversation's id became known.</summary>
/// <param name="SessionId">The id with which it can be resumed.</param>
/// <param name="Model">The model that answers; null when not said.</param>
public sealed record SessionStarted(string SessionId, string? Model) : AgentUpdate;

/// <summary>What the run has used so far, in total.</summary>
/// <param name="Usage">Tokens and cost since the run's start.</param>
public sealed record UsageReport(AgentUsage Usage) : AgentUpdate;

/// <summary>A request failed and is tried again.</summary>
/// <param name="Attempt">Which try comes next, from 1.</param>
/// <param name="Delay">How long until it.</param>
/// <param name="Error">Why.</param>
/// <param name="ErrorClass">The class of the failure.</param>
public sealed record RetryReport(int Attempt, TimeSpan Delay, string Error, AgentErrorClass ErrorClass) : AgentUpdate;

/// <summary>The run is over. Written last, once.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="ExitCode">The program's exit code; 128 + n after signal n.</param>
public sealed record RunEnded(AgentRunResult Result, int ExitCode) : AgentUpdate;
