using System.Text.Json.Nodes;
using Orchtui.Host.Views;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Panes;

namespace Orchtui.Host.Commands;

/// <summary>What concerns a client itself: leaving, help, the command prompt.</summary>
internal static class ClientCommands
{
    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "detach",
            OpenToViewers = true,
            Help = "Leave; everything goes on without you",
            Handler = DetachAsync,
            Aliases = ["detach-client"],
            Keys = [new("prefix", "d")],
            Arguments = [new("all", ArgumentKind.Flag, "all clients")],
        },
        new()
        {
            Name = "help",
            OpenToViewers = true,
            Help = "Show all keys and commands",
            Handler = WindowCommands.OnClient((mux, client, _) =>
                client.Run("help.show", client.Window == 0 ? "home" : mux.CopyStatusOf(client) is null ? "prefix" : CopyKeys.Table)),
            Keys = [new("home", "?"), new("prefix", "?")],
            Surfaces = Surfaces.Screen,
        },
        new()
        {
            Name = "help.show",
            OpenToViewers = true,
            Help = "Show all keys and commands, one place first",
            Handler = HelpAsync,
            Arguments = [new("place", ArgumentKind.Positional, "which keys come first") { Required = true, Choices = ["home", "prefix", CopyKeys.Table] }],
            Surfaces = Surfaces.Screen,
        },
        new()
        {
            Name = "prompt",
            OpenToViewers = true,
            Help = "Type a command",
            Handler = static (context, values, cancellation) => WindowCommands.OnClient((_, client, _) =>
            {
                var history = context.Host.Screens.HistoryOf("command");
                client.Push(new PromptView(client, ":", "", line => client.Run([.. WordSplitter.Split(line)]), history));
            })(context, values, cancellation),
            Aliases = ["command-prompt"],
            Keys = [new("home", ":"), new("prefix", ":")],
            Surfaces = Surfaces.Screen,
        },
        new()
        {
            Name = "client.list",
            OpenToViewers = true,
            Help = "List the attached clients",
            Handler = async (context, _, _) => CommandResult.Ok(await context.Host.Mux.InvokeAsync(mux => new JsonArray([.. mux.Clients.Select(client => (JsonNode)new JsonObject
            {
                ["id"] = client.Id.Value,
                ["window"] = client.Window,
                ["cols"] = client.Size.Columns,
                ["rows"] = client.Size.Rows,
                ["read_only"] = client.ReadOnly,
            })])).ConfigureAwait(false)),
            Aliases = ["list-clients"],
        },
    ];

    private static async Task<CommandResult> DetachAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var count = await context.Host.Mux.InvokeAsync(mux =>
        {
            var leaving = context.Caller.Client is { } client && !values.Flag("all") ? [client]
                : values.Flag("all") || context.Caller.Client is null ? mux.Clients.ToList() : [];
            foreach (var one in leaving) mux.Detach(one, "[detached; orchtui comes back here]");
            return leaving.Count;
        }).ConfigureAwait(false);
        return CommandResult.Ok(new JsonObject { ["detached"] = count });
    }

    private static async Task<CommandResult> HelpAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; 'orchtui --help' is for the command line.");
        await context.Host.Mux.InvokeAsync(_ => client.Push(new HelpView(client, HostCommands.Table, values.RequiredText("place"), context.Host.Prefix))).ConfigureAwait(false);
        return CommandResult.Ok();
    }
}
