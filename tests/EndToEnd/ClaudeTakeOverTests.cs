using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>A headless run of the real Claude that came to nothing goes on as a conversation with a person.</summary>
public sealed class ClaudeTakeOverTests : ClaudeTest
{
    private const string Quick = "claude-quick";
    private const string Opening = "Please [[write path=first.txt text=The first part]]";
    private const string More = "Now [[write path=more.txt text=More of it]] [[say text=More is written.]]";

    [ClaudeTheory]
    [InlineData("[[play scenario=e403]]")]
    [InlineData("[[play scenario=e500]]")]
    public async Task Failed_run_goes_on_by_one_key_in_its_own_conversation(string failure)
    {
        Home.Environment["CLAUDE_CODE_MAX_RETRIES"] = "0";
        var screen = await QueueAsync();
        var id = await AddAsync("Write the parts", $"{Opening} {failure}");
        var failed = await Home.WaitForTaskAsync(id, "needs_review");
        await screen.WaitForAsync("the queue shows that it needs a look", "Write the parts");
        screen.SendKeys("t");
        await GoesOnAsync(screen, failed);
    }

    /// <summary>Silence is called being stuck after a few seconds here instead of a quarter of an hour.</summary>
    [ClaudeFact]
    public async Task Stuck_run_is_told_and_goes_on_by_one_key_in_its_own_conversation()
    {
        Home.DropChangedClaude(Quick, data => data["silence_minutes"] = 0.05);
        var screen = await QueueAsync();
        var id = await Home.AddTaskAsync(Repository, "Write the parts", "-b", $"{Opening} [[play scenario=hang]]", "--agent", Quick);
        await Eventually.TrueAsync("it is said to be stuck", async () => await IsStuckAsync(id));
        var stuck = await Home.JsonAsync("agent", "explain", id);
        Assert.Equal(("working", "in_progress"), (stuck.Text("state"), stuck.Text("status")));
        Assert.Contains("no sign of life", stuck.Text("reason"));
        var before = await Home.TaskAsync(id);
        var pid = (await Home.PaneOfTaskAsync(id))!["pid"]!.GetValue<int>();
        screen.SendKeys("t");
        await GoesOnAsync(screen, before);
        Assert.False(RunningProcess.IsAlive(pid), "The run that was stuck lives on.");
    }

    [ClaudeFact]
    public async Task Interactive_agent_whose_model_stalls_is_said_to_be_stuck_and_goes_on_when_it_is_interrupted()
    {
        Home.DropChangedClaude(Quick, data => data["silence_minutes"] = 0.05);
        var id = await Home.AddTaskAsync(
            Repository, "Write the parts", "-b", $"{Opening} [[play scenario=hang-mid]]", "--agent", Quick, "--mode", "interactive");
        await Eventually.TrueAsync("the first part is written", async () => (await RequestsAsync()).Any(request => request.Results == 1));
        var screen = Attach(120, 40, "--task", id);
        await screen.WaitForAsync("Claude waits for its model", "esc to interrupt");

        // Its spinner turns on, and its seconds count on.
        await Eventually.TrueAsync("it is said to be stuck", async () => await IsStuckAsync(id));
        Assert.Equal(("working", "in_progress"), ((await Home.JsonAsync("agent", "explain", id)).Text("state"), await Home.StatusAsync(id)));
        screen.SendKeys("Escape");
        await screen.WaitForAsync("the turn is interrupted", "Interrupted");
        await Eventually.TrueAsync("it is at rest", async () => (await Home.JsonAsync("agent", "explain", id)).Text("state") == "idle");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        await TypeMoreAsync(screen);
        await Home.WaitForTaskAsync(id, "in_review");
    }

    private async Task<bool> IsStuckAsync(string id) => (await Home.JsonAsync("agent", "explain", id))["stuck"]!.GetValue<bool>();

    private async Task<Screen> QueueAsync()
    {
        var screen = Attach(120, 40);
        await screen.WaitForAsync("the queue", "No tasks yet");
        return screen;
    }

    /// <summary>The person enters the pane, sees the old conversation, and says what comes next; model and worktree are the same.</summary>
    private async Task GoesOnAsync(Screen screen, System.Text.Json.Nodes.JsonNode before)
    {
        var id = before.Text("id");
        await Eventually.TrueAsync("it runs again", async () => await Home.StatusAsync(id) == "in_progress" && (await Home.TaskAsync(id)).Text("attempts") == "2");
        await screen.WaitForAsync("the old conversation in the preview", "❯ Please");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its pane", $"^ orchtui +task {id}");
        await TypeMoreAsync(screen);
        var after = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal((before.Text("session_id"), before.Text("worktree"), before.Text("branch")), (after.Text("session_id"), after.Text("worktree"), after.Text("branch")));
        Assert.Equal("The first part", Repository.Git("show", $"{after.Text("branch")}:first.txt"));
        Assert.Equal("More of it", Repository.Git("show", $"{after.Text("branch")}:more.txt"));
        var last = (await RequestsAsync())[^1];
        Assert.StartsWith(Opening, last.Prompts[0]);
        Assert.Equal((More, after.Text("worktree")), (last.Prompt, last.Directory));
    }

    private static async Task TypeMoreAsync(Screen screen)
    {
        await screen.WaitForAsync("the empty prompt", "^❯.?$");
        screen.Type(More);
        await screen.WaitForAsync("the typed prompt", "is written\\.\\]\\]$");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("Claude has ended its turn", "● More is written\\.");
    }
}
