using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// Reads what can be seen of an interactive run. The CLI tells its terminal what it does, but not why a turn failed, and it shows the id
/// of its conversation cut short, in the title: the rest of both stands in the conversation's file.
/// </summary>
internal sealed class CodexObserver(CodexData data, TimeProvider time) : IAgentObserver
{
    private LaunchNote? _launch;
    private Rollout? _conversation;
    private AgentActivity _status;
    private (long Length, AgentUsage? Usage) _used;

    private string? SessionId => _conversation?.Id;

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload)
    {
        _launch ??= LaunchNote.Read(payload);
        return null;
    }

    public AgentReading? OnTitle(string title)
    {
        Learn(title);
        return data.TitleRules.FirstOrDefault(rule => rule.Pattern.IsMatch(title)) is { } matched
            ? Reading(new AgentState(matched.Activity), $"title \"{title}\" ({matched.Name})")
            : null;
    }

    /// <summary>
    /// A failure is told without a word of its cause: that is in the conversation's file, or else on the screen, which is read next. The
    /// question of a dialog is on the screen alone. After the end of a turn the CLI reports itself idle as well, which takes nothing back.
    /// </summary>
    public AgentReading? OnProgramStatus(AgentReading reading)
    {
        var before = _status;
        _status = reading.State.Activity;
        var known = Reading(reading.State, reading.Reason);
        return _status switch
        {
            AgentActivity.Failed => FailureOf(_conversation?.ReadLastTurn()) is { } failure ? known with { State = failure } : null,
            AgentActivity.Waiting => known with { State = new AgentState(AgentActivity.Waiting) },
            AgentActivity.Idle when before is AgentActivity.Done or AgentActivity.Failed => null,
            _ => known,
        };
    }

    public AgentReading? OnScreen(IReadOnlyList<string> rows)
    {
        var screen = CodexScreen.Read(rows, data);
        foreach (var rule in data.ScreenRules)
        {
            var text = screen[rule.Area].FirstOrDefault(text => rule.Pattern.IsMatch(text));
            if (text is null) continue;
            return Reading(StateBy(rule, screen, text), $"screen: {rule.Name}");
        }

        return null;
    }

    private AgentReading Reading(AgentState state, string reason) => new(state, reason, SessionId) { Usage = Used() };

    /// <summary>While it works the file grows with every line; what was used is read when that is over.</summary>
    private AgentUsage? Used()
    {
        if (_conversation is not { } conversation || _status == AgentActivity.Working) return _used.Usage;
        var length = conversation.Length;
        if (length != _used.Length) _used = (length, conversation.ReadLastTurn().ThreadUsage);
        return _used.Usage;
    }

    private AgentState StateBy(ScreenRule rule, CodexScreen screen, string text) => rule.Activity switch
    {
        AgentActivity.Waiting => new AgentState(rule.Activity) { Question = screen.Question },
        AgentActivity.Limited => new AgentState(rule.Activity)
        {
            Error = text,
            ErrorClass = data.Classify(text),
            Until = ResetOf(text) ?? _conversation?.ReadLastTurn().ResetsAt,
        },
        AgentActivity.Failed => new AgentState(rule.Activity) { Error = text, ErrorClass = data.Classify(text) },
        _ => new AgentState(rule.Activity),
    };

    private AgentState? FailureOf(RolloutTurn? turn) => turn?.Error is not { } error ? null
        : new AgentState(data.IsLimit(error) ? AgentActivity.Limited : AgentActivity.Failed)
        {
            Error = error,
            ErrorClass = data.Classify(error, turn.ErrorCode),
            Until = data.IsLimit(error) ? ResetOf(error) ?? turn.ResetsAt : null,
        };

    private DateTimeOffset? ResetOf(string text) =>
        ResetTime.Of(text, data.ResetTime, ResetTime.Zone(_launch?.TimeZone, time), time.GetUtcNow());

    /// <summary>
    /// The file appears with the first turn; until then each title asks for it again. Another id means another conversation.
    /// </summary>
    private void Learn(string title)
    {
        if (_launch is not { } launch || data.TitleSession.Match(title) is not { Success: true } match) return;
        var id = match.Groups["id"].Value;
        if (SessionId?.StartsWith(id, StringComparison.Ordinal) == true) return;
        _conversation = new CodexFiles(launch.CodexHome).Find(id);
        _used = default;
    }
}
