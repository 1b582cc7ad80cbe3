using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Plugins of others in a running host: what each contract does to tasks, and what a broken one does not.</summary>
public sealed class PluginTests : DemoTaskTest
{
    [Fact]
    public async Task A_dropped_constraint_holds_tasks_and_a_removed_one_lets_them_go()
    {
        var folder = Home.DropPlugin("Constraint");
        var held = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo");
        await Eventually.TrueAsync("it waits for the moon", async () => await WhyAsync(held) == "constraint full_moon: the moon is not full (waxing)");
        var screen = await QueueAsync("1 A guide");
        await screen.WaitForAsync("the queue says why", "moon");
        Assert.Equal("routed", await Home.StatusAsync(held));

        var byHand = await Home.AddTaskAsync(Repository, "By hand", "-b", Prompt, "--agent", "demo");
        (await Home.RunAsync("task", "run", byHand)).Succeeded();
        await Home.WaitForTaskAsync(byHand, "in_review");
        Assert.Equal("routed", await Home.StatusAsync(held));

        Directory.Delete(folder, recursive: true);
        await Home.WaitForTaskAsync(held, "in_review");
        await Home.WaitForPluginAsync("full-moon", null);
    }

    [Fact]
    public async Task A_hook_prepares_refuses_and_is_told_and_a_notifier_too()
    {
        Home.DropPlugin("Hook");
        Home.DropPlugin("Notifier");
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.True(File.Exists(Path.Combine(task.Text("worktree"), "prepared-by-diary")));
        var refused = await Home.AddTaskAsync(Repository, "A forbidden guide", "-b", Prompt, "--agent", "demo");
        await Eventually.TrueAsync("it is blocked", async () => await Home.StatusAsync(refused) == "blocked");
        Assert.Contains("hook diary refused the start: it is forbidden", (await Home.TaskAsync(refused)).Text("reason"));
        await Home.AddTaskAsync(Repository, "A failure", "-b", "[[fail]]", "--agent", "demo");

        await HasAsync(Home.Kept("slate", "slate"), "Failed Problem 3: Task 3 failed: A failure");
        await HasAsync(Home.Kept("slate", "slate"), "Finished Attention 1: Task 1 is finished: A guide");
        await HasAsync(Home.Kept("slate", "slate"), "Failed Problem 2: Task 2 is blocked: A forbidden guide");
        await HasAsync(Home.Kept("diary", "diary"), "3 Transition InProgress to NeedsReview run_failed");
        var told = (await File.ReadAllLinesAsync(Home.Kept("diary", "diary"))).Where(line => line.StartsWith("1 ", StringComparison.Ordinal));
        Assert.Equal(
            [
                "1 Transition nothing to New added", "1 Transition New to Routed routed", "1 Transition Routed to InProgress dispatched",
                "1 WorktreeCreated nothing to InProgress ", "1 SessionStarted nothing to InProgress ", "1 SessionEnded nothing to InReview ",
                "1 Transition InProgress to InReview turn_ended",
            ],
            told);
    }

    [Fact]
    public async Task A_tracker_fills_the_queue_and_is_told_how_its_tasks_go()
    {
        Directory.CreateDirectory(Home.Path);
        await File.WriteAllTextAsync(Path.Combine(Home.Path, "config.yml"), "engine:\n  sync_interval: 1\n");
        Home.DropPlugin("Backend");
        var file = Home.Kept("tracker", "tasks");
        await File.WriteAllTextAsync(file, $"T-1\tNew\t{Repository.Path}\tdemo\tFrom elsewhere\nT-2\tDone\t{Repository.Path}\tdemo\tOver already\n");
        (await Home.RunAsync("task", "list")).Succeeded();
        await HasAsync(file + ".told", "T-1 InReview");
        var task = (await Home.JsonAsync("task", "list")).AsArray().Single()!;
        Assert.Equal(("From elsewhere", "T-1", "demo"), (task.Text("title"), task.Text("external_ref"), task.Text("agent")));

        // What comes later is found at the next look.
        await File.AppendAllTextAsync(file, $"T-3\tNew\t{Repository.Path}\tdemo\tLater\n");
        await HasAsync(file + ".told", "T-3 InProgress");
        (await Home.RunAsync("task", "land", task.Text("id"))).Succeeded();
        await HasAsync(file + ".told", "T-1 Done");
    }

