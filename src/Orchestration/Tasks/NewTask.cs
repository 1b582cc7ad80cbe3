using Orchtui.Agents;

namespace Orchtui.Orchestration.Tasks;

/// <summary>What somebody asks for.</summary>
public sealed record NewTask
{
    public required string Title { get; init; }

    public string Body { get; init; } = "";

    /// <summary>Any directory of the repository, a worktree included.</summary>
    public required string Project { get; init; }

    /// <summary>The agent by name; null leaves the choice to the engine.</summary>
    public string? Agent { get; init; }

    public string? Model { get; init; }

    public TaskSource Source { get; init; }

    public string? ExternalRef { get; init; }

    public TaskPriority Priority { get; init; } = TaskPriority.Medium;

    public IReadOnlyList<string> Labels { get; init; } = [];

    public AgentMode Mode { get; init; } = AgentMode.Headless;

    public TaskId? After { get; init; }

    public bool Held { get; init; }

    /// <summary>The environment of whoever asks; null for that of the host.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
