using Orchtui.Agents;

namespace Orchtui.Host.Daemon;

/// <summary>A question as it stood on the screen of a pane when its agent's screen was read last.</summary>
/// <param name="Question">The question.</param>
/// <param name="FirstRow">Its first row.</param>
/// <param name="Rows">What its rows read.</param>
/// <param name="AskedAt">When these rows were first seen, as a timestamp of the clock.</param>
internal sealed record ShownQuestion(AgentQuestion Question, int FirstRow, IReadOnlyList<string> Rows, long AskedAt)
{
    /// <summary>The question of a reading of the screen; null when it holds none that can be found again.</summary>
    public static ShownQuestion? Of(AgentReading? reading, IReadOnlyList<string> rows, long now) =>
        reading?.State.Question is { Rows: { } range } question && range.First >= 0 && range.First <= range.Last && range.Last < rows.Count
            ? new ShownQuestion(question, range.First, [.. rows.Skip(range.First).Take(range.Last - range.First + 1)], now)
            : null;

    public bool Reads(ShownQuestion? other) => other is not null && Rows.SequenceEqual(other.Rows);
}
