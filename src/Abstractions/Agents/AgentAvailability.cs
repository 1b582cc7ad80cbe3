namespace Orchtui.Agents;

/// <summary>What a look at the machine told about an agent.</summary>
public sealed record AgentAvailability
{
    /// <summary>The absolute path of the program; null when it is not installed.</summary>
    public string? Executable { get; init; }

    /// <summary>The version it names; null when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>Whether this provider was checked against that version.</summary>
    public bool VersionChecked { get; init; }

    /// <summary>What is missing and how to get it, or what to be aware of; empty when all is well.</summary>
    public string Advice { get; init; } = "";

    /// <summary>Whether the agent can be started.</summary>
    public bool Installed => Executable is not null;
}
