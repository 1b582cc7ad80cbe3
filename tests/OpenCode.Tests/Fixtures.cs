using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.OpenCode;
using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

/// <summary>The plugin's own data file, recordings of the real CLI and requests that say nothing special.</summary>
internal static class Fixtures
{
    public static OpenCodeData Data { get; } = OpenCodeData.Load(Path.Combine(AppContext.BaseDirectory, "plugins", "OpenCode"));

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
        Executable = "/usr/bin/opencode",
        Environment = new Dictionary<string, string>(),
        Server = mode == AgentMode.Interactive ? new AgentServer(4711, "secret") : null,
    };

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
