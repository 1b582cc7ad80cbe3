namespace Orchtui.Agents;

/// <summary>One attempt at a task, as a provider needs to know it to say how its agent is started.</summary>
public sealed record LaunchRequest
{
    /// <summary>The task's id, unique in one home.</summary>
    public required int TaskId { get; init; }

    /// <summary>The task's title, one line.</summary>
    public required string Title { get; init; }

    /// <summary>What the agent is asked to do. May be long and hold any text; never goes through a shell.</summary>
    public required string Prompt { get; init; }

    /// <summary>Rules of the house, to be given beside the agent's own system prompt; empty for none.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>Interactive or headless.</summary>
    public required AgentMode Mode { get; init; }

    /// <summary>The absolute path of the git worktree the agent works in.</summary>
    public required string Worktree { get; init; }

    /// <summary>The absolute path of the main checkout, which the agent must leave alone.</summary>
    public required string Repository { get; init; }

    /// <summary>A private folder of this attempt, outside every repository, for files the launch needs.</summary>
    public required string AttemptDirectory { get; init; }

    /// <summary>
    /// The folder into which the agent's hooks write one file per event. The file's name ends in <c>.json</c> and appears
    /// complete (written under another name, then renamed).
    /// </summary>
    public required string EventsDirectory { get; init; }

    /// <summary>The agent's program, as the last <see cref="IAgentProvider.ProbeAsync"/> found it.</summary>
    public required string Executable { get; init; }

    /// <summary>The environment the agent will inherit, for looking things up in it; the launch names only changes to it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The model to use: the task's, else <c>agents.ID.model</c>; null for the agent's own default.</summary>
    public string? Model { get; init; }

    /// <summary>How hard the model is to think (<c>agents.ID.effort</c>), in the agent's own words, such as <c>high</c>; null for its default.</summary>
    public string? Effort { get; init; }

    /// <summary>What the configuration says of this agent (<c>agents.ID.KEY</c>), by key; keys a provider does not know are no concern of it.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The agent's own server, for agents that have one (<see cref="AgentProfile.HasServer"/>); null otherwise.</summary>
    public AgentServer? Server { get; init; }

    /// <summary>
    /// The session to create (when the agent's ids can be chosen) or, with <see cref="Resume"/>, to go on with; null when unknown yet.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>Whether the session exists and is to be continued.</summary>
    public bool Resume { get; init; }

    /// <summary>How much the agent may do without asking.</summary>
    /// <value>Default: <see cref="PermissionMode.Supervised"/>.</value>
    public PermissionMode Permissions { get; init; } = PermissionMode.Supervised;
}

/// <summary>Where the server of one running agent listens: on the loopback interface, behind a password.</summary>
/// <param name="Port">The port; free when it was chosen.</param>
/// <param name="Password">The password of this run. Passed in the environment, never as an argument, and never logged.</param>
public sealed record AgentServer(int Port, string Password);

/// <summary>How much an agent may do without asking.</summary>
public enum PermissionMode
{
    /// <summary>Edits inside the worktree go ahead; everything else is asked (interactive) or refused (headless).</summary>
    Supervised,

    /// <summary>Nothing is asked.</summary>
    Autonomous,
}
