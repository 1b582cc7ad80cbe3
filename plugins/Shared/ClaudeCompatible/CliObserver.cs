using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// Reads what can be seen of an interactive run: hook events, the title's glyph, the screen by the data's rules. What the conversation
/// used goes with each reading, once a hook has told where the CLI keeps it.
/// </summary>
internal sealed class CliObserver(CliData data, TimeProvider time) : IAgentObserver
{
    private readonly LimitEnds _limits = new(time);
    private CliHooks? _hooks;
    private CliTranscript? _transcript;
    private string? _session;

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload)
    {
        if (JsonReading.TryParse(payload) is not { } hook) return null;
        Learn(hook);
        return WithUsage((_hooks ??= new CliHooks(data, _limits)).Read(hook));
    }

    public AgentReading? OnTitle(string title) =>
        data.TitleRules.FirstOrDefault(rule => rule.Pattern.IsMatch(title)) is { } matched
            ? WithUsage(new AgentReading(new AgentState(matched.Activity), $"title \"{title}\" ({matched.Name})"))
            : null;

    public AgentReading? OnScreen(IReadOnlyList<string> rows)
    {
        var screen = CliScreen.Read(rows);
        foreach (var rule in data.ScreenRules)
        {
            var text = screen[rule.Area].FirstOrDefault(text => rule.Pattern.IsMatch(text));
            if (text is null) continue;
            return WithUsage(new AgentReading(StateBy(rule, screen, text), $"screen: {rule.Name}"));
        }

        return null;
    }

    private void Learn(JsonElement hook)
    {
        if (hook.Text("session_id") is not { } session || hook.Text("transcript_path") is not { } path) return;
        _session = session;
        if (_transcript?.Path != path) _transcript = new CliTranscript(path);
    }

    private AgentReading? WithUsage(AgentReading? reading) => reading is null || _transcript?.Read() is not { } usage
        ? reading
        : reading with { SessionId = reading.SessionId ?? _session, Usage = usage };

    private AgentState StateBy(ScreenRule rule, CliScreen screen, string text) => rule.Activity switch
    {
        AgentActivity.Waiting => new AgentState(rule.Activity) { Question = screen.Dialog?.ToQuestion(rule, data.Dialogs) },
        AgentActivity.Failed or AgentActivity.Limited =>
            Ended(rule, rule.Area == ScreenArea.Answers && screen[ScreenArea.Message] is [var said, ..] ? said : text.Trim()),
        _ => new AgentState(rule.Activity),
    };

    /// <summary>A dialog that follows a failure has no words for it; they stand above.</summary>
    private AgentState Ended(ScreenRule rule, string text) => new(rule.Activity)
    {
        Error = text,
        ErrorClass = data.Classify(rule.Activity == AgentActivity.Limited ? "rate_limit" : null, text),
        Until = rule.Activity == AgentActivity.Limited ? _limits.Of(text) : null,
    };
}
