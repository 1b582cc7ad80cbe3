using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Kimi and MiniMax as people run them: a script that becomes Claude Code and talks to another service.</summary>
public sealed class WrapperTests : EndToEndTest
{
    private const string Prompt = "Please [[write path=notes.txt text=Written by the wrapper]] [[say text=All of it is written.]]";

    private ClaudeWorkplace _claude = null!;

    public override async Task InitializeAsync()
    {
        _claude = await ClaudeWorkplace.OpenAsync();
        Use(new OrchtuiHome(_claude.Prefix));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _claude.DisposeAsync();
    }

    [ClaudeTheory]
    [InlineData("kimi", "headless")]
    [InlineData("kimi", "interactive")]
    [InlineData("minimax", "headless")]
    [InlineData("minimax", "interactive")]
    public async Task Wrapper_works_on_a_task_by_its_own_name(string agent, string mode)
    {
        _claude.PlayWrapper(Home, agent, "ok");
        var prompt = mode == "headless" ? Prompt : $"""{Prompt} [[bash command="sh -c 'echo asked > asked.txt'"]]""";
        var id = await Home.AddTaskAsync(_claude.Repository, "Write the notes", "-b", prompt, "--agent", agent, "--mode", mode);
        if (mode == "interactive")
        {
            Assert.Equal(agent, (await Home.AnswerAsync(id, "asked.txt", "--once")).Text("agent"));
            await Home.WaitForReceiptsAsync(id, "confirmed: 1: Yes");
        }

        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal(agent, task.Text("agent"));
        Assert.NotEmpty(task.Text("session_id"));
        if (mode == "headless") Assert.True(task["tokens"]!.GetValue<long>() > 0);
        else Assert.Equal("asked", _claude.Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
        Assert.Equal("Written by the wrapper", _claude.Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        Assert.Contains("All of it is written.", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000"));
        Assert.Contains(await _claude.Model.RequestsAsync(), request => request.Path.EndsWith("/v1/messages", StringComparison.Ordinal));
    }
}
