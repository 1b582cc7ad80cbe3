using Orchtui.Agents;
using Orchtui.Commands;
using Orchtui.Host.Plugins;
using Orchtui.Plugins;

namespace Orchtui.Host.AgentRun;

/// <summary>
/// The stream of the one plugin that a run needs, loaded with the same guards and deadlines as in the host. The plugin is kept beside
/// it: a load context that nobody holds is unloaded by the collector.
/// </summary>
internal sealed record OpenedStream(IAgentStream Stream, LoadedPlugin Plugin)
{
    public static (OpenedStream? Opened, string Problem) Open(AgentRunLaunch launch, TimeProvider time, Action<string> onFault)
    {
        var reading = ManifestReader.Read(launch.PluginDirectory);
        if (reading.Manifest is not { } manifest) return (null, string.Join("; ", reading.Errors));
        var services = new PluginServices(time, new NoCommands(), _ => new FaultLog(onFault), HomeDirectory.Find().PluginDataDirectory);
        var load = new PluginLoader(services, new PluginDeadlines())
            .Load(launch.PluginDirectory, manifest, _ => null, fault => onFault(fault.Reason));
        if (load.Plugin is not { } plugin) return (null, $"the plugin in {launch.PluginDirectory} cannot be used: {load.Fault!.Reason}");
        return plugin.Agents.FirstOrDefault(agent => agent.Profile.Id == launch.ProviderId) is { } agent
            ? (new OpenedStream(agent.OpenStream(), plugin), "")
            : (null, $"the plugin in {launch.PluginDirectory} offers no agent '{launch.ProviderId}'");
    }

    /// <summary>Reading output takes no other program, so a run gives its plugin none.</summary>
    private sealed class NoCommands : ICommandRunner
    {
        public Task<CommandResult> RunAsync(Command command, CancellationToken cancellation = default) =>
            Task.FromResult(new CommandResult(CommandOutcome.NotFound, -1, "", "no program is run beside the agent"));
    }

    /// <summary>Warnings stand in the transcript, where the person who looks for them is.</summary>
    private sealed class FaultLog(Action<string> onWarning) : IPluginLog
    {
        public void Info(string message) { }

        public void Warning(string message) => onWarning(message);
    }
}
