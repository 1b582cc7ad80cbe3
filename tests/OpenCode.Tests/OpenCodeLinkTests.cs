using System.Collections.Concurrent;
using System.Net;
using Orchtui.Agents;
using Orchtui.Plugins.OpenCode;
using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

public sealed class OpenCodeLinkTests : IAsyncLifetime
{
    private const string Asked =
        """{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":["ls"],"always":["ls *"],"metadata":{"command":"ls"}}""";

    private readonly ManualTime _time = new();
    private readonly FakeServer _server = new();
    private readonly ConcurrentQueue<AgentReading> _told = new();
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    private OpenCodeLink? _link;

    private AgentReading? Last => _told.LastOrDefault();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        _end.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task It_waits_for_the_server_to_come_up_and_tells_its_session()
    {
        _server.IsUp = false;
        Open();
        await PausesAsync();
        Assert.Empty(_told);
        _server.IsUp = true;
        _server.Answers["/session/status"] = """{"ses_1":{"type":"busy"}}""";
        await ToldAsync(AgentActivity.Working);
        Assert.Equal("ses_1", Last!.SessionId);
    }

    [Fact]
    public async Task An_event_is_told_and_an_open_question_is_found_again_after_the_connection_was_lost()
    {
        _server.Answers["/session/status"] = """{"ses_1":{"type":"busy"}}""";
        Open();
        await ToldAsync(AgentActivity.Working);
        _server.Send("permission.asked", Asked);
        await ToldAsync(AgentActivity.Waiting);
        Assert.Equal("per_1", Last!.State.Question!.Id);

        _server.Answers["/permission"] = $"[{Asked.Replace("per_1", "per_2", StringComparison.Ordinal)}]";
        _server.Cut();
        await AdvanceUntilAsync("the next question is told", () => Last!.State.Question?.Id == "per_2");
        Assert.Equal(2, _server.Connections);
    }

    [Fact]
    public async Task A_silent_server_is_connected_to_anew()
    {
        _server.Answers["/session/status"] = """{"ses_1":{"type":"busy"}}""";
        Open();
        await ToldAsync(AgentActivity.Working);
        await AdvanceUntilAsync("it connects again", () => _server.Connections == 2);
    }

    [Fact]
    public async Task A_stranger_on_the_port_is_not_taken_for_the_agent()
    {
        _server.AsksForPassword = false;
        Open();
        await ToldAsync(AgentActivity.Failed);
        Assert.Contains("port 4711", Last!.State.Error);
        Assert.Equal(0, _server.Connections);
        var receipt = await Link().AnswerAsync(new AgentQuestion("?", []) { Id = "per_1" }, new AgentAnswer(null, "x"), CancellationToken.None);
        Assert.False(receipt.Taken);
        Assert.Empty(_server.Posts);
    }

    [Theory]
    [InlineData(null, AgentActivity.Done)]
    [InlineData("""{"name":"APIError","data":{"message":"no","statusCode":401}}""", AgentActivity.Failed)]
    [InlineData("""{"name":"MessageAbortedError","data":{"message":"Aborted"}}""", AgentActivity.Idle)]
    public async Task A_turn_that_ended_while_there_was_no_host_is_told_by_the_next(string? error, AgentActivity activity)
    {
        var tail = error is null ? "" : $",\"error\":{error}";
        _server.Answers["/session/ses_1/message"] = $$$"""[{"info":{"role":"assistant","time":{"completed":1000}{{{tail}}}}}]""";
        Open("ses_1");
        await ToldAsync(activity);
    }

    [Fact]
    public async Task A_conversation_that_is_taken_up_again_has_not_ended_a_turn()
    {
        _server.IsUp = false;
        _server.Answers["/session/ses_1/message"] = """[{"info":{"role":"assistant","time":{"completed":1000}}}]""";
        Open("ses_1");
        await PausesAsync();
        _server.IsUp = true;
        await ToldAsync(AgentActivity.Idle);
    }

