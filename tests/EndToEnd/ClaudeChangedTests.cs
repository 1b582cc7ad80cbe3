using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>A Claude whose screen is not the one that its rules were written for: less is known then, and nothing is made up.</summary>
public sealed class ClaudeChangedTests : ClaudeTest
{
    private const string Next = "claude-next";
    private const string Proceed = "Do you want to proceed";
    private const string Prompt = """Please [[bash command="sh -c 'echo asked > asked.txt'"]] [[say text=All of it is done.]]""";

    [ClaudeFact]
    public async Task Without_rules_that_match_hooks_tell_and_nothing_is_typed_into_a_screen_that_cannot_be_read()
    {
        Home.DropChangedClaude(Next, data => ChangedClaude.BreakRules(data, "screen_rules", "title_rules"));
        var id = await AskAsync();
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, Proceed);
        await Eventually.TrueAsync("its hook tells that it asks", async () => (await Home.QuestionsAsync()).Count == 1);
        var explained = await Home.JsonAsync("agent", "explain", id);
        Assert.Equal(("waiting", "hook"), (explained.Text("state"), explained.Text("source")));
        var question = Assert.Single(await Home.QuestionsAsync());
        Assert.Equal("false", question.Text("answerable"));
        (await Home.RunAsync("inbox", "answer", question.Text("id"), "--once")).Failed(1, "can be answered in its pane only");
        Assert.Contains(Proceed, await Home.CaptureAsync(pane));

        (await Home.RunAsync("pane", "send", pane, "1")).Succeeded();
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("asked", Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
        Assert.Empty(await Home.QuestionsAsync());
    }

    [ClaudeFact]
    public async Task With_nothing_that_tells_it_is_unknown_and_never_idle_or_done()
    {
        Home.DropChangedClaude(Next, data =>
        {
            ChangedClaude.BreakRules(data, "screen_rules", "title_rules");
            data["hook_events"]!.AsArray().Clear();
        });
        var id = await AskAsync();
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, Proceed);
        await Eventually.TrueAsync("nobody knows what it does", async () => await StateAsync(id) == "unknown");
        (await Home.RunAsync("pane", "send", pane, "1")).Succeeded();
        await Home.WaitForTextAsync(pane, "● All of it is done\\.");
        await Eventually.TrueAsync("nobody knows what it does now", async () => await StateAsync(id) == "unknown");
        var explained = await Home.JsonAsync("agent", "explain", id);
        Assert.Equal("in_progress", explained.Text("status"));
        Assert.All(explained["changes"]!.AsArray(), change => Assert.Contains(change!.Text("to"), (string[])["starting", "working", "unknown"]));

        // It is still seen to end.
        (await Home.RunAsync("pane", "send", pane, "C-c")).Succeeded();
        await Home.WaitForTextAsync(pane, "Press Ctrl-C again");
        (await Home.RunAsync("pane", "send", pane, "C-c")).Succeeded();
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("asked", Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
    }

    private Task<string> AskAsync() => Home.AddTaskAsync(Repository, "Ask", "-b", Prompt, "--agent", Next, "--mode", "interactive");

    private async Task<string> StateAsync(string id) => (await Home.JsonAsync("agent", "explain", id)).Text("state");
}
