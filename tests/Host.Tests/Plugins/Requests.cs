using Orchtui.Agents;

namespace Orchtui.Host.Tests.Plugins;

/// <summary>Launch requests that are valid and say nothing special.</summary>
internal static class Requests
{
    public static LaunchRequest Headless(string attemptDirectory = "/tmp/attempt") => new()
    {
        TaskId = 1,
        Title = "A title",
        Prompt = "Do it",
        Mode = AgentMode.Headless,
        Worktree = "/tmp/worktree",
        Repository = "/tmp/repository",
        AttemptDirectory = attemptDirectory,
        EventsDirectory = Path.Combine(attemptDirectory, "events"),
        Executable = "/bin/sh",
        Environment = new Dictionary<string, string>(),
    };
}
