using System.Globalization;
using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>The parts of the CLI's screen that rules speak of.</summary>
internal enum ScreenArea
{
    /// <summary>A dialog with numbered answers that stands where the prompt would stand.</summary>
    Dialog,

    /// <summary>The rows below the prompt box.</summary>
    Footer,

    /// <summary>The last thing said above the prompt box, as one line without its mark.</summary>
    Message,

    /// <summary>The line that tells how the turn goes, above the prompt box.</summary>
    Status,

    /// <summary>The prompt line itself.</summary>
    Prompt,

    /// <summary>Every row.</summary>
    Screen,
}

/// <summary>
/// Takes a screen apart from the bottom, where the CLI keeps what is current. Anything above may be a quotation: a dialog counts only
/// when no prompt stands below it, and a message only when it is the last one.
/// </summary>
internal sealed partial class CliScreen
{
    /// <summary>Below the answers of a dialog stands at most a hint.</summary>
    private const int MaxRowsBelowDialog = 3;

    /// <summary>An answer may be broken over rows or be followed by its description.</summary>
    private const int MaxRowsBetweenAnswers = 6;

    /// <summary>A dialog may show a whole file; a question of more rows is cut in its middle.</summary>
    private const int MaxQuestionRows = 20;

    private readonly Dictionary<ScreenArea, IReadOnlyList<string>> _areas = [];

    private CliScreen() { }

    public IReadOnlyList<string> this[ScreenArea area] => _areas.GetValueOrDefault(area, []);

    /// <summary>The dialog as a question; null when there is none.</summary>
    public AgentQuestion? Question { get; private set; }

    public static CliScreen Read(IReadOnlyList<string> rows)
    {
        var screen = new CliScreen();
        screen._areas[ScreenArea.Screen] = rows;
        var prompt = FindPrompt(rows);
        if (prompt < 0) screen.ReadDialog(rows);
        else screen.ReadAround(rows, prompt);
        return screen;
    }

    /// <summary>
    /// The prompt line stands between two rules across the screen. Its mark is followed by a no-break space, that of a chosen answer by
    /// a plain one.
    /// </summary>
    private static int FindPrompt(IReadOnlyList<string> rows)
    {
        for (var i = rows.Count - 1; i > 0; i--)
            if (rows[i].StartsWith('❯') && !rows[i].StartsWith("❯ ", StringComparison.Ordinal) && IsRule(rows[i - 1])) return i;
        return -1;
    }

    private void ReadAround(IReadOnlyList<string> rows, int prompt)
    {
        var end = prompt + 1;
        while (end < rows.Count && !IsRule(rows[end])) end++;
        _areas[ScreenArea.Prompt] = [rows[prompt]];
        _areas[ScreenArea.Footer] = [.. rows.Skip(end + 1).Where(row => row.Length > 0)];

        var above = rows.Take(prompt - 1).ToList();
        var status = above.FindLastIndex(row => row.Length > 0);
        if (status >= 0 && StatusLine.IsMatch(above[status])) _areas[ScreenArea.Status] = [above[status]];
        else status = above.Count;

        var message = above.FindLastIndex(Math.Max(0, status - 1), row => MessageStart.IsMatch(row));
        if (message < 0) return;
        var block = above.Skip(message).Take(status - message).TakeWhile(row => row.Length > 0).Select(row => row.Trim());
        _areas[ScreenArea.Message] = [string.Join(' ', block)[1..].TrimStart()];
    }

    private void ReadDialog(IReadOnlyList<string> rows)
    {
        var last = LastIndex(rows, row => Option.IsMatch(row));
        if (last < 0 || rows.Skip(last + 1).Count(row => row.Length > 0) > MaxRowsBelowDialog) return;
        var first = FirstOption(rows, last);
        if (first < 0) return;
        var top = first - 1;
        while (top >= 0 && !IsRule(rows[top])) top--;
        var text = rows.Skip(top + 1).Take(first - top - 1).Select(row => row.Trim().Trim('╌')).Where(row => row.Length > 0).ToList();
        // Joined, since a sentence may be broken over two rows.
        _areas[ScreenArea.Dialog] = [string.Join(' ', text)];
        if (text.Count > MaxQuestionRows) text = [.. text.Take(MaxQuestionRows - 2), "…", text[^1]];
        Question = new AgentQuestion(string.Join('\n', text), Options(rows, first, last));
    }

    /// <summary>
    /// Goes up from the last answer, number by number, to the one numbered 1; -1 when the row is not complete. Descriptions, blank rows
    /// and a rule may stand between two answers.
    /// </summary>
    private static int FirstOption(IReadOnlyList<string> rows, int last)
    {
        var wanted = KeyOf(rows[last]);
        var passed = 0;
        for (var i = last; i >= 0 && passed <= MaxRowsBetweenAnswers; i--, passed++)
        {
            if (KeyOf(rows[i]) != wanted) continue;
            if (wanted == 1) return i;
            (wanted, passed) = (wanted - 1, 0);
        }

        return -1;
    }

    private static int KeyOf(string row) =>
        Option.Match(row) is { Success: true } match ? int.Parse(match.Groups["key"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static List<AnswerOption> Options(IReadOnlyList<string> rows, int first, int last)
    {
        var options = new List<AnswerOption>();
        foreach (var row in rows.Skip(first).Take(last - first + 1))
        {
            if (Option.Match(row) is { Success: true } match)
                options.Add(new AnswerOption(match.Groups["key"].Value, match.Groups["label"].Value));
            else if (row.Length > 0 && !IsRule(row))
                options[^1] = options[^1] with { Label = $"{options[^1].Label} {row.Trim()}" };
        }

        return options;
    }

    private static int LastIndex(IReadOnlyList<string> rows, Func<string, bool> matches)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
            if (matches(rows[i])) return i;
        return -1;
    }

    private static bool IsRule(string row) => row.Length >= 10 && row.AsSpan().Trim().Trim('─').IsEmpty;

    [GeneratedRegex(@"^\s*(?:❯\s*)?(?<key>\d{1,2})\. (?<label>.*\S)")]
    private static partial Regex Option { get; }

    [GeneratedRegex(@"^\s*[●⎿] ")]
    private static partial Regex MessageStart { get; }

    /// <summary>A glyph that turns, then what is being done or was done.</summary>
    [GeneratedRegex(@"^[✻✽✶✳✢·∗*+] \S")]
    private static partial Regex StatusLine { get; }
}
