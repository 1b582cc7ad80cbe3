using System.Globalization;
using Orchtui.Terminal.Unicode;

namespace Orchtui.Host.AgentRun;

/// <summary>Texts of strangers, made fit to be printed into a pane.</summary>
internal static class TranscriptText
{
    private const int MaxLine = 400;

    /// <summary>Below this nothing readable would be left.</summary>
    private const int LeastColumns = 20;

    private const string TabAsSpaces = "    ";

    public static string Line(string text)
    {
        var line = Clean(text).ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxLine ? line : $"{line[..MaxLine]}…";
    }

    /// <summary>Without control characters other than line ends and tabs: an escape sequence would draw where it likes.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) return text;
        return string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t'));
    }

    /// <summary>One line within so many columns; a cut is shown by its last column.</summary>
    public static string Cut(string line, int columns)
    {
        line = line.Replace("\t", TabAsSpaces, StringComparison.Ordinal);
        columns = Math.Max(columns, LeastColumns);
        var used = 0;
        var end = -1;
        var clusters = StringInfo.GetTextElementEnumerator(line);
        while (clusters.MoveNext())
        {
            used += CharacterWidth.Of(clusters.GetTextElement());
            if (used >= columns && end < 0) end = clusters.ElementIndex;
            if (used > columns) return $"{line[..end]}…";
        }

        return line;
    }
}

/// <summary>The sixteen colours and two weights, each ended by its own opposite, so that they nest.</summary>
internal static class Paint
{
    public static string Bold(string text) => $"\e[1m{text}\e[22m";

    public static string Dim(string text) => $"\e[2m{text}\e[22m";

    public static string Red(string text) => $"\e[31m{text}\e[39m";

    public static string Green(string text) => $"\e[32m{text}\e[39m";

    public static string Yellow(string text) => $"\e[33m{text}\e[39m";

    public static string Cyan(string text) => $"\e[36m{text}\e[39m";
}
