using Orchtui.Agents;
using Orchtui.Backends;
using Orchtui.Commands;
using Orchtui.Constraints;
using Orchtui.Decisions;
using Orchtui.Hooks;
using Orchtui.Notifications;
using Orchtui.Routing;

namespace Orchtui.Plugins;

/// <summary>What the host gives a plugin: a place to register and the edges of the machine. All members are thread-safe.</summary>
public interface IPluginContext
{
    /// <summary>The id from the plugin's <c>plugin.yml</c>.</summary>
    string PluginId { get; }

    /// <summary>The absolute path of the folder the plugin was loaded from. Read only.</summary>
    string PluginDirectory { get; }

    /// <summary>
    /// The absolute path of a folder of the plugin's own, for what it has to keep. It exists, is closed to other users, and stays when the
    /// plugin is replaced or removed.
    /// </summary>
    string DataDirectory { get; }

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

    /// <summary>Offers an agent. Needs the capability <c>agent</c>. Allowed only while <see cref="IPlugin.Register"/> runs.</summary>
    /// <param name="provider">The provider; its <see cref="AgentProfile.Id"/> is the name people use.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddAgent(IAgentProvider provider);

    /// <summary>Offers a tracker whose tasks come into the queue. Needs the capability <c>backend</c>. Allowed only while registering.</summary>
    /// <param name="backend">The backend.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddBackend(ITaskBackend backend);

    /// <summary>Offers a condition for automatic starts. Needs the capability <c>constraint</c>. Allowed only while registering.</summary>
    /// <param name="checker">The checker.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddConstraint(IConstraintChecker checker);

    /// <summary>Offers somebody who is told of tasks' lives. Needs the capability <c>hook</c>. Allowed only while registering.</summary>
    /// <param name="hook">The hook.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddHook(ITaskHook hook);

    /// <summary>Offers a way to reach a person. Needs the capability <c>notifier</c>. Allowed only while registering.</summary>
    /// <param name="notifier">The notifier.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddNotifier(INotifier notifier);

    /// <summary>Offers an engine that finds work. Needs the capability <c>decision</c>. Allowed only while registering.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddDecisionEngine(IDecisionEngine engine);

    /// <summary>Offers a way to choose agents. Needs the capability <c>route</c>. Allowed only while registering.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    RegistrationStatus AddRoutePolicy(IRoutePolicy policy);
}
