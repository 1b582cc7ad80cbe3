using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>What the real OpenCode does where the model's service is not what is wrong, or is not there at all.</summary>
public sealed class OpenCodeFaultTests : OpenCodeTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]]";

    [OpenCodeFact]
    public async Task Service_that_cannot_be_reached_is_tried_again_and_its_server_tells()
    {
        OpenCode.PlayNothing(Home);
        var id = await AddAsync(Prompt, "interactive");
        await Eventually.TrueAsync(
            "the retry is told",
            async () => (await Home.RunAsync("agent", "explain", id, "--json")) is { ExitCode: 0 } told && told.Json.Text("reason").Contains("server: retry"),
            TimeSpan.FromSeconds(60),
            () => Home.RunAsync("agent", "explain", id).Result.Output);
        await Home.WaitForStateAsync(id, "working");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
    }

    /// <summary>An interactive run takes another model instead, which only its screen tells.</summary>
    [OpenCodeFact]
    public async Task Model_that_it_does_not_know_is_the_reason_that_the_task_tells()
    {
        var id = await Home.AddTaskAsync(Repository, "Write", "-b", Prompt, "--agent", "opencode", "--model", "scripted/none");
        var task = await Home.WaitForTaskAsync(id, "needs_review");
        Assert.StartsWith("model_unavailable: ", task.Text("reason"));
        Assert.Contains("scripted/none", task.Text("reason"));
        Assert.Empty(await AskedOfModelAsync());
    }

    [OpenCodeFact]
    public async Task Tool_that_nobody_can_allow_is_refused_to_a_headless_run_and_told()
    {
        Home.Environment["OPENCODE_PERMISSION"] = """{"edit":"ask"}""";
        var task = await Home.WaitForTaskAsync(await AddAsync(Prompt, "headless"), "needs_review");
        Assert.StartsWith("permission_denied: ", task.Text("reason"));
        Assert.False(File.Exists(Path.Combine(task.Text("worktree"), "notes.txt")));
    }

    [OpenCodeTheory]
    [InlineData("headless")]
    [InlineData("interactive")]
    public async Task Model_and_effort_reach_the_service(string mode)
    {
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Home.Path).FullName, "config.yml"), "agents:\n  opencode:\n    effort: high\n");
        await Home.WaitForTaskAsync(
            await Home.AddTaskAsync(Repository, "Write", "-b", Prompt, "--agent", "opencode", "--mode", mode, "--model", "scripted/scripted-2"), "in_review");
        var asked = (await AskedOfModelAsync())[^1];
        Assert.Equal(("scripted-2", "high"), (asked.Model, asked.Effort));
    }
}
