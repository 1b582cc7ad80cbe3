using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Commands;

/// <summary>What the host tells of itself, and how it is ended. The verbs of the command line are local ones over these.</summary>
internal static class ServiceCommands
{
    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "host.status",
            IsRepeatable = true,
            Help = "Tell how the host is",
            Surfaces = Surfaces.Rpc,
            OpenToAgents = true,
            Handler = static (context, _, _) => Task.FromResult(CommandResult.Ok(context.Host.Status())),
        },
        new()
        {
            Name = "host.stop",
            Help = "End the host; with all, the panes and the keeper too",
            Surfaces = Surfaces.Rpc,
            Arguments =
            [
                new("all", ArgumentKind.Flag, "end the panes and the keeper too"),
                new("restart", ArgumentKind.Flag, "another host follows: attached clients wait for it"),
            ],
            Handler = static async (context, values, _) =>
            {
                if (values.Flag("all") && !await context.Host.EndPanesAsync().ConfigureAwait(false))
                    return CommandResult.Fail("Some programs did not end; see the host's log.");
                context.Host.RequestStop(values.Flag("restart") ? null : values.Flag("all") ? "[orchtui was stopped, with all its programs]" : "[orchtui was stopped; its programs go on]");
                return CommandResult.Ok(new JsonObject { ["pid"] = Environment.ProcessId });
            },
        },
    ];
}
