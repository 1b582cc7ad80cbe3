using System.Text.Json.Nodes;
using Orchtui.Host.Plugins;
using Orchtui.Host.Views;
using Orchtui.Mux.Commands;
using Orchtui.Plugins;

namespace Orchtui.Host.Commands;

/// <summary>Plugins and the agents they bring.</summary>
internal static class PluginCommands
{
    private static readonly Argument Id = new("id", ArgumentKind.Positional, "the plugin's id") { Required = true };

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "plugin.list",
            IsRepeatable = true,
            Help = "List the plugins, what they provide, and why one is disabled",
            Handler = static async (context, _, _) =>
            {
                await context.Host.PluginsLoaded.ConfigureAwait(false);
                return CommandResult.Ok(new JsonArray([.. context.Host.Plugins.List().Select(plugin => (JsonNode)Json(plugin))]));
            },
        },
        new()
        {
            Name = "plugin.info",
            IsRepeatable = true,
            Help = "Tell all about one plugin",
            Arguments = [Id],
            Handler = static async (context, values, _) =>
            {
                await context.Host.PluginsLoaded.ConfigureAwait(false);
                return context.Host.Plugins.Find(values.RequiredText("id")) is { } plugin ? CommandResult.Ok(Details(plugin)) : Unknown(values);
            },
        },
        new()
        {
            Name = "plugin.reload",
            Help = "Load plugins anew: one, or all that changed",
            Arguments = [Id with { Required = false }],
            Handler = ReloadAsync,
        },
        new()
        {
            Name = "plugin.show",
            OpenToViewers = true,
            Help = "Show the plugins, and why one is disabled",
            Handler = ShowAsync,
            Keys = [new("home", "P")],
            Surfaces = Surfaces.Screen,
        },
        new()
        {
            Name = "agents",
            IsRepeatable = true,
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

    private static async Task<CommandResult> ReloadAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        await context.Host.PluginsLoaded.WaitAsync(cancellation).ConfigureAwait(false);
        if (values.Text("id") is not { Length: > 0 } id)
        {
            await context.Host.Plugins.RescanAsync(cancellation).ConfigureAwait(false);
            return CommandResult.Ok(new JsonObject { ["message"] = "Plugins are as their folders say." });
        }

        if (await context.Host.Plugins.ReloadAsync(id, cancellation).ConfigureAwait(false) is not { } plugin) return Unknown(values);
        return plugin.State == PluginState.Loaded
            ? CommandResult.Ok(Details(plugin), plugin.Reason.Length > 0 ? $"Plugin {id}: {plugin.Reason}" : $"Plugin {id} {plugin.Version} is loaded.")
            : CommandResult.Fail($"Plugin {id} is disabled: {plugin.Reason}");
    }

    private static async Task<CommandResult> ShowAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'plugin list'.");
        await context.Host.Mux.InvokeAsync(_ => client.Push(new PluginsView(client, context.Host.Plugins.List, context.Host.PluginFolders))).ConfigureAwait(false);
        return CommandResult.Ok();
    }

    private static CommandResult Unknown(ArgumentValues values) =>
        CommandResult.NotFound($"There is no plugin '{values.Text("id")}'; 'orchtui plugin list' shows them.");

    private static JsonObject Json(PluginInfo plugin) => new()
    {
        ["id"] = plugin.Id,
        ["version"] = plugin.Version,
        ["path"] = plugin.Path,
        ["state"] = plugin.State.ToString().ToLowerInvariant(),
        ["reason"] = plugin.Reason,
        ["provides"] = new JsonArray([.. plugin.Provides.Select(name => (JsonNode)name)]),
    };

    private static JsonObject Details(PluginInfo plugin)
    {
        var json = Json(plugin);
        json["assembly"] = plugin.Assembly;
        json["contract"] = plugin.Contract;
        json["host_contract"] = ContractVersion.Current;
        json["capabilities"] = new JsonArray([.. plugin.Capabilities.Select(name => (JsonNode)name)]);
        return json;
    }
}
