using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The real Claude Code at work in panes, with a scripted model behind it and no network but loopback.</summary>
public sealed class ClaudeTests : EndToEndTest
{
    private const string Prompt = "Please [[write path=notes.txt text=hello there]] and then [[say text=All done, boss.]]";

    private readonly TemporaryRepository _repository = new();
    private ClaudeHome? _claude;
    private LoopbackNamespace? _space;
    private ModelServerProcess? _server;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (new ClaudeFactAttribute().Skip is not null) return;
        _space = await LoopbackNamespace.StartAsync();
        _server = await ModelServerProcess.StartAsync(_space);
        _claude = new ClaudeHome(_repository.Path);
        await Home.DisposeAsync();
        Use(new OrchtuiHome(_space.Prefix));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        if (_space is not null) await _space.DisposeAsync();
        _claude?.Dispose();
        _repository.Dispose();
    }

    [ClaudeFact]
    public async Task Task_from_the_form_is_worked_on_reviewed_and_landed()
    {
        UseScenario("ok");
        var screen = Start(Home.Program(), 120, 40, _repository.Path);
        await screen.WaitForAsync("the queue", "No tasks yet");
        await AddByFormAsync(screen);
        await screen.WaitForAsync("Claude at work beside the list", "notes\\.txt");
        screen.SendKeys("Enter");
        await screen.WaitForAsync(
            "Claude's own screen, with its answer", view => view.Rows[0].Contains("task 1") && view.Text.Contains("All done, boss."));
        var task = await SettledAsync("1", "in_review");
        Assert.Equal("hello there", await File.ReadAllTextAsync(Path.Combine(task["worktree"]!.GetValue<string>(), "notes.txt")));
        Assert.Equal("1", _repository.Git("rev-list", "--count", $"main..{task["branch"]}"));

        screen.SendKeys("C-b", "d");
        Assert.Equal(ExitStatus.Exited(0), await screen.WaitForExitAsync());
        var again = Attach(90, 30);
        await again.WaitForAsync("everything as it was, in another size", "All done, boss\\.");
        again.SendKeys("C-b", "0");
        await again.WaitForAsync("the task in review", @"✔ +1 ");
        again.SendKeys("L");
        await again.WaitForAsync("the task as landed", @"✓ +1 ");
        Assert.Equal("done", (await GetAsync("1"))["status"]!.GetValue<string>());
        Assert.True(_repository.Has("notes.txt"));
        await Eventually.TrueAsync(
            "Claude is gone with its pane", () => !Home.Processes().Any(process => process.CommandLine.Contains("--session-id")));
    }

    [ClaudeFact]
    public async Task Headless_task_leaves_a_transcript_and_its_tokens()
    {
        UseScenario("ok");
        var id = await AddAsync(Prompt);
        var task = await SettledAsync(id, "in_review");
        Assert.True(task["tokens"]!.GetValue<long>() > 0);
        Assert.NotEmpty(task["session_id"]!.GetValue<string>());
        var pane = (await Home.JsonAsync("pane", "list")).AsArray().Single(pane => pane!["task_id"]!.GetValue<int>() == 1)!;
        var transcript = await Home.CaptureAsync(pane["id"]!.ToString(), "--history", "1000");
        Assert.Contains("notes.txt", transcript);
        Assert.Contains("All done, boss.", transcript);
        Assert.Equal("hello there", await File.ReadAllTextAsync(Path.Combine(task["worktree"]!.GetValue<string>(), "notes.txt")));
    }

    [ClaudeFact]
    public async Task Refused_request_is_not_taken_for_success()
    {
        UseScenario("e401");
        var id = await AddAsync(Prompt);
        var task = await SettledAsync(id, "needs_review");
        Assert.NotEmpty(task["reason"]!.GetValue<string>());
    }

    [ClaudeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Task_ends_truly_when_the_host_is_killed_while_claude_works(string mode)
    {
        UseScenario("slow");
        var id = await AddAsync(Prompt + " [[pause ms=250]]", "--mode", mode);
        await Eventually.TrueAsync(
            "Claude has asked its model",
            async () => (await _server!.RequestsAsync()).Any(request => request.Method == "POST" && request.Tools > 0));
        var (host, _) = await Home.PidsAsync();
        ProcessSignals.Send(host, Signal.Kill);
        await Eventually.TrueAsync("another host runs", async () => await Home.PidsAsync() is var (next, _) && next != 0 && next != host);
        var task = await SettledAsync(id, "in_review");
        Assert.Equal(1, task["attempts"]!.GetValue<int>());
        Assert.True(File.Exists(Path.Combine(task["worktree"]!.GetValue<string>(), "notes.txt")));
    }

    [ClaudeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Hanging_claude_shows_as_working_and_is_killed_whole(string mode)
    {
        UseScenario("hang");
        var id = await AddAsync(Prompt, "--mode", mode);
        await Eventually.TrueAsync("the agent is seen at work", async () =>
            await Home.RunAsync("agent", "explain", id, "--json") is { ExitCode: 0 } seen
            && seen.Json["state"]?.GetValue<string>() == "working");
        Assert.Equal("in_progress", (await GetAsync(id))["status"]!.GetValue<string>());
        (await Home.RunAsync("task", "kill", id)).Succeeded();
        await SettledAsync(id, "needs_review");
        await Eventually.TrueAsync(
            "no process of Claude's is left", () => !Home.Processes().Any(process => process.CommandLine.Contains("--session-id")));
    }

    /// <summary>Claude finds its program, its home and its service in the environment of whoever adds the task.</summary>
    private void UseScenario(string scenario)
    {
        foreach (var (name, value) in _claude!.EnvironmentFor(_server!.BaseAddress(scenario))) Home.Environment[name] = value;
        Home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.Claude)}:{Home.Environment["PATH"]}";
    }

    private static async Task AddByFormAsync(Screen screen)
    {
        screen.SendKeys("n");
        await screen.WaitForAsync("the form", "New task");
        screen.Type("Write the notes");
        screen.SendKeys("Enter");
        screen.Type(Prompt);
        screen.SendKeys("Tab");
        for (var i = 0; i < 8 && !screen.Text.Contains("[claude]"); i++)
        {
            var before = screen.Text;
            screen.SendKeys("Right");
            await screen.WaitForAsync("the next choice", view => view.Text != before);
        }

        screen.SendKeys("C-s");
        await screen.WaitForAsync(
            "the task in the queue", view => view.Text.Contains("Write the notes") && !view.Text.Contains("New task"));
    }

    private async Task<string> AddAsync(string prompt, params IEnumerable<string> options) =>
        (await Home.RunAsync(["task", "add", "Write notes", "-b", prompt, "--agent", "claude", "--project", _repository.Path, .. options]))
            .Succeeded().Text;

    private async Task<JsonObject> GetAsync(string id) => (JsonObject)await Home.JsonAsync("task", "get", id);

    private async Task<JsonObject> SettledAsync(string id, string status)
    {
        var waited = await Home.RunAsync("task", "wait", id, "--timeout", "25");
        var task = await GetAsync(id);
        if (waited.ExitCode == 0 && task["status"]!.GetValue<string>() == status) return task;
        var panes = "";
        foreach (var pane in (await Home.JsonAsync("pane", "list")).AsArray())
            panes += (await Home.CaptureAsync(pane!["id"]!.ToString())).TrimEnd() + '\n';
        Assert.Fail($"{task}\n{(await Home.RunAsync("task", "log", id)).Output}\n{panes}{await Home.LogAsync()}");
        return task;
    }
}
