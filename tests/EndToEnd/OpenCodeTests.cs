using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>
/// The real OpenCode, on the real program, with a scripted model: in a network namespace that holds nothing but the model server.
/// </summary>
public sealed class OpenCodeTests : EndToEndTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]] [[say text=All of it is written.]]";
    private const string Command = "Please [[bash command=echo asked > asked.txt]] [[say text=The command has run.]]";

    private OpenCodeWorkplace _opencode = null!;

    private TemporaryRepository Repository => _opencode.Repository;

    public override async Task InitializeAsync()
    {
        _opencode = await OpenCodeWorkplace.OpenAsync();
        Use(new OrchtuiHome(_opencode.Prefix));
        Play("ok");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _opencode.DisposeAsync();
    }

    [OpenCodeFact]
    public async Task Headless_task_leaves_its_transcript_its_tokens_its_cost_and_its_work()
    {
        var id = await AddAsync(Prompt, "headless");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal(2 * 5042, task["tokens"]!.GetValue<long>());
        Assert.Equal(0.002968m, task["cost_usd"]!.GetValue<decimal>());
        Assert.StartsWith("ses_", task.Text("session_id"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        var transcript = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000");
        Assert.Contains("notes.txt", transcript);
        Assert.Contains("All of it is written.", transcript);
    }

    [OpenCodeFact]
    public async Task Interactive_task_is_seen_working_and_done_by_its_server()
    {
        Play("ok-200");
        var id = await AddAsync(Prompt, "interactive");
        await StateAsync(id, "working");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.StartsWith("ses_", task.Text("session_id"));
        Assert.Contains("server", task.Text("reason"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
    }

    [OpenCodeFact]
    public async Task Conversation_goes_on_in_the_same_session()
    {
        var id = await AddAsync(Prompt, "headless");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        (await Home.RunAsync("task", "retry", id, "--resume")).Succeeded();
        await Eventually.TrueAsync("it has been tried again", async () => (await Home.TaskAsync(id)).Text("attempts") == "2");
        var resumed = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal(task.Text("session_id"), resumed.Text("session_id"));
        var asked = (await _opencode.Model.RequestsAsync()).Where(request => request.Tools > 0).ToList();
        Assert.True(asked[^1].Messages > asked[0].Messages, "The later request should carry the earlier conversation.");
    }

    [OpenCodeFact]
    public async Task Question_is_told_by_the_server_and_the_answer_lets_it_go_on()
    {
        var id = await AddAsync(Command, "interactive");
        await AsksAsync(id);
        await AnswerAsync(id, "once");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("asked", Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
    }

    [OpenCodeFact]
    public async Task Refused_command_is_not_run_and_the_task_is_not_said_to_be_done()
    {
        var id = await AddAsync(Command, "interactive");
        await AsksAsync(id);
        await AnswerAsync(id, "reject");
        await StateAsync(id, "idle");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        Assert.False(File.Exists(Path.Combine((await Home.TaskAsync(id)).Text("worktree"), "asked.txt")));
    }

    [OpenCodeFact]
    public async Task Question_is_still_there_when_the_host_was_killed()
    {
        var id = await AddAsync(Command, "interactive");
        await AsksAsync(id);
        var (host, _) = await Home.PidsAsync();
        ProcessSignals.Send(host, Signal.Kill);
        await Eventually.TrueAsync("the host is gone", () => !RunningProcess.IsAlive(host));
        await AsksAsync(id);
        await AnswerAsync(id, "once");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("1", task.Text("attempts"));
        Assert.Equal("asked", Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
    }

    [OpenCodeTheory]
    [InlineData("e401", "headless", "auth: Incorrect API key")]
    [InlineData("e401", "interactive", "auth: Incorrect API key")]
    [InlineData("e403", "headless", "auth: Your API key does not have permission")]
    [InlineData("e403", "interactive", "auth: Your API key does not have permission")]
    [InlineData("e404", "headless", "model_unavailable: The model")]
    [InlineData("e404", "interactive", "model_unavailable: The model")]
    [InlineData("e400", "headless", "context_overflow: Your input exceeds")]
    [InlineData("e400", "interactive", "context_overflow: Your input exceeds")]
    [InlineData("e429", "headless", "rate_limit: Rate limit reached")]
    [InlineData("e429", "interactive", "rate_limit: Rate limit reached")]
    [InlineData("usage", "interactive", "rate_limit: its account is limited until")]
    public async Task Refusal_of_the_model_is_the_reason_that_the_task_tells(string scenario, string mode, string says)
    {
        Play(scenario);
        var id = await AddAsync(Prompt, mode);
        var task = await Home.WaitForTaskAsync(id, "needs_review");
        Assert.StartsWith(says, task.Text("reason"));
        Assert.True(Directory.Exists(task.Text("worktree")));
    }

    [OpenCodeTheory]
    [InlineData("e500")]
    [InlineData("e529")]
    [InlineData("quota")]
    [InlineData("drop")]
    public async Task Silent_retries_are_seen_through_the_server(string scenario)
    {
        Play(scenario);
        var id = await AddAsync(Prompt, "interactive");
        await Eventually.TrueAsync("the retry is told", async () => (await StateAsync(id)).Text("reason").Contains("server: retry"), TimeSpan.FromSeconds(40));
        Assert.Equal("working", (await StateAsync(id)).Text("state"));
        Assert.Equal("in_progress", await Home.StatusAsync(id));
    }

    [OpenCodeTheory]
    [InlineData("hang", "interactive")]
    [InlineData("hang", "headless")]
    [InlineData("hang-mid", "interactive")]
    [InlineData("hang-mid", "headless")]
    [InlineData("usage", "headless")]
    public async Task Agent_that_hangs_is_said_to_work_and_is_ended_with_all_its_processes(string scenario, string mode)
    {
        Play(scenario);
        var id = await AddAsync(Prompt, mode);
        await Eventually.TrueAsync(
            "OpenCode has asked the model", async () => (await _opencode.Model.RequestsAsync()).Any(request => request.Tools > 0), TimeSpan.FromSeconds(30));
        if (mode == "interactive") await StateAsync(id, "working");
        Assert.Equal("in_progress", await Home.StatusAsync(id));

        (await Home.RunAsync("task", "kill", id)).Succeeded();
        Assert.Equal("needs_review", await Home.StatusAsync(id));
        await Eventually.TrueAsync("no process of OpenCode is left", () => !Home.Processes().Any(process => process.CommandLine.Contains("opencode-linux-x64")));
    }

    private Task<string> AddAsync(string prompt, string mode) =>
        Home.AddTaskAsync(Repository, "Write the notes", "-b", prompt, "--agent", "opencode", "--mode", mode);

    /// <summary>Which scenario the model plays for agents started from now on.</summary>
    private void Play(string scenario) => _opencode.Play(Home, scenario);

    private Task<JsonNode> StateAsync(string id) => Home.JsonAsync("agent", "explain", id);

    private async Task StateAsync(string id, string state)
    {
        var last = "";
        await Eventually.TrueAsync(
            $"it is said to be {state}",
            async () => (last = (await StateAsync(id)).ToString()).Contains($"\"state\": \"{state}\""),
            TimeSpan.FromSeconds(40),
            () => last);
    }

    private async Task AsksAsync(string id)
    {
        await StateAsync(id, "waiting");
        var last = "";
        await Eventually.TrueAsync(
            "the server told the question",
            async () => (last = (await StateAsync(id)).ToString()).Contains("server: permission per_"),
            TimeSpan.FromSeconds(20),
            () => last);
        Assert.Contains("bash: echo asked", last);
        Assert.Equal("in_progress", await Home.StatusAsync(id));
    }

    private async Task AnswerAsync(string id, string reply)
    {
        var asked = (await _opencode.AskAsync(Home, id, "GET", "/permission"))!.AsArray();
        var answered = await _opencode.AskAsync(
            Home, id, "POST", $"/permission/{Assert.Single(asked)!["id"]}/reply", $$"""{"reply":"{{reply}}"}""");
        Assert.True(answered!.GetValue<bool>());
    }
}
