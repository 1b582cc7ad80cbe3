using System.Diagnostics;
using System.Text;
using Orchtui.Agents;
using Orchtui.TestKit;

namespace Orchtui.Demo.Tests;

/// <summary>A git worktree for one test, and the real program to run in it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public DemoFolder()
    {
        Directory.CreateDirectory(Worktree);
        using var git = Process.Start("git", ["init", "-q", Worktree]);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    public static string PluginDirectory => Path.Combine(AppContext.BaseDirectory, "plugins", "Demo");

    public string Worktree => _directory["work tree"];

    public string Events => _directory["attempt/events"];

    public string this[string path] => Path.Combine(Worktree, path);

    public LaunchRequest Request(string prompt, AgentMode mode = AgentMode.Headless) => new()
    {
        TaskId = 7,
        Title = "A title",
        Prompt = prompt,
        Mode = mode,
        Worktree = Worktree,
        Repository = _directory["main"],
        AttemptDirectory = _directory["attempt"],
        EventsDirectory = Events,
        Executable = Path.Combine(PluginDirectory, "Orchtui.Plugins.Demo"),
        Environment = new Dictionary<string, string>(),
        SessionId = "0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001",
    };

    /// <summary>Starts what the provider says, with every pause next to nothing.</summary>
    public Process Start(AgentLaunch launch)
    {
        var start = new ProcessStartInfo(launch.Arguments[0], launch.Arguments.Skip(1))
        {
            WorkingDirectory = Worktree,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in launch.Environment) start.Environment[name] = value;
        start.Environment["DEMO_SPEED"] = "200";
        var process = Process.Start(start)!;
        process.StandardInput.Write(launch.StandardInput);
        process.StandardInput.Close();
        return process;
    }

    public void Dispose() => _directory.Dispose();
}
