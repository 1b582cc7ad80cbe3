namespace Orchtui.ModelServer.Scripts;

/// <summary>One tool call per answer, in order, then a final text.</summary>
internal sealed record Script(IReadOnlyList<ToolCall> Steps, string FinalText)
{
    /// <summary>The answer to a conversation in which so many calls have come back already.</summary>
    public Reply After(int results) => results < Steps.Count ? new Call(Steps[results]) : new Say(FinalText);
}
