using Orchtui.Agents;
using Orchtui.Commands;

namespace Orchtui.Plugins;

/// <summary>What the host gives a plugin: a place to register and the edges of the machine. All members are thread-safe.</summary>
public interface IPluginContext
{
    /// <summary>The id from the plugin's <c>plugin.yml</c>.</summary>
    string PluginId { get; }

    /// <summary>The absolute path of the folder the plugin was loaded from. Read only.</summary>
    string PluginDirectory { get; }

    /// <summary>The clock. A plugin takes the time and its timers from here, never from the system.</summary>
    TimeProvider Time { get; }

    /// <summary>Runs short programs (version probes, git, package managers). Agents are not run through it but by the host, in a pane.</summary>
    ICommandRunner Commands { get; }

    /// <summary>
    /// Makes a client for HTTP, to the agent's own server on loopback or to a service elsewhere. Connections are the host's and shared;
    /// headers and base address are this client's own. No proxy stands between it and loopback, no cookie is kept, a redirect is an answer
    /// like any other, and there is no time-out but the one the caller's token sets: an answer may be a stream without an end.
    /// </summary>
    /// <returns>A client of the plugin's own. Disposing of it closes nothing.</returns>
    HttpClient CreateHttpClient();

    /// <summary>Where the plugin writes what a person may want to read later.</summary>
    IPluginLog Log { get; }

    /// <summary>Offers an agent. Allowed only while <see cref="IPlugin.Register"/> runs.</summary>
    /// <param name="provider">The provider; its <see cref="AgentProfile.Id"/> is the name people use.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddAgent(IAgentProvider provider);
}