    [Theory]
    [InlineData("assistant")]
    [InlineData("user")]
    public async Task A_turn_that_was_cut_off_before_is_not_waited_for(string role)
    {
        _server.Answers["/session/ses_1/message"] = $$$"""[{"info":{"role":"{{{role}}}","time":{"created":1000} } }]""";
        Open("ses_1");
        await ToldAsync(AgentActivity.Idle);
    }

    [Fact]
    public async Task A_turn_that_is_about_to_begin_is_waited_for()
    {
        var created = _time.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        _server.Answers["/session/ses_1/message"] = $$$"""[{"info":{"role":"user","time":{"created":{{{created}}} } } }]""";
        Open("ses_1");
        await Eventually.TrueAsync("it listens", () => _server.Connections == 1);
        await Eventually.TrueAsync("its beginning is told", () =>
        {
            _server.Send("session.status", """{"sessionID":"ses_1","status":{"type":"busy"}}""");
            return Last?.State.Activity == AgentActivity.Working;
        });
        Assert.Single(_told);
    }

    [Theory]
    [InlineData("once", AnswerKind.AllowOnce, """{"reply":"once"}""")]
    [InlineData("always", AnswerKind.AllowAlways, """{"reply":"always"}""")]
    [InlineData("reject", AnswerKind.Deny, """{"reply":"reject"}""")]
    public async Task An_answer_is_posted_to_its_question(string id, AnswerKind kind, string body)
    {
        var receipt = await AnswerAsync("per_1", new AgentAnswer(new AnswerOption(id, id) { Kind = kind }, null));
        Assert.True(receipt.Taken);
        Assert.Equal($"/permission/per_1/reply {body}", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task Words_refuse_a_permission_and_say_what_to_do_instead()
    {
        await AnswerAsync("per_1", new AgentAnswer(null, "use the other folder"));
        Assert.Equal("""/permission/per_1/reply {"reply":"reject","message":"use the other folder"}""", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task A_choice_answers_a_question_of_the_models_own()
    {
        await AskAsync("""{"question":"Which?","options":[{"label":"This"},{"label":"That"}]}""");
        Assert.True((await ChooseAsync("This")).Taken);
        Assert.Equal("""/question/que_1/reply {"answers":[["This"]]}""", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task Several_questions_at_once_are_asked_one_after_the_other_and_answered_together()
    {
        await AskAsync("""{"question":"Colour?","options":[{"label":"Red"}]},{"question":"Size?","options":[{"label":"Small"}]}""");
        Assert.Equal(("que_1", "1 of 2: Colour?"), (Shown.Id, Shown.Text));
        Assert.True((await ChooseAsync("Red")).Taken);
        Assert.Equal("2 of 2: Size?", Shown.Text);
        Assert.NotEqual("que_1", Shown.Id);
        Assert.Empty(_server.Posts);
        Assert.Equal("it is no longer asked", (await AnswerAsync("que_1", new AgentAnswer(null, "Blue"))).Message);
        Assert.True((await _link!.AnswerAsync(Shown, new AgentAnswer(null, "Middling"), CancellationToken.None)).Taken);
        Assert.Equal("""/question/que_1/reply {"answers":[["Red"],["Middling"]]}""", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task Several_answers_are_chosen_one_after_the_other()
    {
        await AskAsync("""{"question":"Parts?","multiple":true,"custom":false,"options":[{"label":"A"},{"label":"B"},{"label":"C"}]},{"question":"Now?","options":[{"label":"Yes"}]}""");
        Assert.Equal(["A", "B", "C", "None of these", "Dismiss"], Shown.Options.Select(option => option.Label));
        Assert.Null(Shown.TextKeys);
        await ChooseAsync("C");
        await ChooseAsync("A");
        Assert.Equal("1 of 2: Parts?\nChosen: C, A", Shown.Text);
        Assert.Equal(["B", "That is all", "Dismiss"], Shown.Options.Select(option => option.Label));
        await ChooseAsync("That is all");
        await ChooseAsync("Yes");
        Assert.Equal("""/question/que_1/reply {"answers":[["C","A"],["Yes"]]}""", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task The_last_of_several_answers_needs_no_word_of_its_end()
    {
        await AskAsync("""{"question":"Parts?","multiple":true,"custom":false,"options":[{"label":"A"},{"label":"B"}]}""");
        await ChooseAsync("A");
        await ChooseAsync("B");
        Assert.Equal("""/question/que_1/reply {"answers":[["A","B"]]}""", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task A_question_in_several_steps_is_dismissed_at_any_of_them()
    {
        await AskAsync("""{"question":"Colour?","options":[{"label":"Red"}]},{"question":"Size?","options":[{"label":"Small"}]}""");
        await ChooseAsync("Red");
        await ChooseAsync("Dismiss");
        Assert.Equal("/question/que_1/reject {}", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task What_was_answered_of_a_question_outlives_a_lost_connection_and_an_answer_that_did_not_arrive()
    {
        await AskAsync("""{"question":"Colour?","options":[{"label":"Red"}]},{"question":"Size?","options":[{"label":"Small"}]}""");
        await ChooseAsync("Red");
        _server.Cut();
        await AdvanceUntilAsync("it connects again", () => _server.Connections == 2);
        Assert.Equal("2 of 2: Size?", Shown.Text);
        _server.IsUp = false;
        Assert.False((await ChooseAsync("Small")).Taken);
        _server.IsUp = true;
        Assert.True((await ChooseAsync("Small")).Taken);
        Assert.Equal("""/question/que_1/reply {"answers":[["Red"],["Small"]]}""", Assert.Single(_server.Posts));
    }

    [Fact]
    public async Task An_answer_to_a_question_that_is_gone_is_not_taken()
    {
        _server.Posting = HttpStatusCode.NotFound;
        Assert.Equal(new AnswerReceipt(false, "it is no longer asked"), await AnswerAsync("per_1", new AgentAnswer(null, "x")));
        _server.IsUp = false;
        Assert.False((await AnswerAsync("per_1", new AgentAnswer(null, "x"))).Taken);
    }

    private Task<AnswerReceipt> AnswerAsync(string id, AgentAnswer answer) =>
        (_link ?? Link()).AnswerAsync(new AgentQuestion("?", []) { Id = id }, answer, CancellationToken.None);

    private AgentQuestion Shown => Last!.State.Question!;

    /// <summary>The server asks the model's questions.</summary>
    private async Task AskAsync(string questions)
    {
        _server.Answers["/session/status"] = """{"ses_1":{"type":"busy"}}""";
        _server.Answers["/question"] = $$"""[{"id":"que_1","sessionID":"ses_1","questions":[{{questions}}]}]""";
        Open();
        await ToldAsync(AgentActivity.Waiting);
    }

    private Task<AnswerReceipt> ChooseAsync(string label) => _link!.AnswerAsync(
        Shown, new AgentAnswer(Shown.Options.Single(option => option.Label == label), null), CancellationToken.None);

    private OpenCodeLink Link(string? session = null) => new(
        Fixtures.Data,
        new AgentLinkRequest(new AgentServer(4711, "secret"), "/home/dev/worktrees/repo/one", session),
        new HttpClient(_server, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
        _time);

    private void Open(string? session = null)
    {
        var link = _link = Link(session);
        _running = Task.Run(() => link.RunAsync(_told.Enqueue, _end.Token));
    }

    /// <summary>The link has tried and waits.</summary>
    private Task PausesAsync() => Eventually.TrueAsync("the link pauses", () => _time.ArmedTimers > 0);

    private Task ToldAsync(AgentActivity activity) => AdvanceUntilAsync($"{activity} is told", () => Last?.State.Activity == activity);

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            if (condition()) return true;
            _time.Advance(TimeSpan.FromSeconds(1));
            return false;
        });
}
