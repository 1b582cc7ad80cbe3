using System.Globalization;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// What the CLI's server has told so far: the state of each of its conversations, who called whom, and the questions that are open, in
/// the order they were asked. One state follows from it: a question of any conversation waits for the person, since all of them are this
/// agent's; else one that works, works; else the last turn tells how it ended. Titles and contents are passed over. Pure.
/// </summary>
internal sealed class SessionBoard(OpenCodeData data, TimeProvider time)
{
    /// <summary>More conversations than any agent has; what a broken server invents is forgotten.</summary>
    private const int MaxSessions = 1_000;

    /// <summary>What further messages used is not counted.</summary>
    private const int MaxMessages = 100_000;

    private readonly Dictionary<string, JsonElement> _status = new(StringComparer.Ordinal);
    private readonly HashSet<string> _children = new(StringComparer.Ordinal);
    private readonly List<ServerQuestion> _questions = [];
    private readonly Dictionary<string, AgentUsage> _messages = new(StringComparer.Ordinal);
    private AgentUsage? _usage;
    private TurnEnd _end = TurnEnd.None;
    private OpenCodeError? _error;

    /// <summary>The conversation that the person sees: the latest that nobody called. Null when not known.</summary>
    public string? Session { get; private set; }

    public bool IsBusy => _questions.Count > 0 || _status.Count > 0;

    /// <summary>Begins with what the server says of this moment.</summary>
    public void Reset(JsonElement status, IEnumerable<ServerQuestion> questions, string? session)
    {
        var known = _questions.ToDictionary(question => question.Id, StringComparer.Ordinal);
        _status.Clear();
        _questions.Clear();
        Session = session ?? Session;
        if (status.ValueKind == JsonValueKind.Object)
            foreach (var entry in status.EnumerateObject()) SetStatus(entry.Name, entry.Value);
        foreach (var question in questions) Ask(known.GetValueOrDefault(question.Id, question));
    }

    /// <summary>The question of the model's own that is at this step; null when none is.</summary>
    public ServerQuestion? AtStep(string id) => _questions.Find(open => open.Form is not null && open.Asked.Id == id);

    /// <summary>A question's step has been answered: it asks the next.</summary>
    public void Advance(ServerQuestion question, QuestionForm next)
    {
        var place = _questions.IndexOf(question);
        if (place >= 0) _questions[place] = question.At(next);
    }

    /// <summary>Counts what a message of the model used; it is told of several times while it grows.</summary>
    /// <returns>Whether it is complete.</returns>
    public bool Count(JsonElement info)
    {
        if (info.Text("role") != "assistant" || info.Text("id") is not { } id || info.Member("tokens") is null) return false;
        if (_messages.Count >= MaxMessages && !_messages.ContainsKey(id)) return false;
        _messages[id] = OpenCodeUsage.Add(null, info);
        if ((info.Member("time") ?? default).Number("completed") is null) return false;
        _usage = _messages.Values.Aggregate((all, one) => new AgentUsage(
            all.InputTokens + one.InputTokens,
            all.OutputTokens + one.OutputTokens,
            one.CostUsd is { } cost ? (all.CostUsd ?? 0) + cost : all.CostUsd));
        return true;
    }

    /// <summary>How the last turn ended, from the conversation's last message.</summary>
    public void EndedWith(OpenCodeError? error)
    {
        (_end, _error) = error is null ? (TurnEnd.Finished, null) : error.IsInterruption ? (TurnEnd.Stopped, null) : (TurnEnd.Failed, error);
    }

    /// <summary>No turn has been seen yet: it stands at its prompt.</summary>
    public void AtPrompt() => _end = TurnEnd.Fresh;

