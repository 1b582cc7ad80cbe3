using Orchtui.Agents;

namespace Orchtui.Orchestration.Engine;

/// <summary>How the engine runs.</summary>
public sealed record EngineOptions
{
    /// <summary>The home directory.</summary>
    public required string Home { get; init; }

    /// <summary>How many tasks may be in progress at once (<c>engine.max_parallel</c>).</summary>
    /// <value>Default: 4.</value>
    public int MaxParallel { get; init; } = 4;

    /// <summary>How many attempts a task gets (<c>max_attempts</c>).</summary>
    /// <value>Default: 10.</value>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>How long a headless run may take; zero for no limit.</summary>
    /// <value>Default: 30 minutes.</value>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Constraints that must hold before a task starts by itself, beside those that are always asked (<c>engine.constraints</c>).</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>How much agents may do without asking (<c>permissions.mode</c>).</summary>
    public PermissionMode Permissions { get; init; } = PermissionMode.Supervised;

    /// <summary>What the configuration says of each agent (<c>agents.ID.KEY</c>), by the agent's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> AgentSettings { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The environment of tasks whose caller's is not known.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>How to try a task again.</summary>
public sealed record RetryOptions
{
    /// <summary>Go on with the same conversation instead of starting anew.</summary>
    public bool Resume { get; init; }

    /// <summary>The mode of the next attempt; null for the same. A headless conversation resumed interactively is a take-over.</summary>
    public AgentMode? Mode { get; init; }

    /// <summary>Another agent; null for the same.</summary>
    public string? Agent { get; init; }
}

/// <summary>Where the engine tells what a person debugging it wants to know. Thread-safe; never throws. No secrets.</summary>
public interface IEventLog
{
    void Info(string message);

    void Warning(string message);
}
