using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Reads what can be seen of an interactive run: hook events, the title's glyph, the screen by the data's rules.</summary>
internal sealed class CliObserver(CliData data) : IAgentObserver
{
    private readonly CliHooks _hooks = new(data);

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => JsonReading.TryParse(payload) is { } hook ? _hooks.Read(hook) : null;

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
        AgentActivity.Waiting => new AgentState(rule.Activity) { Question = screen.Question },
        AgentActivity.Failed or AgentActivity.Limited =>
            new AgentState(rule.Activity) { Error = text.Trim(), ErrorClass = data.Classify(null, text) },
        _ => new AgentState(rule.Activity),
    };
}