    /// <summary>Takes one event of the server.</summary>
    /// <returns>Whether it may change the state.</returns>
    public bool Take(JsonElement happened)
    {
        var properties = happened.Member("properties") ?? default;
        var session = properties.Text("sessionID");
        var completed = happened.Text("type") == "message.updated" && Count(properties.Member("info") ?? default);
        switch (happened.Text("type"))
        {
            case "session.created" or "session.updated":
                return Know(properties.Member("info") ?? default);
            case "session.status" when session is not null && properties.Member("status") is { } status:
                SetStatus(session, status);
                return true;
            case "session.idle" when session is not null:
                return _status.Remove(session);
            case "session.error" when session is null || !_children.Contains(session):
                if (OpenCodeError.Of(properties.Member("error")) is not { } error) return false;
                EndedWith(error);
                return true;

            // A turn that the person breaks off has its error here alone.
            case "message.updated" when OpenCodeError.Of((properties.Member("info") ?? default).Member("error")) is { IsInterruption: true } broken
                && (session is null || !_children.Contains(session)):
                EndedWith(broken);
                return true;
            case "permission.asked":
                return Ask(ServerQuestion.Permission(properties));
            case "question.asked":
                return Ask(ServerQuestion.Question(properties));
            case "permission.replied":
                // A refusal ends the turn, unless it came with words for the agent to go on with; then it is busy again.
                if (properties.Text("reply") == "reject") _end = TurnEnd.Stopped;
                return Close(properties);
            case "question.rejected":
                _end = TurnEnd.Stopped;
                return Close(properties);
            case "question.replied":
                return Close(properties);
            case "message.updated" when (properties.Member("info") ?? default).Text("finish") == "stop":
                _end = TurnEnd.Finished;
                return completed;
            case "message.updated" when (properties.Member("info") ?? default).Text("role") == "user":
                (_end, _error) = (TurnEnd.Finished, null);
                return completed;
            default:
                return completed;
        }
    }

    /// <summary>The state as it follows; null while nothing is known.</summary>
    public AgentReading? Read()
    {
        if (_questions.Count > 0)
            return Reading(new AgentState(AgentActivity.Waiting) { Question = _questions[0].Asked }, $"{_questions[0].Kind} {_questions[0].Id}");
        var retry = _status.Values.FirstOrDefault(status => status.Text("type") == "retry");
        if (retry.ValueKind == JsonValueKind.Object) return Retry(retry);
        if (_status.Count > 0) return Reading(new AgentState(AgentActivity.Working), "session busy");
        return _end switch
        {
            TurnEnd.Finished => Reading(new AgentState(AgentActivity.Done), "session idle"),
            TurnEnd.Stopped => Reading(new AgentState(AgentActivity.Idle), "turn stopped by the person"),
            TurnEnd.Fresh => Reading(new AgentState(AgentActivity.Idle), "no turn yet"),
            TurnEnd.Failed when _error is { } error => Reading(
                new AgentState(AgentActivity.Failed) { Error = error.Message, ErrorClass = data.Classify(error) }, $"session error {error.Name}"),
            _ => null,
        };
    }

    private AgentReading Retry(JsonElement status)
    {
        var message = status.Text("message") ?? "the request failed";
        var next = status.Number("next") is { } ms and > 0 and < 32_503_680_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms) : (DateTimeOffset?)null;
        var pause = next is { } at ? at - time.GetUtcNow() : TimeSpan.Zero;
        var isLimit = pause >= TimeSpan.FromMinutes(data.LimitMinutes)
            || (pause > TimeSpan.FromMinutes(1) && data.LimitTexts.IsMatch(message));
        var reason = string.Create(
            CultureInfo.InvariantCulture, $"retry {status.Count("attempt")}, next at {next:HH:mm:ss} UTC: {message}");
        var state = new AgentState(isLimit ? AgentActivity.Limited : AgentActivity.Working)
        {
            Until = isLimit ? next : null,
            Error = message,
            ErrorClass = isLimit ? AgentErrorClass.RateLimit : data.Classify(new OpenCodeError("", message, null)),
        };
        return Reading(state, reason);
    }

    private AgentReading Reading(AgentState state, string reason) => new(state, $"server: {reason}", Session) { Usage = _usage };

    private bool Know(JsonElement info)
    {
        if (info.Text("id") is not { } id) return false;
        if (info.Text("parentID") is null)
        {
            // Only a new conversation, or one that works, is the one in front; others change too, such as when they are renamed.
            if (Session is null) Session = id;
            return false;
        }

        if (_children.Count < MaxSessions) _children.Add(id);
        return false;
    }

    private void SetStatus(string session, JsonElement status)
    {
        if (status.Text("type") is "busy" or "retry")
        {
            if (_status.Count < MaxSessions || _status.ContainsKey(session)) _status[session] = status;
            if (_children.Contains(session)) return;
            Session = session;
            if (_end is TurnEnd.None or TurnEnd.Fresh) _end = TurnEnd.Finished;
            return;
        }

        _status.Remove(session);
    }

    private bool Ask(ServerQuestion? question)
    {
        if (question is null || _questions.Count >= MaxSessions || _questions.Exists(open => open.Id == question.Id)) return false;
        _questions.Add(question);
        return true;
    }

    private bool Close(JsonElement properties) => _questions.RemoveAll(open => open.Id == properties.Text("requestID")) > 0;

    private enum TurnEnd
    {
        None,
        Fresh,
        Finished,
        Stopped,
        Failed,
    }
}
