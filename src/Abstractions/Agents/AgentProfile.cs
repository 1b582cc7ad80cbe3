namespace Orchtui.Agents;

/// <summary>What is always true of one agent.</summary>
public sealed record AgentProfile
{
    /// <summary>The name people and configuration use, such as <c>claude</c>.</summary>
    /// <value>Form: <c>[a-z][a-z0-9-]*</c>, at most 32 characters.</value>
    public required string Id { get; init; }

    /// <summary>The name shown to people, such as <c>Claude Code</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The modes it can run in; at least one.</summary>
    public required IReadOnlyList<AgentMode> Modes { get; init; }

    /// <summary>Whether the session id can be chosen before the start. If not, it is learnt from the agent's output.</summary>
    public bool ChoosesSessionId { get; init; }

    /// <summary>
    /// Whether the agent may be picked when nobody named one. False for agents that exist for demonstration:
    /// they run only when named.
    /// </summary>
    /// <value>Default: true.</value>
    public bool PickedByDefault { get; init; } = true;

    /// <summary>
    /// Whether an interactive run serves an interface of its own on a port, which the host chooses and protects by a password
    /// (<see cref="LaunchRequest.Server"/>) and which <see cref="IAgentProvider.OpenLink"/> connects to.
    /// </summary>
    /// <value>Default: false.</value>
    public bool HasServer { get; init; }

    /// <summary>
    /// How long a working agent may give no sign of life (output, event or update) before it is reported as stuck.
    /// A CLI whose server hangs stays silent for ever.
    /// </summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>How an agent runs. Both ways live in a pane.</summary>
public enum AgentMode
{
    /// <summary>The agent's own full-screen program, which a person can type into.</summary>
    Interactive,

    /// <summary>One prompt in, structured output out, then the end.</summary>
    Headless,
}
