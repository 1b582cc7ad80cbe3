using System.Diagnostics;
using System.Text;
using Orchtui.Agents;
using Orchtui.Plugins.Demo;
using Orchtui.TestKit;

namespace Orchtui.Demo.Tests;

/// <summary>The real full-screen program, inside a terminal that <c>script</c> makes.</summary>
public sealed class InteractiveRunTests : IDisposable
{
    private readonly DemoFolder _folder = new();
    private readonly DemoProvider _provider = new(DemoFolder.PluginDirectory);
    private readonly StringBuilder _output = new();

    [RequiresFact("script", "stty")]
    public async Task Its_question_answers_itself_with_no_and_it_stays_at_the_prompt_line()
    {
        using var program = Start("Add a greeting");
        await WaitForEventsAsync("done");

        Assert.Equal(
            [AgentActivity.Starting, AgentActivity.Working, AgentActivity.Waiting, AgentActivity.Working, AgentActivity.Done], States());
        Assert.True(File.Exists(_folder["demo/add-a-greeting.sh"]));
        Assert.False(File.Exists(_folder["demo/add-a-greeting.test.sh"]));
        Assert.False(program.HasExited);
        await WaitForOutputAsync("\e]7501;state=blocked:app=demo:kind=question\e\\");
        await WaitForOutputAsync("\e]0;✔ demo · work tree\a");

        await TypeAsync(program, "and one more thing\r");
        await Eventually.TrueAsync("the follow-up is noted", () => Notes().Contains("- and one more thing", StringComparison.Ordinal));
        await TypeAsync(program, "\u0004");
        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("\e[?1049l", Output());
    }

    [RequiresFact("script", "stty")]
    public async Task A_yes_adds_a_test()
    {
        using var program = Start("Add a greeting", speed: "4");
        await WaitForEventsAsync("question");
        await TypeAsync(program, "y");
        await WaitForEventsAsync("done");
        Assert.True(File.Exists(_folder["demo/add-a-greeting.test.sh"]));
        await TypeAsync(program, "\u0003");
        await program.WaitForExitAsync();
    }

    [RequiresFact("script", "stty")]
    public async Task A_resumed_session_without_a_prompt_waits_for_one()
    {
        using var program = Start("", resume: true);
        await WaitForEventsAsync("idle");
        await TypeAsync(program, "Say hello\r");
        await WaitForEventsAsync("done");
        Assert.True(File.Exists(_folder["docs/notes/say-hello.md"]));
        await TypeAsync(program, "\u0003");
        await program.WaitForExitAsync();
    }

    public void Dispose() => _folder.Dispose();

    private Process Start(string prompt, bool resume = false, string speed = "50")
    {
        var launch = _provider.PrepareLaunch(_folder.Request(prompt, AgentMode.Interactive) with { Resume = resume });
        var command = string.Join(' ', launch.Arguments.Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script", ["-qefc", command, "/dev/null"])
        {
            WorkingDirectory = _folder.Worktree,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in launch.Environment) start.Environment[name] = value;
        start.Environment["DEMO_SPEED"] = speed;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            lock (_output) _output.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task TypeAsync(Process program, string keys)
    {
        await program.StandardInput.WriteAsync(keys);
        await program.StandardInput.FlushAsync();
    }

    private Task WaitForEventsAsync(string name) => Eventually.TrueAsync(
        $"event {name}",
        () => EventFiles().Any(file => File.ReadAllText(file).Contains($"\"{name}\"", StringComparison.Ordinal)),
        describe: Output);

    private Task WaitForOutputAsync(string text) =>
        Eventually.TrueAsync($"output {text}", () => Output().Contains(text, StringComparison.Ordinal), describe: Output);

    private string[] EventFiles() =>
        Directory.Exists(_folder.Events) ? [.. Directory.EnumerateFiles(_folder.Events, "*.json").Order(StringComparer.Ordinal)] : [];

    private AgentActivity[] States()
    {
        var observer = _provider.OpenObserver();
        return [.. EventFiles().Select(file => observer.OnEvent(File.ReadAllBytes(file))!.State.Activity)];
    }

    private string Notes() => File.ReadAllText(_folder["docs/notes/add-a-greeting.md"]);

    private string Output()
    {
        lock (_output) return _output.ToString();
    }
}
