using Orchtui.EndToEnd.Harness;

namespace Orchtui.EndToEnd;

/// <summary>What cannot be a task, or is none, is refused by name.</summary>
public sealed class TaskRefusalTests : DemoTaskTest
{
    [Fact]
    public async Task Task_outside_aRepository_is_refused()
    {
        var result = await Home.RunAsync(new CliCall(["task", "add", "A guide", "--agent", "demo"]) { WorkingDirectory = Home.UserHome });
        result.Failed(1, Home.UserHome, "git repository");
        Assert.Empty((await Home.JsonAsync("task", "list")).AsArray());
    }

    [Fact]
    public async Task Task_in_aRepository_without_commits_is_refused()
    {
        using var empty = new TemporaryRepository(commit: false);
        (await Home.RunAsync("task", "add", "A guide", "--agent", "demo", "--project", empty.Path)).Failed(1, "commit");
        Assert.Empty((await Home.JsonAsync("task", "list")).AsArray());
    }

    [Fact]
    public async Task Unknown_agent_is_refused_with_those_that_there_are()
    {
        var call = new CliCall(["task", "add", "A guide", "--agent", "nobody"]) { WorkingDirectory = Repository.Path };
        (await Home.RunAsync(call)).Failed(1, "nobody", "demo");
        Assert.Empty((await Home.JsonAsync("task", "list")).AsArray());
    }

    [Fact]
    public async Task Form_says_what_is_wrong_and_stays()
    {
        var screen = Start(Home.Program("attach"), 120, 40);
        await screen.WaitForAsync("the queue", "No tasks yet");
        screen.SendKeys("n");
        await screen.WaitForAsync("the form", "New task");
        screen.SendKeys("C-s");
        await screen.WaitForAsync("the missing title", "A task needs a title");
        screen.Type("A guide");
        screen.SendKeys("C-s");
        await screen.WaitForAsync("the missing repository", "is in no git");
        Assert.Contains("New task", screen.Text);
        screen.SendKeys("Escape");
        await screen.WaitForAsync("the form is closed", current => !current.Text.Contains("New task"));
        Assert.Empty((await Home.JsonAsync("task", "list")).AsArray());
    }

    [Theory]
    [InlineData("get")]
    [InlineData("run")]
    [InlineData("retry")]
    [InlineData("kill")]
    [InlineData("cancel")]
    [InlineData("land")]
    [InlineData("discard")]
    [InlineData("why")]
    [InlineData("log")]
    [InlineData("wait")]
    [InlineData("takeover")]
    public async Task Unknown_task_is_named(string verb)
    {
        (await Home.RunAsync("task", verb, "99")).Failed(1, "99");
        (await Home.RunAsync("task", verb, "nonsense")).Failed(1, "nonsense");
    }

    [Fact]
    public async Task Agent_of_an_unknown_task_cannot_be_explained() => (await Home.RunAsync("agent", "explain", "99")).Failed(1, "99");

    [Fact]
    public async Task Wait_gives_up_after_its_timeout()
    {
        var id = await Home.AddTaskAsync(Repository, "Later", "--agent", "demo", "--hold");
        (await Home.RunAsync("task", "wait", id, "--timeout", "0.3")).Failed(1, id, "0.3 s");
        (await Home.RunAsync("task", "wait", id, "--status", "sleeping")).Failed(2, "sleeping", "in_review");
    }
}
