namespace Orchtui.Host.AgentRun;

/// <summary>
/// Shows the beginning and the end of a long output and says how much lies between: a failure tells its cause in its last lines, a command
/// what it is about in its first.
/// </summary>
internal sealed record Fold(int First, int Last)
{
    public static Fold OfOutput { get; } = new(3, 2);

    public static Fold OfFailure { get; } = new(4, 8);

    public static Fold OfDiff { get; } = new(16, 8);

    /// <summary>The lines that are not blank.</summary>
    public List<(string Text, bool IsHint)> Apply(string output) =>
        Apply([.. TranscriptText.Clean(output).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)]);

    public List<(string Text, bool IsHint)> Apply(IReadOnlyList<string> lines)
    {
        // One line is not worth a line that says that it is hidden.
        if (lines.Count <= First + Last + 1) return [.. lines.Select(line => (line, false))];
        return
        [
            .. lines.Take(First).Select(line => (line, false)),
            ($"… {lines.Count - First - Last} lines hidden", true),
            .. lines.TakeLast(Last).Select(line => (line, false)),
        ];
    }
}
