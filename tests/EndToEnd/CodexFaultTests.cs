using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>What the real Codex does where the model's service is not what is wrong, or is not there at all.</summary>
public sealed class CodexFaultTests : CodexTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the agent]]";

    [CodexFact]
    public async Task Service_that_cannot_be_reached_is_tried_for_ever_and_shown_as_such()
    {
        // The discard service, which nobody offers here.
        foreach (var (name, value) in Workplace.Codex.EnvironmentFor("http://127.0.0.1:9")) Home.Environment[name] = value;
        Home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.Codex)}:{Home.Environment["PATH"]}";
        foreach (var mode in new[] { "headless", "interactive" })
        {
            var id = await AddAsync(mode, Prompt);
            await Home.WaitForTextAsync(await Home.WaitForPaneOfTaskAsync(id), "[Cc]onnection failed|[Ww]aiting for network|Reconnecting");
            await Home.WaitForStateAsync(id, "working");
            Assert.Equal("in_progress", await Home.StatusAsync(id));
            (await Home.RunAsync("task", "kill", id)).Succeeded();
            Assert.Equal("needs_review", await Home.StatusAsync(id));
        }
    }

    [CodexFact]
    public async Task Configuration_that_it_refuses_is_told_in_its_words()
    {
        var path = Path.Combine(Workplace.Codex.Path, ".codex", "config.toml");
        await File.WriteAllTextAsync(path, $"approval_policy = \"perhaps\"\n{await File.ReadAllTextAsync(path)}");
        foreach (var mode in new[] { "headless", "interactive" })
        {
            var task = await Home.WaitForTaskAsync(await AddAsync(mode, Prompt), "needs_review");
            Assert.Contains(mode == "headless" ? "agent_failed: " : "Look at its pane", task.Text("reason"));
            var pane = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(task.Text("id")));
            Assert.Contains("perhaps", pane.ReplaceLineEndings(""));
        }

        Assert.Empty(await Workplace.Model.RequestsAsync());
    }

    [CodexFact]
    public async Task Command_outside_of_the_sandbox_is_refused_to_a_headless_run_and_the_model_is_told()
    {
        var probe = Home["probe"];
        var task = await Home.WaitForTaskAsync(
            await AddAsync("headless", $"Please [[bash command=touch {probe} why=May I?]] [[say text=I may not.]]"), "done");
        Assert.False(File.Exists(probe));
        Assert.Contains(await Workplace.Model.RequestsAsync(), request => request.LastResult is { Length: > 0 } told && !told.Contains("exit_code: 0"));
        Assert.Contains("I may not.", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(task.Text("id")), "--history", "100"));
    }

    [CodexFact]
    public async Task Model_and_effort_reach_the_service()
    {
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Home.Path).FullName, "config.yml"), "agents:\n  codex:\n    effort: high\n");
        foreach (var mode in new[] { "headless", "interactive" })
        {
            await Home.WaitForTaskAsync(
                await Home.AddTaskAsync(Repository, "A task", "-b", $"{Prompt} {mode}", "--agent", "codex", "--mode", mode, "--model", "gpt-5.4"), "in_review");
            var asked = (await Workplace.Model.RequestsAsync()).Last(request => request.Tools > 0);
            Assert.Equal(("gpt-5.4", "high", true), (asked.Model, asked.Effort, asked.Prompt!.EndsWith(mode, StringComparison.Ordinal)));
        }
    }
}
