using Orchtui.Agents;
using Orchtui.Plugins.Codex;
using Orchtui.TestKit;

namespace Orchtui.Codex.Tests;

/// <summary>The plugin's own data file, recordings of the real CLI and requests that say nothing special.</summary>
internal static class Fixtures
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 20, 15, 30, 0, TimeSpan.Zero);

    public static CodexData Data { get; } = CodexData.Load(Path.Combine(AppContext.BaseDirectory, "plugins", "Codex"));

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
        Executable = "/usr/bin/codex",
        Environment = new Dictionary<string, string> { ["HOME"] = "/home/dev", ["TZ"] = "Europe/Berlin" },
    };
}
