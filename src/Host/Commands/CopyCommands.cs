using System.Text.Json.Nodes;
using Orchtui.Host.Views;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Panes;

namespace Orchtui.Host.Commands;

/// <summary>Looking back in a pane, copying from it, and pasting what was copied. Looking and copying change nothing for others.</summary>
internal static class CopyCommands
{
    private static readonly Argument Text = new("text", ArgumentKind.Rest, "what to find; asked for when left out") { Placeholder = "TEXT" };

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "copy-mode",
            OpenToViewers = true,
            Help = "Look back in this pane, and copy from it",
            Handler = WindowCommands.OnClient((mux, client, values) => mux.EnterCopyMode(client, values.Flag("page") ? client.Size.Rows / 2 : 0)),
            Keys = [new("prefix", "["), new("prefix", "PageUp", "--page")],
            Arguments = [new("page", ArgumentKind.Flag, "begin half a page up")],
            Surfaces = Surfaces.Screen,
        },
        Search("copy.search", "Find a text further down", "/", backwards: false, "/", "C-s"),
        Search("copy.search-back", "Find a text further up", "?", backwards: true, "?", "C-r"),
        .. CopyKeys.All.Select(Row),
        new()
        {
            Name = "buffer.paste",
            Help = "Paste what was copied last",
            Handler = PasteAsync,
            Aliases = ["paste-buffer"],
            Keys = [new("prefix", "]")],
            Surfaces = Surfaces.Screen,
        },
        new()
        {
            Name = "buffer.list",
            Help = "List the texts that were copied, the newest first",
            Handler = async (context, _, _) => CommandResult.Ok(await context.Host.Mux.InvokeAsync(mux => new JsonArray([.. mux.Buffers.Select((text, index) =>
                (JsonNode)new JsonObject { ["index"] = index, ["length"] = text.Length, ["text"] = text })])).ConfigureAwait(false)),
            Aliases = ["list-buffers"],
        },
    ];

    private static Command<HostContext> Row(CopyKey key) => new()
    {
        Name = $"copy.{key.Name}",
        OpenToViewers = true,
        Help = key.Help,
        Handler = WindowCommands.OnClient((mux, client, _) => mux.Copy(client, key.Action)),
        Keys = [.. key.Keys.Select(name => new KeyBinding(CopyKeys.Table, name))],
        Surfaces = Surfaces.Screen,
    };

    private static Command<HostContext> Search(string name, string help, string label, bool backwards, params string[] keys) => new()
    {
        Name = name,
        OpenToViewers = true,
        Help = help,
        Handler = (context, given, cancellation) => WindowCommands.OnClient((mux, client, values) =>
        {
            var history = context.Host.Screens.HistoryOf("search");
            if (values.List("text") is { Count: > 0 } words) mux.SearchInCopy(client, string.Join(' ', words), backwards);
            else client.Push(new PromptView(client, label, "", text => client.Run(name, "--", text), history));
        })(context, given, cancellation),
        Arguments = [Text],
        Keys = [.. keys.Select(key => new KeyBinding(CopyKeys.Table, key))],
        Surfaces = Surfaces.Screen,
    };

    private static async Task<CommandResult> PasteAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'pane send --literal'.");
        return await context.Host.Mux.InvokeAsync(mux => mux.PasteBuffer(client)).ConfigureAwait(false) is { } problem
            ? CommandResult.Fail(problem)
            : CommandResult.Ok();
    }
}
