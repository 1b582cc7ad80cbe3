using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The real Codex: its runs, its state, its questions, its faults.</summary>
public sealed class CodexTests : CodexTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]] [[say text=All of it is written.]]";
    private const string Asking =
        "Please [[bash command=touch /etc/orchtui-probe && rm /etc/orchtui-probe why=May I touch it?]] [[say text=It was tried.]]";

    [CodexFact]
    public async Task Headless_task_leaves_its_transcript_its_tokens_and_its_work()
    {
        var task = await Home.WaitForTaskAsync(await AddAsync("headless", Prompt), "in_review");
        Assert.Equal("codex", task.Text("agent"));
        Assert.Equal("10084", task.Text("tokens"));
        Assert.Matches("^[0-9a-f-]{36}$", task.Text("session_id"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        var transcript = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync("1"), "--history", "1000");
        Assert.Contains("notes.txt", transcript);
        Assert.Contains("All of it is written.", transcript);
        var told = Directory.GetFiles(Home.Path, "updates*", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.Contains(told, updates => updates.Contains("@@ -0,0 \\u002B1,1 @@") || updates.Contains("@@ -0,0 +1,1 @@"));
        Assert.Contains(await Workplace.Model.RequestsAsync(), request => request.Path.EndsWith("/v1/responses", StringComparison.Ordinal));
    }

    [CodexFact]
    public async Task Agent_commits_in_its_worktree_and_cannot_write_into_the_main_checkout()
    {
        var command = $"echo mine > mine.txt && git add mine.txt && git commit -qm Mine; touch {Repository.Path}/stray.txt";
        var task = await Home.WaitForTaskAsync(await AddAsync("headless", $"Please [[bash command={command}]]"), "in_review");
        Assert.Equal("Mine", Repository.Git("log", "-1", "--format=%s", task.Text("branch")));
        Assert.False(Repository.Has("stray.txt"));
    }

    [CodexFact]
    public async Task Conversation_that_goes_on_counts_each_run_by_itself()
    {
        var id = await AddAsync("headless", Prompt);
        var task = await Home.WaitForTaskAsync(id, "in_review");
        (await Home.RunAsync("task", "retry", id, "--resume")).Succeeded();
        await Eventually.TrueAsync("it has been tried again", async () => (await Home.TaskAsync(id)).Text("attempts") == "2");
        var resumed = await Home.WaitForTaskAsync(id, "in_review");

        Assert.Equal(task.Text("session_id"), resumed.Text("session_id"));
        Assert.Contains(
            await Workplace.Model.RequestsAsync(),
            request => request.Prompt?.StartsWith("Go on with your task", StringComparison.Ordinal) == true);
        Assert.Equal("20168", resumed.Text("tokens"));
    }

    [CodexFact]
    public async Task Interactive_task_is_seen_working_and_reviewed_and_its_conversation_is_known()
    {
        Play("ok-300");
        var id = await AddAsync("interactive", Prompt);
        await Home.WaitForStateAsync(id, "working");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        var conversation = Assert.Single(
            Directory.GetFiles(Workplace.Codex.Path, $"rollout-*-{task.Text("session_id")}.jsonl", SearchOption.AllDirectories));
        Assert.Contains("Written by the agent", await File.ReadAllTextAsync(conversation));
        await Home.WaitForTokensAsync(id, 10084);
        Assert.DoesNotContain(Home.Processes(), process => process.CommandLine.Contains("app-server", StringComparison.Ordinal));
    }

    [CodexTheory]
    [InlineData("y", 1)]
    [InlineData("Escape", 0)]
    public async Task Question_is_shown_as_waiting_and_answered_in_the_pane(string key, int results)
    {
        var id = await AddAsync("interactive", Asking);
        await Home.WaitForStateAsync(id, "waiting");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, "Would you like to run the following command");
        (await Home.RunAsync("pane", "send", pane, key)).Succeeded();
        await AnsweredAsync(id, results);
    }

    [CodexTheory]
    [InlineData("--once", 1)]
    [InlineData("--deny", 0)]
    public async Task Question_is_answered_from_the_inbox(string answer, int results)
    {
        var id = await AddAsync("interactive", Asking);
        var question = await Home.WaitForQuestionAsync(id);
        Assert.StartsWith("Would you like to run the following command?", question.Text("question"));
        Assert.Contains("Reason: May I touch it?", question.Text("question"));
        Assert.Equal("true", question.Text("takes_text"));
        (await Home.RunAsync("inbox", "answer", question.Text("id"), answer)).Succeeded();
        await AnsweredAsync(id, results);
    }

    [CodexFact]
    public async Task Trust_in_a_repository_is_asked_of_the_person_and_nobody_else()
    {
        Workplace.Codex.Trusts = false;
        Play("ok");
        var id = await AddAsync("interactive", Prompt);
        var question = await Home.WaitForQuestionAsync(id);
        Assert.Contains("Trust this folder?", question.Text("question"));
        Assert.Contains("orch-task-1", question.Text("question").ReplaceLineEndings(""));
        Assert.Empty(await Workplace.Model.RequestsAsync());
        (await Home.RunAsync("inbox", "answer", question.Text("id"), "--option", "1")).Succeeded();
        await Home.WaitForTaskAsync(id, "in_review");
    }

    [CodexFact]
    public async Task Interrupted_turn_leaves_the_task_open()
    {
        Play("hang");
        var id = await AddAsync("interactive", Prompt);
        await Home.WaitForStateAsync(id, "working");
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, "esc to interrupt");
        (await Home.RunAsync("pane", "send", pane, "Escape")).Succeeded();
        await Home.WaitForStateAsync(id, "idle");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
    }

    [CodexTheory]
    [InlineData("e400", "context_overflow", "ran out of room")]
    [InlineData("e401", "auth", "401 Unauthorized")]
    [InlineData("e403", "auth", "403 Forbidden")]
    [InlineData("e404", "model_unavailable", "does not exist")]
    [InlineData("e429", "rate_limit", "429 Too Many Requests")]
    [InlineData("e500", "agent_failed", "high demand")]
    [InlineData("e529", "rate_limit", "at capacity")]
    [InlineData("quota", "rate_limit", "Quota exceeded")]
    [InlineData("usage", "rate_limit", "hit your usage limit")]
    [InlineData("drop", "agent_failed", "stream disconnected")]
    public async Task Fault_of_the_model_is_the_reason_that_the_task_tells(string scenario, string errorClass, string says)
    {
        Play(scenario);
        foreach (var mode in new[] { "headless", "interactive" })
        {
            var task = await Home.WaitForTaskAsync(await AddAsync(mode, Prompt), "needs_review");
            Assert.StartsWith($"{errorClass}: ", task.Text("reason"));
            Assert.Contains(says, task.Text("reason").ReplaceLineEndings(" "));
            if (scenario == "usage") Assert.Matches(@"limited until \d{4}-\d\d-\d\d \d\d:\d\d", task.Text("reason"));
            Assert.Matches("^[0-9a-f-]{36}$", task.Text("session_id"));
            Assert.True(Directory.Exists(task.Text("worktree")));
        }
    }

    [CodexTheory]
    [InlineData("hang", "interactive")]
    [InlineData("hang", "headless")]
    [InlineData("hang-mid", "interactive")]
    [InlineData("hang-mid", "headless")]
    public async Task Agent_that_hangs_shows_its_state_and_is_ended_with_all_its_processes(string scenario, string mode)
    {
        Play(scenario);
        var id = await AddAsync(mode, Prompt);
        await Eventually.TrueAsync(
            "Codex has asked the model", async () => (await Workplace.Model.RequestsAsync()).Any(request => request.Prompt == Prompt));
        await Home.WaitForStateAsync(id, "working");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        (await Home.RunAsync("task", "kill", id)).Succeeded();
        Assert.Equal("needs_review", await Home.StatusAsync(id));
        await Eventually.TrueAsync("no process of Codex is left", () => !CodexRuns(), describe: () => string.Join('\n', Home.Processes()));
    }

    /// <summary>Permission given lets the turn end; permission refused breaks it off.</summary>
    private async Task AnsweredAsync(string id, int results)
    {
        if (results > 0) await Home.WaitForTaskAsync(id, "done");
        else await Home.WaitForStateAsync(id, "idle");
        Assert.Equal(results, (await Workplace.Model.RequestsAsync()).Last(request => request.Prompt == Asking).Results);
    }

    private bool CodexRuns() => Home.Processes().Any(process => process.CommandLine.Contains("/bin/codex", StringComparison.Ordinal));
}
