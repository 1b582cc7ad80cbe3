using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Whatever the service refuses, or keeps to itself: the task of a real Claude Code says which kind of failure it was and what to do next.</summary>
public sealed class ClaudeErrorTests : ClaudeTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]] [[say text=All of it is written.]]";
    private const string SignIn = "`orchtui agents`";
    private const string Later = "Retry the task later";
    private const string Look = "Look at its pane, then retry";

    /// <summary>What the service does, what the task tells of it, and what it advises.</summary>
    private static readonly (string Plays, string Says, string Advises)[] Rows =
    [
        ("e401", "auth: Invalid API key", SignIn),
        ("e403", "auth: |API Error: 403", SignIn),
        ("e404", "model_unavailable: There's an issue with the selected model", "Choose another model"),
        ("e429", "rate_limit: |Request rejected (429)", Later),
        ("usage", "rate_limit: |Request rejected (429)", Later),
        ("quota", "rate_limit: |You exceeded your current quota", Later),
        ("credit", "auth: Credit balance is too low", SignIn),
        ("e529", "rate_limit: API Error: 529 Overloaded", Later),
        ("e500", "agent_failed: API Error: 500", Look),
        ("e400", "context_overflow: Prompt is too long", "without resuming its conversation"),
        ("drop", "agent_failed: API Error: Unable to connect to API (ECONNRESET)", Look),
        ("drop-mid", "agent_failed: API Error: Connection to the API was lost", Look),
        ("http://127.0.0.1:9/ok", "agent_failed: API Error: Unable to connect to API (ConnectionRefused)", Look),
        ("http://nobody.invalid/ok", "agent_failed: API Error: Unable to connect to API", Look),
        ("hang", "timeout: Request timed out", "take it over"),
    ];

    /// <summary>All at once in one home, as many side by side as it allows.</summary>
    [ClaudeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Failure_of_the_service_is_told_with_its_kind_and_what_to_do_next(string mode)
    {
        var tasks = new List<string>();
        foreach (var (plays, _, _) in Rows)
        {
            Play(plays);
            tasks.Add(await AddAsync(plays, Prompt, mode));
        }

        foreach (var ((plays, says, advises), id) in Rows.Zip(tasks))
        {
            var task = await Home.WaitForTaskAsync(id, "needs_review");
            foreach (var words in says.Split('|').Append(advises))
                Assert.True(task.Text("reason").Contains(words, StringComparison.Ordinal), $"{plays}: '{task.Text("reason")}' does not say '{words}'.");
            var explained = await Home.JsonAsync("agent", "explain", id);
            string[] states = mode == "headless" ? ["exited"] : says.StartsWith("rate_limit", StringComparison.Ordinal) ? ["limited", "failed"] : ["failed"];
            Assert.Contains(explained.Text("state"), states);
            Assert.Equal((mode == "headless" ? "failed" : "resting", "1"), (explained.Text("attempt_state"), task.Text("attempts")));
            Assert.True(Directory.Exists(task.Text("worktree")), $"{plays}: the worktree is gone.");
        }
    }

    /// <summary>The answer begins and never ends: no timeout of Claude's covers that, so ours has to.</summary>
    [ClaudeFact]
    public async Task Run_that_stalls_is_ended_by_its_time_limit_and_leaves_its_work()
    {
        WriteConfig("workflow:\n  timeout_seconds: 6\n");
        var id = await AddAsync("Stall", "Please [[write path=notes.txt text=Before the stall]] [[play scenario=hang-mid]]");
        var task = await Home.WaitForTaskAsync(id, "needs_review");
        Assert.StartsWith("timeout: it ran longer than", task.Text("reason"));
        Assert.Contains("take it over", task.Text("reason"));
        Assert.Equal("timed_out", (await Home.JsonAsync("agent", "explain", id)).Text("attempt_state"));
        Assert.True(File.Exists(Path.Combine(task.Text("worktree"), "notes.txt")));
        Assert.DoesNotContain(Home.Processes(), process => process.CommandLine.Contains("claude-code-linux-x64/claude"));
    }

    [ClaudeFact]
    public async Task Model_effort_and_budget_of_the_configuration_reach_claude_and_the_task_has_the_last_word_on_the_model()
    {
        WriteConfig("agents:\n  claude:\n    effort: low\n    model: claude-sonnet-4-6\n    max_budget_usd: 0.0001\n");
        var spent = await AddAsync("Spend", Prompt);
        var task = await Home.WaitForTaskAsync(spent, "needs_review");
        Assert.Contains("budget", task.Text("reason"));
        Assert.Contains(Look, task.Text("reason"));
        Assert.True(task["tokens"]!.GetValue<long>() > 0);
        Assert.All(await RequestsAsync(), request => Assert.Equal(("claude-sonnet-4-6", "low"), (request.Model, request.Effort)));

        var known = (await RequestsAsync()).Count;
        var other = await AddAsync("Write", Prompt, "interactive", "--model", "claude-opus-4-6");
        await Home.WaitForTaskAsync(other, "in_review");
        Assert.All((await RequestsAsync()).Skip(known), request => Assert.Equal(("claude-opus-4-6", "low"), (request.Model, request.Effort)));
    }

    [ClaudeFact]
    public async Task Refused_tool_of_a_headless_run_is_told()
    {
        var id = await AddAsync("Run a command", """Please [[bash command="sh -c 'echo asked > asked.txt'"]] [[say text=That is all.]]""");
        var task = await Home.WaitForTaskAsync(id, "done");
        Assert.Contains("1 tool call was refused", task.Text("reason"));
        Assert.Contains("nothing to land", task.Text("reason"));
        var transcript = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000");
        Assert.Contains("requires approval", transcript);
        Assert.Contains("That is all.", transcript);
        Assert.False(Repository.Has("asked.txt"));
    }

    /// <summary>One retry of Claude's own and a short patience keep the runs short.</summary>
    private void Play(string what)
    {
        Claude.Play(Home, what.Contains(':') ? "ok" : what);
        if (what.Contains(':')) Home.Environment["ANTHROPIC_BASE_URL"] = what;
        Home.Environment["CLAUDE_CODE_MAX_RETRIES"] = "1";
        Home.Environment["API_TIMEOUT_MS"] = "2500";
    }
}