    [Fact]
    public async Task A_policy_routes_what_nobody_named_an_agent_for()
    {
        Home.DropPlugin("Route");
        var right = await Home.AddTaskAsync(Repository, "To the right then", "--hold");
        await Eventually.TrueAsync("it is routed", async () => await Home.StatusAsync(right) == "routed");
        var task = await Home.TaskAsync(right);
        Assert.Equal(("right", "m1", "right was chosen by signpost: the title points there"), (task.Text("agent"), task.Text("model"), task.Text("reason")));
        Assert.Equal("complexity:simple", task["labels"]![0]!.GetValue<string>());
        var any = await Home.AddTaskAsync(Repository, "Wherever", "--hold");
        await Eventually.TrueAsync("it is routed", async () => await Home.StatusAsync(any) == "routed");
        Assert.Contains("was chosen among the installed agents", (await Home.TaskAsync(any)).Text("reason"));
    }

    [Fact]
    public async Task A_decision_engine_finds_work_that_is_added_when_asked_for()
    {
        (await Home.RunAsync("coordinator", "decide", "--agent", "demo", "--project", Repository.Path)).Failed(1, "No loaded plugin offers a decision engine");
        Home.DropPlugin("Decision");
        await Home.WaitForPluginAsync("oracle", "loaded");
        (await Home.RunAsync("coordinator", "decide", "--agent", "demo", "--project", Repository.Path)).Failed(1, "oracle: nothing is worth doing");
        var decided = await Home.JsonAsync("coordinator", "decide", "--agent", "demo", "--project", Repository.Path, "--add", "--", "fewer bugs", "more tests");
        Assert.Equal(("oracle", "Towards: fewer bugs", "1"), (decided.Text("engine"), decided.Text("title"), decided.Text("confidence")));
        var task = await Home.WaitForTaskAsync(decided.Text("task_id"), "in_review");
        Assert.Equal(("Take one step towards: fewer bugs", "high", "demo"), (task.Text("body"), task.Text("priority"), task.Text("agent")));
    }

