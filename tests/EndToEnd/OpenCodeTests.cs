using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The real OpenCode: its runs, its state, its faults.</summary>
public sealed class OpenCodeTests : OpenCodeTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]] [[say text=All of it is written.]]";

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

    /// <summary>Its headless command believes PWD, and the host was started by a shell that stands in the main checkout.</summary>
    [OpenCodeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Agent_works_in_its_worktree_whatever_directory_the_host_was_started_from(string mode)
    {
        (await Home.RunAsync(new CliCall(["service", "start"]) { WorkingDirectory = Repository.Path })).Succeeded();
        var task = await Home.WaitForTaskAsync(await AddAsync(Prompt, mode), "in_review");
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        Assert.Empty(Repository.Git("status", "--porcelain"));
    }

    [OpenCodeFact]
    public async Task Interactive_task_is_seen_working_and_done_by_its_server()
    {
        Play("ok-200");
        var id = await AddAsync(Prompt, "interactive");
        await Home.WaitForStateAsync(id, "working");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.StartsWith("ses_", task.Text("session_id"));
        Assert.Contains("server", task.Text("reason"));
        await Home.WaitForTokensAsync(id, 2 * 5042);
        Assert.Equal(0.002968m, (await Home.TaskAsync(id))["cost_usd"]!.GetValue<decimal>());
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
        var asked = (await OpenCode.Model.RequestsAsync()).Where(request => request.Tools > 0).ToList();
        Assert.True(asked[^1].Messages > asked[0].Messages, "The later request should carry the earlier conversation.");
    }

    [OpenCodeTheory]
    [InlineData("e401", "headless", "auth: Incorrect API key")]
    [InlineData("e401", "interactive", "auth: Incorrect API key")]
    [InlineData("e403", "headless", "auth: Your API key does not have permission")]
    [InlineData("e403", "interactive", "auth: Your API key does not have permission")]
    [InlineData("e404", "headless", "model_unavailable: The model")]
    [InlineData("e404", "interactive", "model_unavailable: The model")]
    [InlineData("e400", "headless", "context_overflow: Your input exceeds")]
    [InlineData("e400", "interactive", "context_overflow: ")] // It tries to shorten the conversation then, and may say in the end that this failed.
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
        await Eventually.TrueAsync("the retry is told", async () => (await Home.JsonAsync("agent", "explain", id)).Text("reason").Contains("server: retry"), TimeSpan.FromSeconds(40));
        Assert.Equal("working", (await Home.JsonAsync("agent", "explain", id)).Text("state"));
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
            "OpenCode has asked the model", async () => (await OpenCode.Model.RequestsAsync()).Any(request => request.Tools > 0), TimeSpan.FromSeconds(30));
        if (mode == "interactive") await Home.WaitForStateAsync(id, "working");
        Assert.Equal("in_progress", await Home.StatusAsync(id));

        (await Home.RunAsync("task", "kill", id)).Succeeded();
        Assert.Equal("needs_review", await Home.StatusAsync(id));
        await Eventually.TrueAsync("no process of OpenCode is left", () => !Home.Processes().Any(process => process.CommandLine.Contains("opencode-linux-x64")));
    }
}
