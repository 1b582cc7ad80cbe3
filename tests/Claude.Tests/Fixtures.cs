using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

/// <summary>The plugin's own data file, recordings of the real CLI and requests that say nothing special.</summary>
internal static class Fixtures
{
    public static CliData Data { get; } = CliData.Load(Path.Combine(AppContext.BaseDirectory, "plugins", "Claude"), "claude.json");

    public static string Recording(string name) => Path.Combine(Requirement.SharedFolder!, "agents", name);

    public static LaunchRequest Request(AgentMode mode, string prompt = "Do it") => new()
    {
        TaskId = 1,
        Title = "A title",
        Prompt = prompt,
        Mode = mode,
        Worktree = "/home/dev/worktrees/repo/one",
        Repository = "/home/dev/src/repo",
        AttemptDirectory = "/home/dev/state/1",
        EventsDirectory = "/home/dev/state/1/events",
        Executable = "/usr/bin/claude",
        Environment = new Dictionary<string, string>(),
        SessionId = "0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001",
    };
}
