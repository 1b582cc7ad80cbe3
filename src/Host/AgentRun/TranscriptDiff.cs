using System.Text;
using Orchtui.Agents;

namespace Orchtui.Host.AgentRun;

/// <summary>A change of a file as <c>git diff</c> shows it: colours for those who have them, signs for all.</summary>
internal static class TranscriptDiff
{
    private const int Indent = 4;

    public static string Render(FileChange change, int columns)
    {
        var lines = change.Diff.Split('\n').Select(TranscriptText.Clean).Where(line => line.Length > 0).ToArray();
        var (added, removed) = (lines.Count(line => line[0] == '+'), lines.Count(line => line[0] == '-'));
        var counts = lines.Length > 0 ? $" {Paint.Green($"+{added}")} {Paint.Red($"-{removed}")}" : "";
        var text = new StringBuilder().Append($"{TranscriptText.Cut(TranscriptText.Line(change.Path), columns - 16)}{counts}\n");
        foreach (var (line, isHint) in Fold.OfDiff.Apply(lines))
            text.Append(' ', Indent).Append(isHint ? Paint.Dim(line) : Coloured(TranscriptText.Cut(line, columns - Indent))).Append('\n');
        return text.ToString();
    }

    private static string Coloured(string line) => line[0] switch
    {
        '+' => Paint.Green(line),
        '-' => Paint.Red(line),
        '@' => Paint.Cyan(line),
        '\\' => Paint.Dim(line),
        _ => line,
    };
}
