using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>A headless run of the real Codex, finished, failed or stuck, goes on as a conversation in its pane by one key.</summary>
public sealed class CodexTakeOverTests : CodexTest
{
    private const string Written = "Please [[write path=notes.txt text=Written by the agent]]";

    [CodexTheory]
    [InlineData("[[say text=All of it is written.]]", "✔ ")]
    [InlineData("[[play scenario=e404]]", "▲ ")]
    [InlineData("[[play scenario=hang]]", "● ")]
    public async Task Headless_conversation_goes_on_in_its_pane(string ending, string shown)
    {
        var id = await AddAsync("headless", $"{Written} {ending}");
        var screen = Attach(120, 40);
        await Eventually.TrueAsync(
            "the model was asked after the file was written",
            async () => (await Workplace.Model.RequestsAsync()).Any(request => request.Results == 1),
            TimeSpan.FromSeconds(30));
        await screen.WaitForAsync("the queue shows how it is", shown);
        var before = await Home.TaskAsync(id);
        screen.SendKeys("t");
        await screen.WaitForAsync("Codex in the preview of its pane", "OpenAI Codex \\(v");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its pane", "^ orchtui +task 1");
        await screen.WaitForAsync("Codex's prompt", "^› ");
        await Home.WaitForStateAsync(id, "idle");
        screen.Paste("And [[write path=more.txt text=More of it]] [[say text=More is written.]]");
        await screen.WaitForAsync("the typed prompt", "is written\\.\\]\\]");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("Codex has ended its second turn", "• More is written\\.");
        var again = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal((before.Text("session_id"), before.Text("worktree")), (again.Text("session_id"), again.Text("worktree")));
        Assert.Matches("^[0-9a-f-]{36}$", again.Text("session_id"));
        Assert.Equal("More of it", Repository.Git("show", $"{again.Text("branch")}:more.txt"));
        Assert.Equal("Written by the agent", Repository.Git("show", $"{again.Text("branch")}:notes.txt"));
        if (before.Text("status") == "in_review") await Home.WaitForTokensAsync(id, before["tokens"]!.GetValue<long>() * 2);
        Assert.Contains((await Workplace.Model.RequestsAsync())[^1].Prompts, prompt => prompt.StartsWith(Written, StringComparison.Ordinal));
        Assert.DoesNotContain(Home.Processes(), process => process.CommandLine.Contains("agent-run"));
    }
}
