using Orchtui.Agents;
using Orchtui.Plugins.OpenCode;
using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

public sealed class SessionBoardTests
{
    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1795190060000));
    private readonly SessionBoard _board;

    public SessionBoardTests() => _board = new SessionBoard(Fixtures.Data, _time);

    [RequiresTheory("shared")]
    [InlineData("opencode-tui-sse.txt", "Idle Working Done Working Waiting")]
    [InlineData("opencode-sse-retry.txt", "Working Failed")]
    [InlineData("opencode-global-sse.txt", "Working Done Working Waiting")]
    public void Recorded_events_give_their_sequence_of_states(string name, string expected)
    {
        var seen = new List<AgentActivity>();
        foreach (var line in File.ReadLines(Fixtures.Recording(name)).Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            var happened = Fixtures.Json(line["data: ".Length..]);
            if (happened.TryGetProperty("payload", out var payload)) happened = payload;
            if (_board.Take(happened) && _board.Read()?.State.Activity is { } activity && (seen.Count == 0 || seen[^1] != activity))
                seen.Add(activity);
        }

        Assert.Equal(expected, string.Join(' ', seen));
    }

    [Fact]
    public void Questions_are_told_in_the_order_they_were_asked_and_the_next_follows_the_answered()
    {
        Busy("ses_1");
        Ask("per_1", "ses_1", "ls");
        Ask("per_2", "ses_child", "pwd");
        Assert.Equal(("per_1", "bash: ls"), Question());
        Take("permission.replied", """{"sessionID":"ses_1","requestID":"per_1","reply":"once"}""");
        Assert.Equal(("per_2", "bash: pwd"), Question());
        Take("permission.replied", """{"sessionID":"ses_child","requestID":"per_2","reply":"once"}""");
        Assert.Equal(AgentActivity.Working, _board.Read()!.State.Activity);
    }

    [Fact]
    public void A_called_conversation_is_not_the_one_in_front_and_its_end_is_not_the_end()
    {
        Busy("ses_1");
        Take("session.created", """{"info":{"id":"ses_2","parentID":"ses_1"}}""");
        Busy("ses_2");
        Take("session.error", """{"sessionID":"ses_2","error":{"name":"APIError","data":{"message":"x"}}}""");
        Take("session.idle", """{"sessionID":"ses_2"}""");
        var reading = _board.Read()!;
        Assert.Equal((AgentActivity.Working, "ses_1"), (reading.State.Activity, reading.SessionId));
        Take("session.idle", """{"sessionID":"ses_1"}""");
        Assert.Equal(AgentActivity.Done, _board.Read()!.State.Activity);
    }

    [Fact]
    public void A_renamed_conversation_changes_nothing()
    {
        Busy("ses_1");
        Assert.False(Take("session.updated", """{"info":{"id":"ses_9","title":"Another title"}}"""));
        Assert.Equal("ses_1", _board.Session);
    }

    [Theory]
    [InlineData(2, "The server had an error", AgentActivity.Working)]
    [InlineData(3600, "Something", AgentActivity.Limited)]
    [InlineData(120, "The usage limit has been reached", AgentActivity.Limited)]
    public void A_retry_tells_when_and_why_and_a_long_one_is_a_limit(int seconds, string message, AgentActivity activity)
    {
        var next = _time.GetUtcNow().AddSeconds(seconds);
        Take("session.status", $$$"""{"sessionID":"ses_1","status":{"type":"retry","attempt":3,"message":"{{{message}}}","next":{{{next.ToUnixTimeMilliseconds()}}}}}""");
        var reading = _board.Read()!;
        Assert.Equal(activity, reading.State.Activity);
        Assert.Equal(message, reading.State.Error);
        Assert.Equal(activity == AgentActivity.Limited ? next : null, reading.State.Until);
        Assert.Contains("retry 3, next at ", reading.Reason);
    }

    [Fact]
    public void A_turn_that_was_interrupted_or_refused_is_not_done()
    {
        Busy("ses_1");
        Take("session.error", """{"sessionID":"ses_1","error":{"name":"MessageAbortedError","data":{"message":"Aborted"}}}""");
        Take("session.idle", """{"sessionID":"ses_1"}""");
        Assert.Equal(AgentActivity.Idle, _board.Read()!.State.Activity);
        Take("message.updated", """{"info":{"role":"user"}}""");
        Busy("ses_1");
        Take("message.updated", """{"sessionID":"ses_1","info":{"role":"assistant","error":{"name":"MessageAbortedError","data":{"message":"Aborted"}}}}""");
        Take("session.idle", """{"sessionID":"ses_1"}""");
        Assert.Equal(AgentActivity.Idle, _board.Read()!.State.Activity);
        Take("message.updated", """{"info":{"role":"user"}}""");
        Busy("ses_1");
        Ask("per_1", "ses_1", "ls");
        Take("permission.replied", """{"sessionID":"ses_1","requestID":"per_1","reply":"reject"}""");
        Take("session.idle", """{"sessionID":"ses_1"}""");
        Assert.Equal(AgentActivity.Idle, _board.Read()!.State.Activity);
    }

    [Fact]
    public void A_new_turn_forgets_the_error_of_the_last()
    {
        Busy("ses_1");
        Take("session.error", """{"sessionID":"ses_1","error":{"name":"APIError","data":{"message":"no","statusCode":401}}}""");
        Take("session.idle", """{"sessionID":"ses_1"}""");
        Assert.Equal(AgentErrorClass.Auth, _board.Read()!.State.ErrorClass);
        Take("message.updated", """{"info":{"role":"user"}}""");
        Busy("ses_1");
        Take("session.idle", """{"sessionID":"ses_1"}""");
        Assert.Equal(AgentActivity.Done, _board.Read()!.State.Activity);
    }

    [Fact]
    public void Nothing_known_says_nothing() => Assert.Null(_board.Read());

    [Fact]
    public void A_question_of_the_models_own_offers_its_choices_and_takes_words()
    {
        Take("question.asked", """{"id":"que_1","sessionID":"ses_1","questions":[{"question":"Which?","header":"x","options":[{"label":"This","description":""},{"label":"That","description":""}]}]}""");
        var question = _board.Read()!.State.Question!;
        Assert.Equal(("que_1", "Which?"), (question.Id, question.Text));
        Assert.Equal(["This", "That", "Dismiss"], question.Options.Select(option => option.Label));
        Assert.NotNull(question.TextKeys);
    }

    private (string?, string?) Question() => (_board.Read()!.State.Question!.Id, _board.Read()!.State.Question!.Text);

    [Fact]
    public void Each_message_counts_with_the_last_that_is_told_of_it_when_it_is_complete()
    {
        Busy("ses_1");
        Assert.False(Message("msg_1", 50, 5, 0.1m, "{}"));
        Assert.Null(_board.Read()!.Usage);
        Assert.True(Message("msg_1", 100, 10, 0.2m, """{"completed":1}"""));
        Assert.Equal(new AgentUsage(107, 11, 0.2m), _board.Read()!.Usage);
        Assert.True(Message("msg_1", 100, 10, 0.2m, """{"completed":1}"""));
        Assert.True(Message("msg_2", 1, 2, 0.3m, """{"completed":2}"""));
        var reading = _board.Read()!;
        Assert.Equal((new AgentUsage(115, 14, 0.5m), "ses_1"), (reading.Usage, reading.SessionId));
    }

    private bool Message(string id, long input, long output, decimal cost, string time) => _board.Take(Fixtures.Json(
        $$$"""
        {"type":"message.updated","properties":{"info":{"id":"{{{id}}}","role":"assistant","sessionID":"ses_1","time":{{{time}}},
        "cost":{{{cost}}},"tokens":{"input":{{{input}}},"output":{{{output}}},"reasoning":1,"cache":{"read":4,"write":3} } } } }
        """));

    private void Busy(string session) => Take("session.status", $$$"""{"sessionID":"{{{session}}}","status":{"type":"busy"}}""");

    private void Ask(string id, string session, string command) => Take(
        "permission.asked",
        $$$"""{"id":"{{{id}}}","sessionID":"{{{session}}}","permission":"bash","patterns":[],"always":[],"metadata":{"command":"{{{command}}}"}}""");

    private bool Take(string type, string properties) => _board.Take(Fixtures.Json($$$"""{"type":"{{{type}}}","properties":{{{properties}}}}"""));
}