    [Fact]
    public async Task Broken_plugins_are_named_with_their_reason_and_everything_else_works()
    {
        foreach (var fixture in new[] { "ClashA", "ClashB", "ThrowsOnRegister", "HangsOnRegister", "WrongContract" }) Home.DropPlugin(fixture);
        await File.WriteAllTextAsync(Path.Combine(Home.DropPlugin("Misbehaving"), "manner"), "throw");
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo");
        await Home.WaitForTaskAsync(id, "in_review");
        await Home.WaitForPluginAsync("misbehaving", "disabled", "InvalidOperationException: it is out of its mind");
        await Home.WaitForPluginAsync("throws-on-register", "disabled", "the moon is in the wrong phase");
        await Home.WaitForPluginAsync("hangs-on-register", "disabled", "stays off until the next start");
        await Home.WaitForPluginAsync("wrong-contract", "disabled", "it speaks contract 99, this program speaks 1");
        var agents = (await Home.JsonAsync("plugin", "list")).AsArray().SelectMany(plugin => plugin!["provides"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Superset(new HashSet<string> { "agent:clash-a", "agent:clash-b", "agent:demo" }, agents.ToHashSet());

        (await Home.RunAsync("plugin", "reload", "throws-on-register")).Failed(1, "the moon is in the wrong phase");
        (await Home.RunAsync("plugin", "info", "nobody")).Failed(1, "There is no plugin 'nobody'");
        var info = await Home.JsonAsync("plugin", "info", "clash-a");
        Assert.Equal(("loaded", "1", "1", "agent"), (info.Text("state"), info.Text("contract"), info.Text("host_contract"), info["capabilities"]![0]!.GetValue<string>()));
        Assert.Matches("hangs-on-register +1.2.3 +disabled", (await Home.RunAsync("plugin", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task The_panel_follows_the_disk_and_reloads_at_a_key()
    {
        var screen = await QueueAsync();
        screen.SendKeys("?");
        await screen.WaitForAsync("the key is told", "P +Show the plugins");
        screen.SendKeys("Escape");
        screen.SendKeys("P");
        await screen.WaitForAsync("the plugins of the product", "✓ demo +0.1.0 +loaded +agent:demo");
        var folder = Home.DropPlugin("Good");
        await screen.WaitForAsync("the new one", "✓ good +1.2.3 +loaded +agent:good");
        var manifest = Path.Combine(folder, "plugin.yml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("1.2.3", "1.3.0").Replace("contract: 1", "contract: 7"));
        await screen.WaitForAsync("what became of it", "✗ good +1.3.0 +disabled +it speaks contract 7");
        screen.SendKeys("g", "Enter");
        await screen.WaitForAsync("all about it", "contract +7; this program speaks 1");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("contract: 7", "contract: 1"));
        screen.SendKeys("r");
        await screen.WaitForAsync("it is loaded", "state +✓ loaded");
        screen.SendKeys("Escape");
        await screen.WaitForAsync("the list", "✓ good +1.3.0 +loaded");
        Directory.Delete(folder, recursive: true);
        await screen.WaitForAsync("it is gone", current => !current.Text.Contains("1.3.0"));
        screen.SendKeys("q");
        await screen.WaitForAsync("the queue", "No tasks yet");
    }

    [Fact]
    public async Task A_plugin_whose_agent_works_is_replaced_when_it_rests()
    {
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", "[[hang]]", "--agent", "demo", "--mode", "interactive");
        await Home.WaitForTaskAsync(id, "in_progress");
        await Eventually.TrueAsync("it works", async () => (await Home.JsonAsync("agent", "explain", id)).Text("state") == "working");
        (await Home.RunAsync("plugin", "reload", "demo")).Succeeded();
        await Home.WaitForPluginAsync("demo", "loaded", "it is loaded anew when its agents are idle");
        (await Home.RunAsync("task", "kill", id)).Succeeded();
        await Eventually.TrueAsync(
            "it is loaded anew", async () => (await Home.JsonAsync("plugin", "info", "demo")).Text("reason").Length == 0, TimeSpan.FromSeconds(15));

        // The pane of an agent that rests goes on being read, by the plugin that came after.
        var resting = await Home.AddTaskAsync(Repository, "Another", "-b", Prompt, "--agent", "demo", "--mode", "interactive");
        await Home.WaitForTaskAsync(resting, "in_review");
        (await Home.RunAsync("plugin", "reload", "demo")).Succeeded();
        await Home.WaitForPluginAsync("demo", "loaded");
        var screen = Start(Home.Program("attach", "--task", resting), 140, 40, Repository.Path);
        await screen.WaitForAsync("its pane", $"^ orchtui +task {resting}");
        screen.Type("mention the weather");
        screen.SendKeys("Enter");
        await Eventually.TrueAsync(
            "the new plugin sees it work and end",
            async () => (await Home.JsonAsync("task", "log", resting)).AsArray().Count(step => step!.Text("to") == "in_review") == 2,
            TimeSpan.FromSeconds(30),
            () => screen.Text);
    }

    private async Task<string> WhyAsync(string id) => (await Home.TaskAsync(id)).Text("waiting_for");

    private static Task HasAsync(string file, string line) => Eventually.TrueAsync(
        $"{Path.GetFileName(file)} has '{line}'",
        () => File.Exists(file) && File.ReadAllText(file).Contains(line),
        TimeSpan.FromSeconds(30),
        () => File.Exists(file) ? File.ReadAllText(file) : "there is no such file");
}
