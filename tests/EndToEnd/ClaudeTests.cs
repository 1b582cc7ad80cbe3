using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>
/// The real Claude Code, on the real program, with a scripted model: in a network namespace that holds nothing but the model server.
/// </summary>
public sealed class ClaudeTests : EndToEndTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]] [[say text=All of it is written.]]";

    private ClaudeWorkplace _claude = null!;

    private TemporaryRepository Repository => _claude.Repository;

    public override async Task InitializeAsync()
    {
        _claude = await ClaudeWorkplace.OpenAsync();
        Use(new OrchtuiHome(_claude.Prefix));
        Play("ok");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _claude.DisposeAsync();
    }

    [ClaudeFact]
    public async Task Task_from_the_form_is_seen_working_reviewed_and_landed()
    {
        Play("ok-300");
        var screen = await QueueAsync(120, 40);
        await screen.FillInTaskAsync("Write the notes", Prompt, "claude", "interactive");
        await EnterPaneAsync(screen);
        await screen.WaitForAsync("Claude has ended its turn", "All of it is written\\.");

        var task = await Home.WaitForTaskAsync("1", "in_review");
        Assert.Equal("claude", task.Text("agent"));
        var file = Path.Combine(task.Text("worktree"), "notes.txt");
        Assert.Equal("Written by the agent", (await File.ReadAllTextAsync(file)).TrimEnd());
        Assert.False(Repository.Has("notes.txt"));
        await Home.WaitForTokensAsync("1", 2 * 5542);

        screen.SendKeys("C-b", "d");
        Assert.Equal(0, (await screen.WaitForExitAsync()).ShellCode);
        var other = Attach(100, 30);
        await other.WaitForAsync("the same pane at another size", "All of it is written\\.");
        other.SendKeys("C-b", "0");
        await other.WaitForAsync("the queue has the task", "1 Write.*claude");
        other.SendKeys("L");
        await Home.WaitForTaskAsync("1", "done");
        Assert.Equal("Written by the agent", Repository.Git("show", "main:notes.txt"));
        Assert.True(Repository.Has("notes.txt"));
        Assert.False(Directory.Exists(task.Text("worktree")));
    }

    [ClaudeFact]
    public async Task Headless_task_leaves_its_transcript_its_tokens_and_its_work()
    {
        var id = await Home.AddTaskAsync(Repository, "Write the notes", "-b", Prompt, "--agent", "claude");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.True(task["tokens"]!.GetValue<long>() > 0);
        Assert.NotEmpty(task.Text("session_id"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        var transcript = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000");
        Assert.Contains("notes.txt", transcript);
        Assert.Contains("All of it is written.", transcript);
        Assert.Contains(await _claude.Model.RequestsAsync(), request => request.Path.EndsWith("/v1/messages", StringComparison.Ordinal));
    }

    [ClaudeFact]
    public async Task Conversation_that_goes_on_by_itself_is_not_given_its_whole_prompt_again()
    {
        var id = await Home.AddTaskAsync(Repository, "Write the notes", "-b", Prompt, "--agent", "claude");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        (await Home.RunAsync("task", "retry", id, "--resume")).Succeeded();
        await Eventually.TrueAsync("it has been tried again", async () => (await Home.TaskAsync(id)).Text("attempts") == "2");
        var resumed = await Home.WaitForTaskAsync(id, "in_review");

        Assert.Equal(task.Text("session_id"), resumed.Text("session_id"));
        var conversations = Directory.GetFiles(_claude.UserHome, $"{task.Text("session_id")}.jsonl", SearchOption.AllDirectories);
        var lines = await File.ReadAllLinesAsync(Assert.Single(conversations));
        var asked = lines.Where(line => line.Contains("\"type\":\"user\"", StringComparison.Ordinal)).ToList();
        Assert.Single(asked, line => line.Contains("Please [[write", StringComparison.Ordinal));
        Assert.Single(asked, line => line.Contains("Go on with your task where you left off", StringComparison.Ordinal));
    }

    [ClaudeFact]
    public async Task Answer_without_a_change_stays_to_be_read_and_to_be_talked_about()
    {
        const string Question = "Please [[read path=README.md]] [[say text=It is a small repository.]]";
        var id = await Home.AddTaskAsync(Repository, "What is this", "-b", Question, "--agent", "claude", "--mode", "interactive");
        Assert.Contains("nothing to land", (await Home.WaitForTaskAsync(id, "done")).Text("reason"));
        var screen = Attach(120, 40, "--task", id);
        await screen.WaitForAsync("the answer", "It is a small repository\\.");

        screen.Type("Please [[write path=notes.txt text=Written later]] [[say text=Now there are notes.]]");
        await Eventually.TrueAsync("typing reopens it", async () => await Home.StatusAsync(id) == "in_progress");
        screen.SendKeys("Enter");
        await Home.WaitForTaskAsync(id, "in_review");
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.True(Repository.Has("notes.txt"));
        await Eventually.TrueAsync("its pane is closed", async () => await Home.PaneOfTaskAsync(id) is null);
    }

    [ClaudeFact]
    public async Task Interactive_work_goes_on_when_the_host_is_killed()
    {
        Play("ok-300");
        var screen = await QueueAsync(120, 40);
        await screen.FillInTaskAsync("Write the notes", Prompt, "claude", "interactive");
        await EnterPaneAsync(screen);
        var (pid, host) = (await PidOfTaskAsync("1"), await KillHostAsync());
        await screen.WaitForAsync("Claude's screen is back", "All of it is written\\.", 60);

        var task = await Home.WaitForTaskAsync("1", "in_review");
        Assert.NotEqual(host, (await Home.PidsAsync()).Host);
        Assert.Equal(pid, await PidOfTaskAsync("1"));
        Assert.Equal("1", task.Text("attempts"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
    }

    [ClaudeFact]
    public async Task Headless_work_ends_truly_when_the_host_is_killed()
    {
        Play("ok-300");
        var id = await Home.AddTaskAsync(Repository, "Write the notes", "-b", Prompt, "--agent", "claude");
        await Eventually.TrueAsync("Claude has asked the model", async () => (await _claude.Model.RequestsAsync()).Count > 0);
        await KillHostAsync();
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("1", task.Text("attempts"));
        Assert.True(task["tokens"]!.GetValue<long>() > 0);
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        Assert.Contains("All of it is written.", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000"));
    }

    [ClaudeFact]
    public async Task Work_that_ended_while_there_was_no_host_is_found_when_one_starts()
    {
        Play("ok-200");
        var id = await Home.AddTaskAsync(Repository, "Write the notes", "-b", Prompt, "--agent", "claude");
        await Eventually.TrueAsync("Claude has asked the model", async () => (await _claude.Model.RequestsAsync()).Count > 0);
        (await Home.RunAsync("service", "stop")).Succeeded();
        await Eventually.TrueAsync("Claude has ended", () => !ClaudeRuns());
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.True(task["tokens"]!.GetValue<long>() > 0);
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
    }

    [ClaudeTheory]
    [InlineData("interactive")]
    [InlineData("headless")]
    public async Task Agent_that_hangs_shows_its_state_and_is_ended_with_all_its_processes(string mode)
    {
        Play("hang");
        var id = await Home.AddTaskAsync(Repository, "Wait for ever", "-b", Prompt, "--agent", "claude", "--mode", mode);
        await Eventually.TrueAsync("Claude has asked the model", async () => (await _claude.Model.RequestsAsync()).Count > 0);
        await Eventually.TrueAsync(
            "it is said to work", async () => (await Home.JsonAsync("agent", "explain", id)).Text("state") == "working");
        Assert.Equal("in_progress", await Home.StatusAsync(id));

        (await Home.RunAsync("task", "kill", id)).Succeeded();
        Assert.Equal("needs_review", await Home.StatusAsync(id));
        await Eventually.TrueAsync("no process of Claude is left", () => !ClaudeRuns(), describe: Processes);
    }

    [ClaudeFact]
    public async Task Question_is_shown_in_the_queue_and_answered_in_the_pane()
    {
        var screen = await QueueAsync(160, 40);
        const string Command = """Please [[bash command="sh -c 'echo asked > asked.txt'"]]""";
        await screen.FillInTaskAsync("Run a command", Command, "claude", "interactive");
        await screen.WaitForAsync("the queue says that it asks", "▲ +1 Run a command .*asks");
        Assert.Equal("waiting", (await Home.JsonAsync("agent", "explain", "1")).Text("state"));
        Assert.Equal("in_progress", await Home.StatusAsync("1"));
        screen.SendKeys("Enter");
        await screen.WaitForAsync("the question in its pane", "Do you want to proceed");
        screen.SendKeys("1");
        var task = await Home.WaitForTaskAsync("1", "in_review");
        Assert.Equal("asked", Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
    }

    [ClaudeFact]
    public async Task Finished_headless_run_is_taken_over_in_its_own_conversation()
    {
        var screen = await QueueAsync(120, 40);
        await screen.FillInTaskAsync("Write the notes", Prompt, "claude", "headless");
        var task = await Home.WaitForTaskAsync("1", "in_review");
        await screen.WaitForAsync("the queue shows it finished", "✔ +1 Write the notes");
        screen.SendKeys("t");
        await Eventually.TrueAsync("it runs again", async () => await Home.StatusAsync("1") == "in_progress");
        await screen.WaitForAsync("the old conversation in the preview of its pane", "❯ Please");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its pane", "^ orchtui +task 1");
        await screen.WaitForAsync("the old conversation", "All of it is written\\.");
        screen.Type("And [[write path=more.txt text=More of it]] [[say text=More is written.]]");
        await screen.WaitForAsync("the typed prompt", "^❯.And .*is written\\.\\]\\]$");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("Claude has ended its second turn", "● More is written\\.");
        var again = await Home.WaitForTaskAsync("1", "in_review");
        Assert.Equal(task.Text("session_id"), again.Text("session_id"));
        Assert.Equal("2", again.Text("attempts"));
        var shown = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync("1"), "--history", "1000");
        Assert.Single(shown.Split('\n'), row => row.StartsWith('❯') && row.Contains("Please"));
        Assert.Equal("More of it", Repository.Git("show", $"{task.Text("branch")}:more.txt"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
    }

    [ClaudeTheory]
    [InlineData("task", "kill", "1")]
    [InlineData("service", "stop", "--all")]
    public async Task Ending_an_agent_ends_the_commands_it_has_started(params string[] ending)
    {
        const string Command = "Please [[bash command=sleep 4321]]";
        await Home.AddTaskAsync(Repository, "Run something long", "-b", Command, "--agent", "claude", "--mode", "interactive");
        await Eventually.TrueAsync("the command runs", CommandRuns, describe: Processes);

        (await Home.RunAsync(ending)).Succeeded();
        await Eventually.TrueAsync("neither Claude nor its command is left", () => !ClaudeRuns() && !CommandRuns(), describe: Processes);

        bool CommandRuns() => Home.Processes().Any(process => process.CommandLine.StartsWith("sleep 4321", StringComparison.Ordinal));
    }

    /// <summary>Which scenario the model plays for agents started from now on.</summary>
    private void Play(string scenario) => _claude.Play(Home, scenario);

    /// <summary>The queue, attached from inside the repository, which the form then proposes as the project.</summary>
    private async Task<Screen> QueueAsync(int columns, int rows)
    {
        var screen = Start(Home.Program("attach"), columns, rows, Repository.Path);
        await screen.WaitForAsync("the queue", "No tasks yet");
        return screen;
    }

    /// <summary>Opens the pane of the task that the queue shows, as soon as there is one, and sees its agent work.</summary>
    private static async Task EnterPaneAsync(Screen screen)
    {
        await screen.WaitForAsync("the preview of its pane", "❯ Please");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("Claude works in its pane", "esc to interrupt");
    }

    private async Task<int> PidOfTaskAsync(string id) => (await Home.PaneOfTaskAsync(id))!["pid"]!.GetValue<int>();

    private async Task<int> KillHostAsync()
    {
        var (host, _) = await Home.PidsAsync();
        ProcessSignals.Send(host, Signal.Kill);
        await Eventually.TrueAsync("the host is gone", () => !RunningProcess.IsAlive(host));
        return host;
    }

    private bool ClaudeRuns() => Home.Processes().Any(process => process.CommandLine.Contains("claude-code-linux-x64/claude"));

    private string Processes() => string.Join('\n', Home.Processes());
}
