using Orchtui.Agents;

namespace Orchtui.Orchestration.Inbox;

/// <summary>An answer that somebody gives to a question from elsewhere than its pane.</summary>
public sealed record AnswerRequest
{
    /// <summary>The question's id (<see cref="OpenQuestion.Id"/>), or the task's number for whatever it asks now.</summary>
    public required string Question { get; init; }

    /// <summary>What the answer is to mean, where the question offers that; null when option or text is given.</summary>
    public AnswerKind? Kind { get; init; }

    /// <summary>An option's id, or its number in the list from 1.</summary>
    public string? Option { get; init; }

    /// <summary>Text of the person's own.</summary>
    public string? Text { get; init; }

    /// <summary>Who answers, for the receipt.</summary>
    public required string By { get; init; }
}
