using System.Text.Json.Nodes;
using Orchtui.Host.Views;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Panes;
using Orchtui.Terminal.Search;

namespace Orchtui.Host.Commands;

/// <summary>Looking back in a pane, copying from it, and pasting what was copied. Looking and copying change nothing for others.</summary>
internal static class CopyCommands
{
    private static readonly Argument Text = new("text", ArgumentKind.Rest, "the regular expression to find; asked for when left out") { Placeholder = "REGEX" };

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
        Search("copy.search", "Find a pattern further down", "/", backwards: false, "/", "C-s"),
        Search("copy.search-back", "Find a pattern further up", "?", backwards: true, "?", "C-r"),
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
        Handler = (context, given, cancellation) => given.List("text").Count > 0
            ? SearchAsync(context, given, backwards, cancellation)
            : WindowCommands.OnClient((_, client, _) =>
                client.Push(new PromptView(client, label, "", text => client.Run(name, "--", text), context.Host.Screens.HistoryOf("search"))))(context, given, cancellation),
        Arguments = [Text],
        Keys = [.. keys.Select(key => new KeyBinding(CopyKeys.Table, key))],
        Surfaces = Surfaces.Screen,
    };

    /// <summary>An empty text is what was searched for last. Reading a pattern may take a while, so it happens apart from the panes.</summary>
    private static async Task<CommandResult> SearchAsync(HostContext context, ArgumentValues given, bool backwards, CancellationToken cancellation)
    {
        var text = string.Join(' ', given.List("text"));
        var problem = "";
        var pattern = text.Length == 0 ? null : await Task.Run(() => TextPattern.TryParse(text, out problem), cancellation).ConfigureAwait(false);
        if (problem.Length > 0) return CommandResult.Fail(problem, FailureKind.Usage);
        return await WindowCommands.OnClient((mux, client, _) => mux.SearchInCopy(client, pattern, backwards))(context, given, cancellation).ConfigureAwait(false);
    }

    private static async Task<CommandResult> PasteAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'pane send --literal'.");
        return await context.Host.Mux.InvokeAsync(mux => mux.PasteBuffer(client)).ConfigureAwait(false) is { } problem
            ? CommandResult.Fail(problem)
            : CommandResult.Ok();
    }
}
