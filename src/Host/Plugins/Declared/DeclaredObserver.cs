using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Reads title and screen by the rules of an agent's file.</summary>
internal sealed class DeclaredObserver(AgentFile file, DeclaredErrors errors) : IAgentObserver
{
    private const int MostDialogRows = 40;

    private readonly (Regex Pattern, AgentFile.StateRule Rule)[] _titles =
        [.. file.Titles.Select(rule => (AgentFileReader.Compile(rule.Pattern), rule))];

    private readonly (Regex Pattern, Regex? Top, AgentFile.ScreenRule Rule)[] _screen =
    [
        .. file.Screen.Select(rule =>
            (AgentFileReader.Compile(rule.Pattern), rule.Top.Length > 0 ? AgentFileReader.Compile(rule.Top) : null, rule)),
    ];

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => null;

    public AgentReading? OnTitle(string title)
    {
        foreach (var (pattern, rule) in _titles)
            if (pattern.IsMatch(title)) return new AgentReading(new AgentState(rule.State), $"title \"{title}\"{Named(rule)}");
        return null;
    }

    public AgentReading? OnScreen(IReadOnlyList<string> rows)
    {
        foreach (var (pattern, top, rule) in _screen)
        {
            var at = LastRow(rows, pattern, rule.Bottom);
            if (at < 0) continue;
            var first = top is null ? at : FirstRow(rows, top, at);
            if (first >= 0) return new AgentReading(StateOf(rule, rows, first, at), $"screen: {(rule.Name.Length > 0 ? rule.Name : rule.Pattern)}");
        }

        return null;
    }

    private static string Named(AgentFile.StateRule rule) => rule.Name.Length > 0 ? $" ({rule.Name})" : "";

    private static int LastRow(IReadOnlyList<string> rows, Regex pattern, int bottom)
    {
        var left = bottom > 0 ? bottom : rows.Count;
        for (var i = rows.Count - 1; i >= 0 && left > 0; i--)
        {
            if (rows[i].Length == 0) continue;
            if (pattern.IsMatch(rows[i])) return i;
            left--;
        }

        return -1;
    }

    private static int FirstRow(IReadOnlyList<string> rows, Regex top, int bottom)
    {
        for (var i = bottom; i >= 0 && bottom - i < MostDialogRows; i--)
            if (top.IsMatch(rows[i])) return i;
        return -1;
    }

    private AgentState StateOf(AgentFile.ScreenRule rule, IReadOnlyList<string> rows, int first, int last)
    {
        var text = string.Join('\n', rows.Skip(first).Take(last - first + 1).Select(row => row.Trim()).Where(row => row.Length > 0));
        return rule.State switch
        {
            AgentActivity.Waiting => new AgentState(rule.State)
            {
                Question = new AgentQuestion(text, [.. rule.Answers.Select(Option)]) { Rows = new RowRange(first, last) },
            },
            AgentActivity.Failed or AgentActivity.Limited => new AgentState(rule.State) { Error = text, ErrorClass = errors.Classify(text) },
            _ => new AgentState(rule.State),
        };
    }

    private static AnswerOption Option(AgentFile.AnswerPart answer) =>
        new(answer.Id, answer.Label.Length > 0 ? answer.Label : answer.Id) { Kind = answer.Kind, Keys = answer.Keys };
}
