using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>What goes wrong around a real Claude Code, and that the state stays true.</summary>
public sealed class ClaudeFaultTests : EndToEndTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]] [[say text=All of it is written now.]]";

    private ClaudeWorkplace _claude = null!;

    public override async Task InitializeAsync()
    {
        _claude = await ClaudeWorkplace.OpenAsync();
        Use(new OrchtuiHome(_claude.Prefix));
        _claude.Play(Home, "ok");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _claude.DisposeAsync();
    }

    [ClaudeFact]
    public async Task Hooks_that_cannot_write_leave_title_and_screen_to_tell()
    {
        _claude.Play(Home, "ok-300");
        var id = await Home.AddTaskAsync(_claude.Repository, "Write the notes", "-b", Prompt, "--agent", "claude", "--mode", "interactive");
        await Eventually.TrueAsync("Claude has asked the model", async () => (await _claude.Model.RequestsAsync()).Count > 0);
        var events = Assert.Single(Directory.EnumerateDirectories(Home.Path, "events", SearchOption.AllDirectories));
        Directory.Delete(events, recursive: true);
        await File.WriteAllTextAsync(events, "in the way of every hook");

        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("Written by the agent", _claude.Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        var explained = await Home.JsonAsync("agent", "explain", id);
        Assert.Equal("done", explained.Text("state"));
        Assert.Equal("screen", explained.Text("source"));
    }

    [ClaudeFact]
    public async Task Two_at_once_are_told_apart()
    {
        _claude.Play(Home, "ok-100");
        var ids = new List<string>();
        foreach (var name in new[] { "one", "two" })
        {
            var prompt = $"Please [[write path={name}.txt text=By {name}]] [[say text=I am {name} and done.]]";
            ids.Add(await Home.AddTaskAsync(_claude.Repository, $"Write {name}", "-b", prompt, "--agent", "claude", "--mode", "interactive"));
        }

        var one = await Home.WaitForTaskAsync(ids[0], "in_review");
        var two = await Home.WaitForTaskAsync(ids[1], "in_review");
        Assert.NotEqual(one.Text("session_id"), two.Text("session_id"));
        Assert.Equal("By one", _claude.Repository.Git("show", $"{one.Text("branch")}:one.txt"));
        Assert.Equal("By two", _claude.Repository.Git("show", $"{two.Text("branch")}:two.txt"));
        Assert.Contains("I am one", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(ids[0]), "--history", "1000"));
        Assert.Contains("I am two", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(ids[1]), "--history", "1000"));
    }

    [ClaudeFact]
    public async Task Daemon_that_an_agent_leaves_behind_does_not_keep_its_task_open()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Home.Path).FullName, "config.yml"), "workflow:\n  permissions:\n    mode: autonomous\n");
        const string Daemon = """Please [[bash command="setsid sleep 4322 & echo started"]] [[write path=notes.txt text=Written]]""";
        var id = await Home.AddTaskAsync(_claude.Repository, "Leave a daemon", "-b", Daemon, "--agent", "claude");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("Written", _claude.Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        Assert.True(DaemonRuns(), "The daemon was never started.");
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.True(_claude.Repository.Has("notes.txt"));

        // What an agent started on purpose to outlive it is ended with everything else, at the latest.
        (await Home.RunAsync("service", "stop", "--all")).Succeeded();
        Assert.False(DaemonRuns(), "The daemon lives on.");

        bool DaemonRuns() => Home.Processes().Any(process => process.CommandLine.StartsWith("sleep 4322", StringComparison.Ordinal));
    }

    /// <summary>The keys that lead to a field for text take a moment: text that follows them at once would be lost.</summary>
    [ClaudeFact]
    public async Task Question_is_answered_in_own_words_by_the_keys_that_its_dialog_names()
    {
        const string Ask = """Please [[ask question=Which colour? options=Red|Blue]] [[bash command="sh -c 'echo asked > asked.txt'"]]""";
        var id = await Home.AddTaskAsync(_claude.Repository, "Ask", "-b", Ask, "--agent", "claude", "--mode", "interactive");
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, "Type something");
        await SendAsync(pane, "3");
        await Home.WaitForTextAsync(pane, "❯ 3\\.");
        (await Home.RunAsync("pane", "send", pane, "--literal", "Rather green")).Succeeded();
        await Home.WaitForTextAsync(pane, "Rather green");
        await SendAsync(pane, "Enter");
        await Home.WaitForTextAsync(pane, "Which colour\\? → Rather green");

        await Home.WaitForTextAsync(pane, "Do you want to proceed");
        await SendAsync(pane, "Escape");
        await Home.WaitForTextAsync(pane, "What should Claude do instead");
        (await Home.RunAsync("pane", "send", pane, "--literal", "Just [[write path=notes.txt text=In other words]]")).Succeeded();
        await Home.WaitForTextAsync(pane, "In other words");
        await SendAsync(pane, "Enter");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("In other words", _claude.Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        Assert.False(File.Exists(Path.Combine(task.Text("worktree"), "asked.txt")));

        async Task SendAsync(string to, string key) => (await Home.RunAsync("pane", "send", to, key)).Succeeded();
    }

    [ClaudeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Killed_agent_is_told_and_its_conversation_goes_on(string mode)
    {
        const string Work = "Please [[write path=notes.txt text=Written before]] [[play scenario=hang]]";
        var id = await Home.AddTaskAsync(_claude.Repository, "Write the notes", "-b", Work, "--agent", "claude", "--mode", mode);
        await Eventually.TrueAsync("the file is written", async () => (await _claude.Model.RequestsAsync()).Any(request => request.Results == 1));
        foreach (var process in Home.Processes().Where(process => process.CommandLine.Contains("claude-code-linux-x64/claude"))) process.Kill();
        var task = await Home.WaitForTaskAsync(id, "needs_review");
        Assert.Contains("137", task.Text("reason"));
        Assert.Contains("Look at its pane, then retry the task", task.Text("reason"));
        Assert.Contains("notes.txt", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000"));

        (await Home.RunAsync("task", "takeover", id)).Succeeded();
        var pane = "";
        await Eventually.TrueAsync("it has another pane", async () =>
            (await Home.PaneOfTaskAsync(id)) is { } open && open["alive"]!.GetValue<bool>() && (pane = open.Text("id")).Length > 0);
        await Home.WaitForTextAsync(pane, "^❯.Please");
        Assert.Equal(task.Text("session_id"), (await Home.TaskAsync(id)).Text("session_id"));
    }

    [ClaudeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Used_up_plan_is_told_with_its_end(string mode)
    {
        _claude.PlayToSubscriber(Home, "limit");
        var id = await Home.AddTaskAsync(_claude.Repository, "Write the notes", "-b", Prompt, "--agent", "claude", "--mode", mode);
        var task = await Home.WaitForTaskAsync(id, "needs_review");
        Assert.Contains("resets Jan 1, 2030", task.Text("reason"));
        if (mode == "headless")
            Assert.Contains("limited until 2030-01-01 00:00 UTC", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000"));
        else Assert.Equal("limited", (await Home.JsonAsync("agent", "explain", id)).Text("state"));
    }

    [ClaudeFact]
    public async Task Transcript_shows_plan_diff_and_folded_output()
    {
        const string Work =
            """
            Please [[tool name=TaskCreate input="{\"subject\":\"Look around\",\"description\":\"x\"}"]]
            [[tool name=TaskUpdate input="{\"taskId\":\"1\",\"status\":\"completed\"}"]]
            [[read path=README.md]] [[edit path=README.md old=repository new=place]] [[bash command="git log --help"]]
            """;
        var id = await Home.AddTaskAsync(_claude.Repository, "Look around", "-b", Work, "--agent", "claude");
        await Home.WaitForTaskAsync(id, "in_review");
        var transcript = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000");
        Assert.Contains("◇ Plan 0/1", transcript);
        Assert.Contains("◇ Plan 1/1", transcript);
        Assert.Contains("README.md +1 -1", transcript);
        Assert.Contains("-# A repository", transcript);
        Assert.Contains("+# A place", transcript);
        Assert.Matches("✔ done · [0-9,]+ in / [0-9,]+ out tokens · \\$", transcript);
    }
}
