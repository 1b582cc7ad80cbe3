using System.Globalization;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// Reads hook events. An interrupt and an answered permission dialog fire none, so that the last reading may grow stale; the title
/// tells of those. Keeps the question that is open, for the reminder that comes after it does not repeat it.
/// </summary>
internal sealed class CliHooks(CliData data, LimitEnds limits)
{
    /// <summary>Answers that every permission dialog takes alike, whatever else it offers; the screen tells of the others.</summary>
    private static readonly AnswerOption[] PermissionAnswers =
    [
        new("1", "Yes") { Kind = AnswerKind.AllowOnce, Keys = ["1"] },
        new("esc", "No") { Kind = AnswerKind.Deny, Keys = ["Escape"] },
    ];

    private AgentQuestion? _question;
    private bool _turnEnded;

    public AgentReading? Read(JsonElement hook)
    {
        var name = hook.Text("hook_event_name");
        var before = _question;
        var state = name switch
        {
            "SessionStart" => OnSessionStart(hook),
            "UserPromptSubmit" or "PreToolUse" or "PostToolUse" => Working(),
            "PermissionRequest" => OnPermissionRequest(hook),
            "Notification" => OnNotification(hook, before),
            "Stop" => Ended(new AgentState(AgentActivity.Done)),
            "StopFailure" => OnStopFailure(hook),
            _ => null,
        };
        return state is null ? null : new AgentReading(state, $"hook {name}", hook.Text("session_id"));
    }

    /// <summary>After a start the prompt of the command line follows by itself; after clearing the agent stands at its prompt.</summary>
    private AgentState? OnSessionStart(JsonElement hook) => hook.Text("source") switch
    {
        "compact" => null,
        "clear" => new AgentState(AgentActivity.Idle),
        _ => new AgentState(AgentActivity.Starting),
    };

    private AgentState Working()
    {
        _question = null;
        _turnEnded = false;
        return new AgentState(AgentActivity.Working);
    }

    private AgentState OnPermissionRequest(JsonElement hook)
    {
        _turnEnded = false;
        var input = hook.Member("tool_input") ?? default;
        _question = AskedByTheAgent(input) ?? new AgentQuestion($"{hook.Text("tool_name")}: {ToolSummary.Of(input)}", PermissionAnswers);
        return new AgentState(AgentActivity.Waiting) { Question = _question };
    }

    /// <summary>A question with a choice. Several at once come one by one on the screen.</summary>
    private static AgentQuestion? AskedByTheAgent(JsonElement input)
    {
        var questions = input.Items("questions");
        if (questions.Count == 0) return null;
        var text = string.Join('\n', questions.Select(asked => asked.Text("question")));
        if (questions.Count > 1 || questions[0].Flag("multiSelect")) return new AgentQuestion(text, []);
        var options = questions[0].Items("options").Select((option, i) => Choice(i + 1, option.Text("label") ?? "")).ToArray();
        // The field for an answer in one's own words follows the given ones.
        return new AgentQuestion(text, options) { TextKeys = [Number(options.Length + 1)] };
    }

    private static AnswerOption Choice(int number, string label) => new(Number(number), label) { Keys = [Number(number)] };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private AgentState? OnNotification(JsonElement hook, AgentQuestion? open) => hook.Text("notification_type") switch
    {
        "permission_prompt" => new AgentState(AgentActivity.Waiting) { Question = open },
        // A minute after the end of a turn it only repeats what is known; else the turn was interrupted.
        "idle_prompt" when !_turnEnded => Ended(new AgentState(AgentActivity.Idle)),
        _ => null,
    };

    private AgentState OnStopFailure(JsonElement hook)
    {
        var text = hook.Text("last_assistant_message") ?? hook.Text("error") ?? "";
        var isLimit = hook.Text("error") == "rate_limit";
        return Ended(new AgentState(isLimit ? AgentActivity.Limited : AgentActivity.Failed)
        {
            Error = text,
            ErrorClass = data.Classify(hook.Text("error"), text),
            Until = isLimit ? limits.Of(text) : null,
        });
    }

    private AgentState Ended(AgentState state)
    {
        _question = null;
        _turnEnded = true;
        return state;
    }
}
