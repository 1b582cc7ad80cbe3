using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// Reads the screen of an interactive run, as second evidence beside its server. The title names the conversation and says nothing of the
/// state; hooks there are none.
/// </summary>
internal sealed class OpenCodeObserver(ScreenRules rules) : IAgentObserver
{
    private const int MaxDialogRows = 40;

    /// <summary>
    /// The dialog's answers without keys: which of them Enter gives depends on a selection that only colours show, and a person may have
    /// moved it. They are given through the CLI's server.
    /// </summary>
    private static readonly AnswerOption[] Answers =
    [
        new("once", "Allow once") { Kind = AnswerKind.AllowOnce },
        new("always", "Allow always") { Kind = AnswerKind.AllowAlways },
        new("reject", "Reject") { Kind = AnswerKind.Deny },
    ];

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => null;

    public AgentReading? OnTitle(string title) => null;

    public AgentReading? OnScreen(IReadOnlyList<string> rows)
    {
        if (Dialog(rows) is { } question)
            return Reading(new AgentState(AgentActivity.Waiting) { Question = question }, "permission dialog");
        if (Bottom(rows, rules.QuestionBottom) >= 0) return Reading(new AgentState(AgentActivity.Waiting), "question");
        var footer = LastIndex(rows, rules.Prompt.IsMatch);
        if (rows.Skip(Math.Max(0, rows.Count - 4)).Any(rules.Working.IsMatch)) return Reading(AgentActivity.Working, "working line");
        if (footer < 0) return null;
        return LastTurn(rows) is { } turn && rules.Done.IsMatch(turn) ? Reading(AgentActivity.Done, "done line") : Reading(AgentActivity.Idle, "prompt");
    }

    /// <summary>The line under the last thing the agent said; a turn that is under way or was cut short has no duration in it.</summary>
    private static string? LastTurn(IReadOnlyList<string> rows) => rows.LastOrDefault(row => row.TrimStart().StartsWith("▣ ", StringComparison.Ordinal));

    /// <summary>The dialog stands at the bottom; what looks like one further up is a quotation.</summary>
    private AgentQuestion? Dialog(IReadOnlyList<string> rows)
    {
        var bottom = Bottom(rows, rules.DialogBottom);
        if (bottom < 0) return null;
        var top = bottom;
        while (top >= 0 && bottom - top < MaxDialogRows && !rules.DialogTop.IsMatch(rows[top])) top--;
        if (top < 0 || !rules.DialogTop.IsMatch(rows[top])) return null;
        var text = rows.Skip(top + 1).Take(bottom - top - 1).Select(row => row.Trim().TrimStart('┃').Trim()).Where(row => row.Length > 0);
        return new AgentQuestion(string.Join('\n', text), Answers) { Rows = new RowRange(top, bottom) };
    }

    /// <summary>The row that closes a dialog, with nothing but its frame below it; -1 for none.</summary>
    private static int Bottom(IReadOnlyList<string> rows, Pattern rule)
    {
        var bottom = LastIndex(rows, rule.IsMatch);
        return rows.Skip(bottom + 1).Any(row => row.Trim().Trim('┃', '╹', '▀').Trim().Length > 0) ? -1 : bottom;
    }

    private static int LastIndex(IReadOnlyList<string> rows, Func<string, bool> matches)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
            if (matches(rows[i])) return i;
        return -1;
    }

    private static AgentReading Reading(AgentActivity activity, string rule) => Reading(new AgentState(activity), rule);

    private static AgentReading Reading(AgentState state, string rule) => new(state, $"screen: {rule}");
}
