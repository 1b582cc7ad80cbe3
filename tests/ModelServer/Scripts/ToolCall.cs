using System.Text.Json.Nodes;

namespace Orchtui.ModelServer.Scripts;

/// <summary>
/// What a script lets the agent do, in words that no vendor owns; the wire format's folder knows the vendor's name and arguments for it.
/// Paths may be relative to the agent's working directory.
/// </summary>
internal abstract record ToolCall;

internal sealed record WriteFile(string Path, string Text) : ToolCall;

internal sealed record EditFile(string Path, string Old, string New) : ToolCall;

internal sealed record ReadFile(string Path) : ToolCall;

/// <summary>A command. With a reason to be let out of the sandbox, agents that know such a thing ask for it.</summary>
internal sealed record RunCommand(string Command, string? Why = null) : ToolCall;

/// <summary>A question to the person at the agent, with the answers to choose from.</summary>
internal sealed record AskQuestion(string Question, IReadOnlyList<string> Options) : ToolCall;

/// <summary>No call at all: what another scenario does, at this point of the conversation.</summary>
internal sealed record PlayScenario(string Name) : ToolCall;

/// <summary>A tool that only one agent has, by its own name and with its own arguments, passed as they are.</summary>
internal sealed record OwnTool(string Name, JsonObject Input) : ToolCall;
