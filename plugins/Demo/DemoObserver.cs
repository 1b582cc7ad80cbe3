using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.Demo.Agent;

namespace Orchtui.Plugins.Demo;

/// <summary>Reads the demo program's events, its title and, failing both, its screen.</summary>
internal sealed class DemoObserver : IAgentObserver
{
    private static readonly AnswerOption[] Answers =
    [
        new("y", "Yes") { Kind = AnswerKind.AllowOnce, Keys = ["y"] },
        new("n", "No") { Kind = AnswerKind.Deny, Keys = ["n"] },
    ];

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload)
    {
        if (Parse(payload) is not { } e || StateOf(e) is not { } state) return null;
        return new AgentReading(state, $"event {e.Event}", e.SessionId);
    }

    public AgentReading? OnTitle(string title)
    {
        AgentActivity? activity = title switch
        {
            _ when title.StartsWith(DemoTitle.Working, StringComparison.Ordinal) => AgentActivity.Working,
            _ when title.StartsWith(DemoTitle.Asking, StringComparison.Ordinal) => AgentActivity.Waiting,
            _ when title.StartsWith(DemoTitle.Done, StringComparison.Ordinal) => AgentActivity.Done,
            _ when title.StartsWith(DemoTitle.Failed, StringComparison.Ordinal) => AgentActivity.Failed,
            _ => null,
        };
        return activity is { } known ? new AgentReading(new AgentState(known), $"title \"{title}\"") : null;
    }

    public AgentReading? OnScreen(IReadOnlyList<string> rows)
    {
        // Only the lowest written row counts: what stands above may be the agent quoting something.
        var last = rows.Count - 1;
        while (last >= 0 && rows[last].Length == 0) last--;
        if (last < 0 || !rows[last].Contains(DemoQuestion.Text, StringComparison.Ordinal)) return null;
        return new AgentReading(Asking(DemoQuestion.Text, new RowRange(last, last)), "screen: its question");
    }

    private static AgentState? StateOf(DemoEvent e) => e.Event switch
    {
        DemoEvent.Started => new AgentState(AgentActivity.Starting),
        DemoEvent.Working => new AgentState(AgentActivity.Working),
        DemoEvent.Question => Asking(e.Text ?? DemoQuestion.Text),
        DemoEvent.Idle => new AgentState(AgentActivity.Idle),
        DemoEvent.Done => new AgentState(AgentActivity.Done),
        DemoEvent.Failed => new AgentState(AgentActivity.Failed) { Error = e.Text, ErrorClass = AgentErrorClass.AgentFailed },
        _ => null,
    };

    private static AgentState Asking(string text, RowRange? rows = null) => new(AgentActivity.Waiting)
    {
        Question = new AgentQuestion(text, Answers) { Rows = rows },
    };

    private static DemoEvent? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload.Span, DemoJson.Default.DemoEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
