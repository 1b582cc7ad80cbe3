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

    /// <summary>Where the plugin writes what a person may want to read later.</summary>
    IPluginLog Log { get; }

    /// <summary>Offers an agent. Allowed only while <see cref="IPlugin.Register"/> runs.</summary>
    /// <param name="provider">The provider; its <see cref="AgentProfile.Id"/> is the name people use.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddAgent(IAgentProvider provider);
}
