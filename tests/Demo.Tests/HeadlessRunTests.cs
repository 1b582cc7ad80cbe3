using System.Diagnostics;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.Demo;
using Orchtui.TestKit;

namespace Orchtui.Demo.Tests;

/// <summary>The real program in a real repository, its output read by the plugin's own stream.</summary>
public sealed class HeadlessRunTests : IDisposable
{
    private readonly DemoFolder _folder = new();
    private readonly DemoProvider _provider = new(DemoFolder.PluginDirectory);

    [Fact]
    public async Task A_run_changes_the_worktree_and_ends_with_the_response_contract()
    {
        var (updates, result) = await RunAsync("Add a greeting\nto the project");

        Assert.True(result.Succeeded, result.Text);
        Assert.Equal("0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001", result.SessionId);
        Assert.Equal(new AgentUsage(480, 160, 0), result.Usage);
        var contract = JsonDocument.Parse(result.Text).RootElement;
        Assert.Equal("done", contract.GetProperty("status").GetString());
        var files = contract.GetProperty("files_changed").EnumerateArray().Select(file => file.GetString()!).ToArray();
        Assert.Equal(["docs/notes/add-a-greeting.md", "demo/add-a-greeting.sh"], files);
        Assert.All(files, file => Assert.True(File.Exists(_folder[file]), file));
        Assert.Contains("> to the project", File.ReadAllText(_folder[files[0]]));
        Assert.IsType<SessionStarted>(updates[0]);
        Assert.Equal(4, updates.OfType<ToolCall>().Count());
        Assert.All(updates.OfType<ToolCallUpdate>(), update => Assert.Equal(ToolCallStatus.Completed, update.Status));
    }

    [Fact]
    public async Task The_same_prompt_makes_the_same_change()
    {
        await RunAsync("Ein Gruß 你好");
        var first = Directory.EnumerateFiles(_folder["demo"]).ToDictionary(file => file, File.ReadAllText);
        await RunAsync("Ein Gruß 你好");
        Assert.Equal(first, Directory.EnumerateFiles(_folder["demo"]).ToDictionary(file => file, File.ReadAllText));
    }

    [Fact]
    public async Task A_prompt_that_asks_for_failure_fails_in_the_agents_words()
    {
        var (_, result) = await RunAsync("Do it [[fail]]");
        Assert.Equal(
            (false, AgentErrorClass.AgentFailed, "The prompt asked me to fail."), (result.Succeeded, result.ErrorClass, result.Text));
    }

    [Fact]
    public async Task A_crash_ends_without_a_result()
    {
        var (_, result) = await RunAsync("Do it [[crash]]");
        Assert.Equal((false, AgentErrorClass.Unknown), (result.Succeeded, result.ErrorClass));
        Assert.Contains("exit code 70", result.Text);
    }

    [Fact]
    public async Task A_file_in_the_way_is_a_failure_that_names_it()
    {
        File.WriteAllText(_folder["docs"], "in the way");
        var (updates, result) = await RunAsync("Do it");
        Assert.False(result.Succeeded);
        Assert.Contains("docs/notes/do-it.md", result.Text);
        Assert.Contains(updates.OfType<ToolCallUpdate>(), update => update.Status == ToolCallStatus.Error);
    }

    [RequiresFact("sh")]
    public async Task A_hanging_run_ends_on_the_signal()
    {
        using var process = _folder.Start(_provider.PrepareLaunch(_folder.Request("Do it [[hang]]")));
        string? line;
        do line = await process.StandardOutput.ReadLineAsync();
        while (line?.Contains("tool_end", StringComparison.Ordinal) == false);
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await process.WaitForExitAsync();
        Assert.Equal(143, process.ExitCode);
    }

    [Fact]
    public void A_line_that_cannot_be_read_costs_that_line_only()
    {
        var stream = new DemoStream();
        Assert.Empty(stream.Read("{ not json"));
        Assert.Empty(stream.Read("null"));
        Assert.Empty(stream.Read("""{"type":"unheard-of"}"""));
        Assert.Equal(new AgentMessage("hi"), Assert.Single(stream.Read("""{"type":"message","text":"hi"}""")));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(List<AgentUpdate> Updates, AgentRunResult Result)> RunAsync(string prompt)
    {
        using var process = _folder.Start(_provider.PrepareLaunch(_folder.Request(prompt)));
        var stream = _provider.OpenStream();
        List<AgentUpdate> updates = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line) updates.AddRange(stream.Read(line));
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (updates, stream.Finish(process.ExitCode, errors));
    }
}
