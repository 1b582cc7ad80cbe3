using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Tasks from the form and from scripts, worked on by the built-in demo agent, to their end.</summary>
public sealed class TaskTests : DemoTaskTest
{
    [Theory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Task_from_the_form_is_worked_on_and_landed(string mode)
    {
        var screen = await QueueAsync();
        await screen.FillInTaskAsync("A guide", Prompt, "demo", mode);
        await screen.WaitForAsync("the queue shows it finished", "✔ +1 A guide +demo +review");
        var task = await Home.TaskAsync("1");
        Assert.Equal(("in_review", mode, "1"), (task.Text("status"), task.Text("mode"), task.Text("attempts")));
        Assert.True(File.Exists(Path.Combine(task.Text("worktree"), Notes)));
        Assert.False(Repository.Has(Notes));

        screen.SendKeys("L");
        await screen.WaitForAsync("the queue shows it landed", "✓ +1 A guide");
        task = await Home.WaitForTaskAsync("1", "done");
        Assert.True(Repository.Has(Notes));
        Assert.Contains(Prompt, Repository.Git("show", $"main:{Notes}"));
        Assert.Empty(Repository.Git("status", "--porcelain"));
        Assert.Empty(task.Text("worktree"));
        Assert.Equal("main", Repository.Git("branch", "--format=%(refname:short)"));
        Assert.Single(Repository.Git("worktree", "list").Split('\n'));
        Assert.Null(await Home.PaneOfTaskAsync("1"));
    }

    [Fact]
    public async Task Discarded_work_is_kept_where_the_task_says()
    {
        var screen = await QueueAsync();
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo");
        await Home.WaitForTaskAsync(id, "in_review");
        await screen.WaitForAsync("the queue shows it finished", "✔ +1 A guide");
        screen.SendKeys("D");
        await screen.WaitForAsync("the question before", "Discard the work of task 1\\?");
        screen.SendKeys("n");
        await screen.WaitForAsync("the question is gone", current => !current.Text.Contains("Discard the work"));
        Assert.Equal("in_review", await Home.StatusAsync(id));

        screen.SendKeys("D");
        await screen.WaitForAsync("the question before", "Discard the work of task 1\\?");
        screen.SendKeys("y");
        var task = await Home.WaitForTaskAsync(id, "cancelled");
        Assert.Equal("main", Repository.Git("branch", "--format=%(refname:short)"));
        Assert.Single(Repository.Git("worktree", "list").Split('\n'));
        var restore = Regex.Match(task.Text("reason"), "`git -C (\\S+) branch (\\S+) (\\S+)`");
        Assert.True(restore.Success, task.Text("reason"));
        Repository.Git("branch", restore.Groups[2].Value, restore.Groups[3].Value);
        Assert.Contains(Prompt, Repository.Git("show", $"{restore.Groups[2].Value}:{Notes}"));
    }

    [Fact]
    public async Task Discarding_keeps_what_was_not_committed_too()
    {
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", "[[hang]]", "--agent", "demo");
        await Home.WaitForTaskAsync(id, "in_progress");
        var worktree = (await Home.TaskAsync(id)).Text("worktree");
        await File.WriteAllTextAsync(Path.Combine(worktree, "by-hand.txt"), "mine\n");
        (await Home.RunAsync("task", "discard", id)).Failed(1, "kill it first");
        (await Home.RunAsync("task", "kill", id)).Succeeded();
        (await Home.RunAsync("task", "discard", id)).Succeeded();
        Assert.False(Directory.Exists(worktree));
        Assert.Equal("mine", Repository.Git("show", $"refs/orchtui/trash/{id}:by-hand.txt"));
    }

    [Fact]
    public async Task Stopped_task_waits_for_a_person_and_runs_again_at_a_key()
    {
        var screen = await QueueAsync();
        await screen.FillInTaskAsync("A guide", "[[hang]] Write the guide", "demo", "headless");
        await screen.WaitForAsync("it works", "● +1 A guide +demo +works");
        screen.SendKeys("x");
        var task = await Home.WaitForTaskAsync("1", "needs_review");
        Assert.Contains("stopped by a person", task.Text("reason"));
        await screen.WaitForAsync("it needs the person", "▲ +1 A guide");
        screen.SendKeys("r");
        await screen.WaitForAsync("it works again", "● +1 A guide +demo +works");
        Assert.Equal("2", (await Home.TaskAsync("1")).Text("attempts"));
        (await Home.RunAsync("task", "kill", "1")).Succeeded();
    }

    [Fact]
    public async Task Keys_typed_at_a_finished_agent_reopen_its_task()
    {
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo", "--mode", "interactive");
        await Home.WaitForTaskAsync(id, "in_review");
        var first = Repository.Git("rev-parse", (await Home.TaskAsync(id)).Text("branch"));
        var screen = await QueueAsync("1 A guide");
        await screen.WaitForAsync("the preview of its pane", "Write docs/notes");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its pane", "^ orchtui +task 1");
        screen.Type("mention the weather");
        screen.SendKeys("Enter");
        await Eventually.TrueAsync(
            "the follow-up is committed",
            async () => await Home.StatusAsync(id) == "in_review"
                && Repository.Git("rev-parse", (await Home.TaskAsync(id)).Text("branch")) != first,
            describe: () => screen.Text);
        Assert.Contains("mention the weather", Repository.Git("show", $"{(await Home.TaskAsync(id)).Text("branch")}:{Notes}"));
        var log = (await Home.JsonAsync("task", "log", id)).AsArray();
        Assert.Contains(log, step => step!.Text("cause") == "reopened");
    }

    [Fact]
    public async Task Finished_headless_run_is_taken_over_in_its_own_conversation()
    {
        var screen = await QueueAsync();
        await screen.FillInTaskAsync("A guide", Prompt, "demo", "headless");
        var task = await Home.WaitForTaskAsync("1", "in_review");
        await screen.WaitForAsync("the queue shows it finished", "✔ +1 A guide");
        screen.SendKeys("t");
        await Home.WaitForTaskAsync("1", "in_progress");
        await screen.WaitForAsync("the agent resumes its session", $"Resumed session {task.Text("session_id")[..20]}");
        Assert.Equal(task.Text("session_id"), (await Home.TaskAsync("1")).Text("session_id"));
        Assert.Equal(task.Text("worktree"), (await Home.TaskAsync("1")).Text("worktree"));
    }

    [Theory]
    [InlineData("[[fail]]", "asked me to fail")]
    [InlineData("[[crash]]", "70")]
    public async Task Agent_that_fails_says_so_and_keeps_its_work(string ending, string says)
    {
        foreach (var mode in new[] { "headless", "interactive" })
        {
            var id = await Home.AddTaskAsync(Repository, "A guide", "-b", $"{ending} {Prompt}", "--agent", "demo", "--mode", mode);
            var task = await Home.WaitForTaskAsync(id, "needs_review");
            Assert.Contains(says, task.Text("reason"));
            Assert.True(Directory.Exists(task.Text("worktree")));
        }
    }

    [Fact]
    public async Task Why_tells_what_a_task_waits_for()
    {
        var held = await Home.AddTaskAsync(Repository, "Later", "--agent", "demo", "--hold");
        Assert.Contains("held", (await Home.JsonAsync("task", "why", held)).Text("why"));

        var first = await Home.AddTaskAsync(Repository, "First", "-b", "[[hang]]", "--agent", "demo");
        var second = await Home.AddTaskAsync(Repository, "Second", "-b", Prompt, "--agent", "demo", "--after", first);
        await Home.WaitForTaskAsync(first, "in_progress");
        var why = await Home.JsonAsync("task", "why", second);
        Assert.Equal("routed", why.Text("status"));
        Assert.Contains(first, why.Text("why"));
        (await Home.RunAsync("task", "kill", first)).Succeeded();
        Assert.Contains("stopped", (await Home.JsonAsync("task", "why", first)).Text("why"));
        Assert.Equal("routed", await Home.StatusAsync(second));

        (await Home.RunAsync("task", "run", held)).Succeeded();
        await Home.WaitForTaskAsync(held, "in_review");
    }

    [Fact]
    public async Task Explain_tells_what_is_true_before_and_after_a_run()
    {
        var id = await Home.AddTaskAsync(Repository, "Later", "-b", "[[hang]]", "--agent", "demo", "--hold");
        Assert.Contains("has not run yet; held", (await Home.RunAsync("agent", "explain", id)).Succeeded().Output);

        (await Home.RunAsync("task", "run", id)).Succeeded();
        await Eventually.TrueAsync("it works", async () => (await Home.JsonAsync("agent", "explain", id)).Text("state") == "working");
        (await Home.RunAsync("task", "kill", id)).Succeeded();
        var ended = await Home.JsonAsync("agent", "explain", id);
        Assert.Equal(("exited", "stopped"), (ended.Text("state"), ended.Text("attempt_state")));
        Assert.Matches("^attempt 1 ended at .*: stopped by a person", ended.Text("reason"));
    }

    [Fact]
    public async Task Task_after_another_starts_from_its_work()
    {
        var first = await Home.AddTaskAsync(Repository, "First", "-b", "First of all", "--agent", "demo");
        var second = await Home.AddTaskAsync(Repository, "Second", "-b", "Then this", "--agent", "demo", "--after", first);
        await Home.WaitForTaskAsync(first, "in_review");
        var task = await Home.WaitForTaskAsync(second, "in_review");
        Assert.True(File.Exists(Path.Combine(task.Text("worktree"), "docs/notes/first-of-all.md")));
        (await Home.RunAsync("task", "land", second)).Succeeded();
        Assert.True(Repository.Has("docs/notes/first-of-all.md") && Repository.Has("docs/notes/then-this.md"));
        (await Home.RunAsync("task", "land", first)).Succeeded();
        Assert.Equal("done", await Home.StatusAsync(first));
    }

    [Fact]
    public async Task Prompt_of_a_megabyte_with_control_characters_is_worked_on_and_shown_harmlessly()
    {
        var prompt = $"{Prompt}\r\n\e[2J\a{string.Concat(Enumerable.Repeat("more of it\r\n", 80_000))}";
        var words = new[] { "task", "add", "A guide", "-b", "-", "--agent", "demo" };
        var added = (await Home.RunAsync(new CliCall(words) { WorkingDirectory = Repository.Path, Input = prompt })).Succeeded();
        var task = await Home.WaitForTaskAsync(added.Text, "in_review");
        Assert.Equal(prompt, task.Text("body"));
        var shown = (await Home.RunAsync("task", "get", added.Text)).Succeeded().Output;
        Assert.Contains("\n␛[2J␇more of it\n", shown);
        Assert.DoesNotContain('\e', shown);

        var call = new CliCall([.. words, "--mode", "interactive"]) { WorkingDirectory = Repository.Path, Input = prompt };
        var refused = await Home.WaitForTaskAsync((await Home.RunAsync(call)).Succeeded().Text, "needs_review");
        Assert.Contains("more than the system takes", refused.Text("reason"));
        var longer = new CliCall(words) { WorkingDirectory = Repository.Path, Input = new string('x', (2 * 1024 * 1024) + 1) };
        (await Home.RunAsync(longer)).Failed(1, "longer than 2 MiB");
    }

    [Fact]
    public async Task Task_tells_every_field()
    {
        var words = new[] { "A guide", "-b", "-", "--agent", "demo", "--priority", "high", "-l", "docs,easy" };
        var added = await Home.RunAsync(new CliCall(["task", "add", .. words]) { WorkingDirectory = Repository.Path, Input = Prompt });
        var task = (JsonObject)await Home.WaitForTaskAsync(added.Succeeded().Text, "in_review");
        Assert.Equal("A guide", task.Text("title"));
        Assert.Equal(Prompt, task.Text("body").Trim());
        Assert.Equal(("demo", "manual", "high"), (task.Text("agent"), task.Text("source"), task.Text("priority")));
        Assert.Equal(["docs", "easy"], task["labels"]!.AsArray().Select(label => label!.GetValue<string>()));
        Assert.Equal(Repository.Path, task.Text("project"));
        Assert.Equal(1, task["attempts"]!.GetValue<int>());
        Assert.True(Guid.TryParse(task.Text("session_id"), out _));
        Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z$", task.Text("created_at"));
        Assert.Contains("to land", task.Text("reason"));
        Assert.True(task["tokens"]!.GetValue<long>() > 0);
        Assert.True(task.ContainsKey("waiting_for") && task.ContainsKey("cost_usd") && task.ContainsKey("branch"));
        var listed = (JsonObject)(await Home.JsonAsync("task", "list")).AsArray().Single()!;
        Assert.Equal(task.Select(field => field.Key), listed.Select(field => field.Key));
        Assert.Empty((await Home.JsonAsync("task", "list", "--status", "done")).AsArray());
        Assert.Empty((await Home.JsonAsync("task", "list", "--project", Home.UserHome)).AsArray());
    }
}
