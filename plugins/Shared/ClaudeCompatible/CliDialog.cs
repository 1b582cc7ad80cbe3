using System.Globalization;
using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>One answer of a dialog as it stands on the screen.</summary>
/// <param name="Number">The number before it.</param>
/// <param name="Label">Its text, put together from all its rows.</param>
/// <param name="IsMarked">Whether the mark stands at it.</param>
internal sealed record DialogAnswer(int Number, string Label, bool IsMarked);

/// <summary>
/// A dialog with numbered answers, read from the bottom up: the answers must be complete down to the number 1, and at most a hint may
/// stand below them, so that a list which an agent merely printed is not taken for one.
/// </summary>
/// <param name="Line">The whole question in one line, since a sentence may be broken over two rows.</param>
/// <param name="Text">The question row by row, cut in its middle when it is long.</param>
/// <param name="Rows">Where it and its answers stand.</param>
/// <param name="Answers">The answers.</param>
internal sealed partial record CliDialog(string Line, string Text, RowRange Rows, IReadOnlyList<DialogAnswer> Answers)
{
    /// <summary>Below the answers of a dialog stands at most a hint.</summary>
    private const int MaxRowsBelow = 3;

    /// <summary>An answer may be broken over rows or be followed by its description.</summary>
    private const int MaxRowsBetweenAnswers = 6;

    /// <summary>A dialog may show a whole file; a question of more rows is cut in its middle.</summary>
    private const int MaxQuestionRows = 20;

    /// <summary>From here on a digit is no key of its own.</summary>
    private const int FirstWithoutKey = 10;

    private static readonly AnswerOption GoOn = new("go-on", "Go on with what is ticked") { Keys = ["Right"] };

    public static CliDialog? Find(IReadOnlyList<string> rows)
    {
        var last = LastIndex(rows, row => Option.IsMatch(row));
        if (last < 0 || rows.Skip(last + 1).Count(row => row.Length > 0) > MaxRowsBelow) return null;
        var first = FirstOption(rows, last);
        if (first < 0) return null;
        var top = first - 1;
        while (top >= 0 && !ScreenText.IsRule(rows[top])) top--;
        var text = rows.Skip(top + 1).Take(first - top - 1).Select(row => row.Trim().Trim('╌')).Where(row => row.Length > 0).ToList();
        var line = string.Join(' ', text);
        if (text.Count > MaxQuestionRows) text = [.. text.Take(MaxQuestionRows - 2), "…", text[^1]];
        return new CliDialog(line, string.Join('\n', text), new RowRange(top + 1, last), ReadAnswers(rows, first, last));
    }

    /// <summary>The dialog as a question that can be answered by keys.</summary>
    public AgentQuestion ToQuestion(ScreenRule rule, DialogWords words)
    {
        var field = Answers.FirstOrDefault(answer => words.FreeText.IsMatch(answer.Label));

        // Keys of a dialog that takes several answers only tick them, each tick being a question of its own; the arrow goes on from there.
        if (Answers.Any(answer => words.Several.IsMatch(answer.Label)))
            return new AgentQuestion(Text, [.. Answers.Where(answer => answer != field).Select(answer => ToOption(answer, rule, words)), GoOn]) { Rows = Rows };
        return new AgentQuestion(Text, [.. Answers.Where(answer => answer != field).Select(answer => ToOption(answer, rule, words))])
        {
            Rows = Rows,
            TextKeys = field is not null ? KeysFor(field) : rule.TextKeys,
        };
    }

    private AnswerOption ToOption(DialogAnswer answer, ScreenRule rule, DialogWords words)
    {
        var meaning = rule.IsPermission ? words.Answers.FirstOrDefault(known => known.Label.IsMatch(answer.Label)) : null;
        return new AnswerOption(answer.Number.ToString(CultureInfo.InvariantCulture), answer.Label)
        {
            Kind = meaning?.Kind ?? AnswerKind.Choice,
            Keys = meaning?.Keys ?? KeysFor(answer),
        };
    }

    /// <summary>Its number answers at once. Beyond nine, the mark is moved there from where it stands.</summary>
    private IReadOnlyList<string> KeysFor(DialogAnswer answer)
    {
        if (answer.Number < FirstWithoutKey) return [answer.Number.ToString(CultureInfo.InvariantCulture)];
        var marked = Answers.FirstOrDefault(other => other.IsMarked)?.Number ?? 1;
        var steps = Enumerable.Repeat(marked < answer.Number ? "Down" : "Up", Math.Abs(answer.Number - marked));
        return [.. steps, "Enter"];
    }

    /// <summary>
    /// Goes up from the last answer, number by number, to the one numbered 1; -1 when the row is not complete. Descriptions, blank rows
    /// and a rule may stand between two answers.
    /// </summary>
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
        Option.Match(row) is { Success: true } match ? int.Parse(match.Groups["key"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static List<DialogAnswer> ReadAnswers(IReadOnlyList<string> rows, int first, int last)
    {
        var answers = new List<DialogAnswer>();
        foreach (var row in rows.Skip(first).Take(last - first + 1))
        {
            if (Option.Match(row) is { Success: true } match)
                answers.Add(new DialogAnswer(NumberOf(row), match.Groups["label"].Value, match.Groups["mark"].Length > 0));
            else if (row.Length > 0 && !ScreenText.IsRule(row))
                answers[^1] = answers[^1] with { Label = $"{answers[^1].Label} {row.Trim()}" };
        }

        return answers;
    }

    private static int LastIndex(IReadOnlyList<string> rows, Func<string, bool> matches)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
            if (matches(rows[i])) return i;
        return -1;
    }

    [GeneratedRegex(@"^\s*(?<mark>❯)?\s*(?<key>\d{1,2})\. (?<label>.*\S)")]
    private static partial Regex Option { get; }
}
