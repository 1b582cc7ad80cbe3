using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Commands;

/// <summary>Plugins and the agents they bring.</summary>
internal static class PluginCommands
{
    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "plugin.list",
            Help = "List the plugins, what they provide, and why one is disabled",
            Handler = static async (context, _, _) =>
            {
                await context.Host.PluginsLoaded.ConfigureAwait(false);
                return CommandResult.Ok(new JsonArray([.. context.Host.Plugins.List().Select(plugin => (JsonNode)new JsonObject
                {
                    ["id"] = plugin.Id,
                    ["version"] = plugin.Version,
                    ["path"] = plugin.Path,
                    ["state"] = plugin.State.ToString().ToLowerInvariant(),
                    ["reason"] = plugin.Reason,
                    ["provides"] = new JsonArray([.. plugin.Provides.Select(name => (JsonNode)name)]),
                })]));
            },
        },
        new()
        {
            Name = "agents",
            Help = "List the agents: installed or not, version, signed in or not, what is missing",
            Handler = static async (context, _, cancellation) =>
            {
                await context.Host.PluginsLoaded.ConfigureAwait(false);
                var environment = context.ChildEnvironment();
                var path = environment.GetValueOrDefault("PATH", "");
                var rows = new JsonArray();
                foreach (var id in context.Host.Agents.Ids)
                {
                    var seen = await context.Host.Agents.ProbeAsync(id, path).ConfigureAwait(false);
                    if (context.Host.Agents.Find(id) is { } provider) rows.Add(AgentRows.Of(provider, seen, environment));
                }

                return CommandResult.Ok(rows);
            },
        },
    ];
}
