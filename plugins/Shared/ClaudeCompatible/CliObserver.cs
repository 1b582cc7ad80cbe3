using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Reads what can be seen of an interactive run: hook events, the title's glyph, the screen by the data's rules.</summary>
internal sealed class CliObserver(CliData data, TimeProvider time) : IAgentObserver
{
    private readonly LimitEnds _limits = new(time);
    private CliHooks? _hooks;

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) =>
        JsonReading.TryParse(payload) is { } hook ? (_hooks ??= new CliHooks(data, _limits)).Read(hook) : null;

    public AgentReading? OnTitle(string title) =>
        data.TitleRules.FirstOrDefault(rule => rule.Pattern.IsMatch(title)) is { } matched
            ? new AgentReading(new AgentState(matched.Activity), $"title \"{title}\" ({matched.Name})")
            : null;

    public AgentReading? OnScreen(IReadOnlyList<string> rows)
    {
        var screen = CliScreen.Read(rows);
        foreach (var rule in data.ScreenRules)
        {
            var text = screen[rule.Area].FirstOrDefault(text => rule.Pattern.IsMatch(text));
            if (text is null) continue;
            return new AgentReading(StateBy(rule, screen, text), $"screen: {rule.Name}");
        }

        return null;
    }

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
