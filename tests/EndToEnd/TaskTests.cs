using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Tasks from the form to the landed commit, with the agent that needs no account.</summary>
public sealed class TaskTests : EndToEndTest
{
    private readonly TemporaryRepository _repository = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _repository.Dispose();
    }

    [Theory]
    [InlineData("interactive")]
    [InlineData("headless")]
    public async Task Form_makes_a_task_that_is_done_and_landed(string mode)
    {
        var screen = Start(Home.Program(), 120, 40, _repository.Path);
        await screen.WaitForAsync("the queue", "No tasks yet");
        screen.SendKeys("n");
        await screen.WaitForAsync(
            "the form, with the repository one stands in", view => view.Text.Contains("New task") && view.Text.Contains(_repository.Path));
        screen.Type("Write a greeting");
        screen.SendKeys("Enter");
        screen.Type("Greet whoever comes");
        screen.SendKeys("Tab");
        await ChooseAsync(screen, "demo");
        screen.SendKeys("Tab", "Tab");
        await ChooseAsync(screen, mode);
        screen.SendKeys("Enter");

        await screen.WaitForAsync(
            "the agent at work beside the list", view => !view.Text.Contains("New task") && view.Text.Contains("ook around"));
        screen.SendKeys("Enter");
        await screen.WaitForAsync("the agent at work in its pane", view => view.Rows[0].Contains("task 1") && view.Text.Contains("script"));
        Assert.Equal("in_review", await SettledAsync("1"));
        var task = await GetAsync("1");
        var worktree = task["worktree"]!.GetValue<string>();
        Assert.True(File.Exists(Path.Combine(worktree, "demo", "greet-whoever-comes.sh")));
        Assert.False(_repository.Has("demo/greet-whoever-comes.sh"));

        screen.SendKeys("C-b", "0");
        await screen.WaitForAsync("the task in review", @"✔ +1 ");
        screen.SendKeys("L");
        await screen.WaitForAsync("the task as landed", @"✓ +1 ");
        Assert.True(_repository.Has("demo/greet-whoever-comes.sh"));
        Assert.False(Directory.Exists(worktree));
        Assert.Equal("done", (await GetAsync("1"))["status"]!.GetValue<string>());
        Assert.Empty(_repository.Git("status", "--porcelain"));
    }

    [Fact]
    public async Task Task_has_every_field_it_is_known_by()
    {
        var id = await AddAsync("Know everything", "--priority", "high", "--label", "a,b");
        Assert.Equal("in_review", await SettledAsync(id));
        var task = await GetAsync(id);
        string[] fields =
        [
            "id", "title", "status", "agent", "source", "priority", "labels", "project", "branch", "worktree", "attempts", "session_id",
            "created_at", "updated_at", "reason", "waiting_for", "tokens", "cost_usd",
        ];
        Assert.All(fields, field => Assert.True(task.ContainsKey(field), field));
        Assert.Equal(["demo", "manual", "high"], new[] { "agent", "source", "priority" }.Select(field => task[field]!.GetValue<string>()));
        Assert.Equal(_repository.Path, task["project"]!.GetValue<string>());
        Assert.Equal(1, task["attempts"]!.GetValue<int>());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT.*Z$", task["created_at"]!.GetValue<string>());
    }

    [Fact]
    public async Task Discarded_work_can_be_brought_back()
    {
        var id = await AddAsync("Try something");
        Assert.Equal("in_review", await SettledAsync(id));
        var worktree = (await GetAsync(id))["worktree"]!.GetValue<string>();
        await File.WriteAllTextAsync(Path.Combine(worktree, "unfinished.txt"), "not committed");
        (await Home.RunAsync("task", "discard", id)).Succeeded();
        Assert.Equal("cancelled", (await GetAsync(id))["status"]!.GetValue<string>());
        Assert.False(Directory.Exists(worktree));
        var kept = _repository.Git("for-each-ref", "--format=%(refname)", "refs/orchtui/trash").Split('\n').Single();
        Assert.Contains("unfinished.txt", _repository.Git("ls-tree", "-r", "--name-only", kept));
        Assert.Contains(kept, (await GetAsync(id))["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Stopped_task_keeps_its_work_and_can_be_tried_again()
    {
        var id = await AddAsync("Hang forever [[hang]]", "--mode", "interactive");
        var screen = await AttachedAsync(120, 40);
        await screen.WaitForAsync("the task at work", @"● +1 ");
        JsonNode? pane = null;
        await Eventually.TrueAsync(
            "its pane", async () => (pane = (await Home.JsonAsync("pane", "list")).AsArray().SingleOrDefault()) is not null);
        screen.SendKeys("x");
        Assert.Equal("needs_review", await SettledAsync(id));
        Assert.False(RunningProcess.IsAlive(pane!["pid"]!.GetValue<int>()));
        Assert.True(Directory.Exists((await GetAsync(id))["worktree"]!.GetValue<string>()));
        await screen.WaitForAsync("that it needs somebody", @"[▲✗] +1 ");
        screen.SendKeys("r");
        await Eventually.TrueAsync("a second attempt", async () => (await GetAsync(id))["attempts"]!.GetValue<int>() == 2);
        (await Home.RunAsync("task", "kill", id)).Succeeded();
    }

    [Fact]
    public async Task Failed_and_crashed_runs_need_a_person()
    {
        var failed = await AddAsync("Fail [[fail]]");
        var crashed = await AddAsync("Crash [[crash]]");
        Assert.Equal("needs_review", await SettledAsync(failed));
        Assert.Equal("needs_review", await SettledAsync(crashed));
        foreach (var id in new[] { failed, crashed }) Assert.NotEmpty((await Home.RunAsync("task", "why", id)).Succeeded().Text);
    }

    [Fact]
    public async Task Why_names_what_a_task_waits_for()
    {
        var first = await AddAsync("Comes first [[hang]]");
        var second = await AddAsync("Comes second", "--after", first);
        Assert.Contains(first, (await Home.RunAsync("task", "why", second)).Succeeded().Text);
        var held = await AddAsync("Held", "--hold");
        Assert.Contains("held", (await Home.RunAsync("task", "why", held)).Succeeded().Text, StringComparison.OrdinalIgnoreCase);
        (await Home.RunAsync("task", "kill", first)).Succeeded();
    }

    [Fact]
    public async Task Dirty_repository_refuses_landing_and_names_the_file()
    {
        var id = await AddAsync("Change something");
        Assert.Equal("in_review", await SettledAsync(id));
        _repository.Write("README.md", "# edited by hand\n");
        (await Home.RunAsync("task", "land", id)).Failed(1, "README.md");
        Assert.Equal("in_review", (await GetAsync(id))["status"]!.GetValue<string>());
        Assert.Equal("# edited by hand\n", await File.ReadAllTextAsync(Path.Combine(_repository.Path, "README.md")));
        _repository.Git("checkout", "--", "README.md");
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.Equal("done", (await GetAsync(id))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tasks_land_beside_each_other()
    {
        var ids = new[] { await AddAsync("First piece"), await AddAsync("Second piece"), await AddAsync("Third piece") };
        foreach (var id in ids) Assert.Equal("in_review", await SettledAsync(id));
        foreach (var id in ids) (await Home.RunAsync("task", "land", id)).Succeeded();
        foreach (var piece in new[] { "first", "second", "third" }) Assert.True(_repository.Has($"demo/{piece}-piece.sh"));
    }

    [Fact]
    public async Task Add_outside_of_a_repository_says_so() =>
        (await Home.RunAsync("task", "add", "Nowhere", "--agent", "demo")).Failed(1, "repository", Home.UserHome);

    [Fact]
    public async Task Add_in_a_repository_without_commits_says_so()
    {
        using var empty = new TemporaryRepository(commit: false);
        (await Home.RunAsync("task", "add", "Nothing yet", "--agent", "demo", "--project", empty.Path)).Failed(1, "commit");
    }

    [Fact]
    public async Task Unknown_agent_is_named_with_those_there_are() =>
        (await Home.RunAsync("task", "add", "Who", "--agent", "nobody", "--project", _repository.Path)).Failed(1, "nobody", "demo");

    [Theory]
    [InlineData("get")]
    [InlineData("run")]
    [InlineData("retry")]
    [InlineData("kill")]
    [InlineData("land")]
    [InlineData("discard")]
    [InlineData("why")]
    [InlineData("wait")]
    public async Task Unknown_task_is_named(string verb) => (await Home.RunAsync("task", verb, "4711")).Failed(1, "no task", "4711");

    [Fact]
    public async Task Landing_what_is_not_in_review_is_refused()
    {
        var id = await AddAsync("Held", "--hold");
        (await Home.RunAsync("task", "land", id)).Failed(1);
        (await Home.RunAsync("task", "wait", id, "--timeout", "0.2")).Failed(1, "0.2");
    }

    private async Task<string> AddAsync(string title, params IEnumerable<string> options) =>
        (await Home.RunAsync(["task", "add", title, "-b", title, "--agent", "demo", "--project", _repository.Path, .. options]))
            .Succeeded().Text;

    private async Task<JsonObject> GetAsync(string id) => (JsonObject)await Home.JsonAsync("task", "get", id);

    private async Task<string> SettledAsync(string id)
    {
        var waited = await Home.RunAsync("task", "wait", id, "--timeout", "25");
        if (waited.ExitCode != 0)
            Assert.Fail($"{waited.Error}\n{(await Home.RunAsync("task", "log", id)).Output}\n{await Home.LogAsync()}");
        return (await GetAsync(id))["status"]!.GetValue<string>();
    }

    private static async Task ChooseAsync(Screen screen, string choice)
    {
        for (var i = 0; i < 8 && !screen.Text.Contains($"[{choice}]"); i++)
        {
            var before = screen.Text;
            screen.SendKeys("Right");
            await screen.WaitForAsync("the next choice", view => view.Text != before);
        }

        Assert.Contains($"[{choice}]", screen.Text);
    }
}
