namespace Orchtui.Agents;

/// <summary>
/// Everything that differs from one coding agent to the next: how it is found, started and resumed, what its output and its
/// events mean. A provider runs nothing itself and keeps no state of a run; the objects it opens do. Members are thread-safe.
/// </summary>
public interface IAgentProvider
{
    /// <summary>What is always true of the agent.</summary>
    AgentProfile Profile { get; }

    /// <summary>Looks for the agent on this machine. Reads no secret.</summary>
    /// <param name="searchPath">The PATH to search, as the agent will have it.</param>
    /// <param name="cancellation">Ends the look; the host's deadline is ten seconds.</param>
    /// <returns>What was found. A missing agent is a value, not an exception.</returns>
    Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation);

    /// <summary>
    /// Says whether the agent has credentials, by the presence of files and the names of variables alone: no value, no file's content, no
    /// program, no network. Returns at once.
    /// </summary>
    /// <param name="environment">The environment the agent will inherit. Only names may be looked at, and folders such as HOME.</param>
    /// <returns>What was found; not known when in doubt.</returns>
    AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => AgentSignIn.NotKnown;

    /// <summary>Says how to start, or to resume, the agent for one attempt. Pure: writes nothing.</summary>
    /// <param name="request">The attempt.</param>
    /// <returns>The launch.</returns>
    /// <exception cref="NotSupportedException">The mode is not among the profile's.</exception>
    AgentLaunch PrepareLaunch(LaunchRequest request);

    /// <summary>Opens a reader for the standard output of one headless run.</summary>
    /// <returns>A reader of its own for each run. Never called when the agent has no headless mode.</returns>
    IAgentStream OpenStream();

    /// <summary>Opens an observer for one interactive run.</summary>
    /// <returns>An observer of its own for each run.</returns>
    IAgentObserver OpenObserver();

    /// <summary>Opens a link to the server of one interactive run.</summary>
    /// <param name="request">The run.</param>
    /// <returns>A link of its own for each run; null when the agent has no server. Asked only when the profile says it has one.</returns>
    IAgentLink? OpenLink(AgentLinkRequest request) => null;
}
