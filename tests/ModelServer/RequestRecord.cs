using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer;

/// <summary>One request as <c>GET /_requests</c> shows it. Headers are left out: they hold the key.</summary>
public sealed record RequestRecord
{
    /// <summary>Counts from 1.</summary>
    public required int Number { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>The status of the answer; 0 when there was none (yet).</summary>
    public int Status { get; set; }

    public string? Model { get; set; }

    public bool Stream { get; set; }

    public int Messages { get; set; }

    /// <summary>Number of tools that the agent offered; 0 marks its side requests.</summary>
    public int Tools { get; set; }

    /// <summary>Tool results since the last prompt.</summary>
    public int Results { get; set; }

    public string? Prompt { get; set; }

    /// <summary>Every prompt of the conversation.</summary>
    public IReadOnlyList<string> Prompts { get; set; } = [];

    /// <summary>What the last call came back with.</summary>
    public string? LastResult { get; set; }

    public string? Effort { get; set; }

    public string? Directory { get; set; }

    internal void Note(Conversation conversation)
    {
        Model = conversation.Model;
        Stream = conversation.Stream;
        Messages = conversation.Messages;
        Tools = conversation.Tools.Count;
        Results = conversation.Results;
        (Prompt, Prompts) = (conversation.Prompt, conversation.Prompts);
        (LastResult, Effort) = (conversation.LastResult, conversation.Effort);
        Directory = conversation.Directory;
    }
}
