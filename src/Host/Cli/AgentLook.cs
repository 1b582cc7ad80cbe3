using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Host.Daemon;
using Orchtui.Host.Plugins;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Commands;
using Orchtui.Plugins;
using Orchtui.Pty;

namespace Orchtui.Host.Cli;

/// <summary>Looks for agents where no host runs: loads the plugins for the moment, as a host would, and asks them.</summary>
internal static class AgentLook
{
    public static async Task<JsonArray> RowsAsync(HomeDirectory home)
    {
        var time = TimeProvider.System;
        var commands = new CommandRunner(time, pid => ProcessSignals.Send(pid, Signal.Terminate));
        var loader = new PluginLoader(new PluginServices(time, commands, _ => new SilentLog(), home.PluginDataDirectory), new PluginDeadlines());
        using var plugins = new PluginCatalog(PluginCatalog.RootsFor(AppContext.BaseDirectory, home.Path), loader);
        await plugins.RescanAsync(CancellationToken.None).ConfigureAwait(false);

        var environment = ChildEnvironments.Clean(SelfCommand.CurrentEnvironment().ToDictionary(v => v.Key, v => v.Value));
        var registry = new AgentRegistry(time);
        foreach (var provider in plugins.Agents) registry.Add(provider);
        var rows = new JsonArray();
        foreach (var id in registry.Ids)
        {
            var seen = await registry.ProbeAsync(id, environment.GetValueOrDefault("PATH", "")).ConfigureAwait(false);
            if (registry.Find(id) is { } provider) rows.Add(AgentRows.Of(provider, seen, environment));
        }

        return rows;
    }

    /// <summary>What a plugin has to say is for the host's log, and there is no host.</summary>
    private sealed class SilentLog : IPluginLog
    {
        public void Info(string message) { }

        public void Warning(string message) { }
    }
}
