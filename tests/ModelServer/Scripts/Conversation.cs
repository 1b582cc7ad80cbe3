namespace Orchtui.ModelServer.Scripts;

/// <summary>What a scenario decides from: the last prompt and how far the agent has come with it.</summary>
internal sealed record Conversation
{
    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Number of messages sent, of any role.</summary>
    public required int Messages { get; init; }

    /// <summary>Names of the tools that the agent offers; none for its side requests (titles, summaries).</summary>
    public required IReadOnlySet<string> Tools { get; init; }

    /// <summary>The text of the last prompt, without what the agent program adds by itself.</summary>
    public required string Prompt { get; init; }

    /// <summary>Tool results since the last prompt.</summary>
    public required int Results { get; init; }

    /// <summary>Every prompt of the conversation, the last one included.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>What the last call came back with, or null.</summary>
    public string? LastResult { get; init; }

    /// <summary>How hard the model is asked to think, or null.</summary>
    public string? Effort { get; init; }

    /// <summary>The agent's working directory as it tells its model, or null.</summary>
    public required string? Directory { get; init; }

    /// <summary>What the agent names its session by, or an empty text.</summary>
    public required string Session { get; init; }
}
