using System.Globalization;
using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// Reads a dialog: its title, what it is about, numbered answers, and a hint of how to answer at the very bottom. An answer names its
/// own key in brackets; one that names none is chosen by Enter where it is marked, else by its number.
/// </summary>
internal static partial class CodexDialog
{
    /// <summary>An answer may be broken over rows or be followed by its description.</summary>
    private const int MaxRowsBetweenAnswers = 6;

    /// <summary>A dialog may show a whole command; a question of more rows is cut in its middle.</summary>
    private const int MaxQuestionRows = 20;

    public static AgentQuestion? Read(IReadOnlyList<string> rows, CodexData data)
    {
        var hint = rows.Count - 1;
        while (hint >= 0 && rows[hint].Length == 0) hint--;
        if (hint < 0 || !data.DialogHint.IsMatch(rows[hint])) return null;
        var last = hint - 1;
        while (last >= 0 && rows[last].Length == 0) last--;
        // The last answer may go on over rows without a number.
        while (last >= 0 && rows[last].Length > 0 && !Option.IsMatch(rows[last])) last--;
        var first = last < 0 ? -1 : FirstOption(rows, last);
        if (first <= 0) return null;

        var top = Top(rows, first, data);
        var text = rows.Skip(top).Take(first - top).Select(row => row.Trim()).Where(row => row.Length > 0).ToList();
        if (text.Count == 0) return null;
        if (text.Count > MaxQuestionRows) text = [.. text.Take(MaxQuestionRows - 2), "…", text[^1]];
        var bottom = hint - 1;
        while (rows[bottom].Length == 0) bottom--;
        var options = Options(rows, first, bottom);
        var free = options.Find(option => data.FreeTextOption.IsMatch(option.Label));
        return new AgentQuestion(string.Join('\n', text), [.. options.Select(option => option with { Kind = KindOf(option, data) })])
        {
            Rows = new RowRange(top, bottom),
            TextKeys = free?.Keys,
        };
    }

    /// <summary>
    /// Where the dialog begins: at a title that is known, else below the last thing said above it, which ends with a blank row.
    /// </summary>
    private static int Top(IReadOnlyList<string> rows, int first, CodexData data)
    {
        var start = first - 1;
        while (start >= 0 && (rows[start].Length == 0 || rows[start][0] == ' '))
        {
            if (data.DialogTitles.IsMatch(rows[start])) return start;
            start--;
        }

        var top = start + 1;
        if (start >= 0)
            while (top < first && rows[top].Length > 0) top++;
        while (top < first && rows[top].Length == 0) top++;
        return top;
    }

    /// <summary>Goes up from the last answer, number by number, to the one numbered 1; -1 when the row is not complete.</summary>
    private static int FirstOption(IReadOnlyList<string> rows, int last)
    {
        var wanted = NumberOf(rows[last]);
        var passed = 0;
        for (var i = last; i >= 0 && passed <= MaxRowsBetweenAnswers; i--, passed++)
        {
            if (NumberOf(rows[i]) != wanted) continue;
            if (wanted == 1) return i;
            (wanted, passed) = (wanted - 1, 0);
        }

        return -1;
    }

    private static int NumberOf(string row) =>
        Option.Match(row) is { Success: true } match ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static List<AnswerOption> Options(IReadOnlyList<string> rows, int first, int bottom)
    {
        var options = new List<(string Number, bool Marked, string Label)>();
        foreach (var row in rows.Skip(first).Take(bottom - first + 1).Where(row => row.Length > 0))
        {
            if (Option.Match(row) is { Success: true } match)
                options.Add((match.Groups["number"].Value, match.Groups["mark"].Success, match.Groups["label"].Value));
            else options[^1] = options[^1] with { Label = $"{options[^1].Label} {row.Trim()}" };
        }

        return [.. options.Select(Answer)];
    }

    private static AnswerOption Answer((string Number, bool Marked, string Label) option)
    {
        if (OwnKey.Match(option.Label) is not { Success: true } own)
            return new AnswerOption(option.Number, option.Label) { Keys = [option.Marked ? "Enter" : option.Number] };
        var key = own.Groups["key"].Value;
        return new AnswerOption(key, option.Label[..own.Index].TrimEnd()) { Keys = [key == "esc" ? "Escape" : key] };
    }

    private static AnswerKind KindOf(AnswerOption option, CodexData data) =>
        data.AllowAlways.IsMatch(option.Label) ? AnswerKind.AllowAlways
        : data.AllowOnce.IsMatch(option.Label) ? AnswerKind.AllowOnce
        : data.Deny.IsMatch(option.Label) ? AnswerKind.Deny
        : AnswerKind.Choice;

    [GeneratedRegex(@"^\s*(?<mark>›)?\s*(?<number>\d{1,2})\. (?<label>.*\S)")]
    private static partial Regex Option { get; }

    [GeneratedRegex(@"\s*\((?<key>[a-z0-9]|esc)\)$")]
    private static partial Regex OwnKey { get; }
}
