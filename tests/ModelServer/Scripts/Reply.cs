namespace Orchtui.ModelServer.Scripts;

/// <summary>The closed set of things the server does with a request to the model.</summary>
internal abstract record Reply;

/// <summary>A finished text; the turn ends.</summary>
internal sealed record Say(string Text) : Reply;

/// <summary>A call of one tool, announced by a short text.</summary>
internal sealed record Call(ToolCall Tool) : Reply;

/// <summary>An error answer as the service words it.</summary>
internal sealed record Refuse(int Status, string Type, string Message, IReadOnlyList<(string Name, string Value)> Headers) : Reply;

/// <summary>Never an answer; with <paramref name="Started"/> the stream begins and then stalls.</summary>
internal sealed record Stall(bool Started) : Reply;

/// <summary>The connection is cut without an answer; with <paramref name="Started"/> the stream begins before that.</summary>
internal sealed record Drop(bool Started = false) : Reply;
