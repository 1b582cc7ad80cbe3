using Orchtui.Host.Daemon;
using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Windows;

namespace Orchtui.Host.Commands;

/// <summary>What a person does with windows and panes on the screen, by tmux's keys.</summary>
internal static class WindowCommands
{
    private static readonly Argument DirectionArgument = new("direction", ArgumentKind.Positional, "which way") { Required = true, Choices = ["left", "right", "up", "down"] };

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        OnScreen("window.new", "Open a shell in a new window", NewWindowAsync, ["new-window"], [new("prefix", "c")]),
        OnScreen("pane.split", "Open a shell beside or below this pane", SplitAsync, ["split-window"],
            [new("prefix", "%", "right"), new("prefix", "\"", "below")],
            new Argument("side", ArgumentKind.Positional, "where") { Required = true, Choices = ["right", "below"] }),
        OnScreen("pane.select", "Go to the pane in a direction", InPane((mux, _, window, values) =>
                mux.FocusPane(window, window.Layout.Neighbour(window.Focused, DirectionOf(values)))), [],
            [new("prefix", "Left", "left"), new("prefix", "Right", "right"), new("prefix", "Up", "up"), new("prefix", "Down", "down")], DirectionArgument),
        OnScreen("pane.next", "Go to the next pane", InPane((mux, _, window, _) => mux.FocusPane(window, window.Layout.Next(window.Focused, 1))), [], [new("prefix", "o")]),
        OnScreen("pane.last", "Go to the pane that had the focus before", InPane((mux, _, window, _) =>
        {
            if (window.Layout.Contains(window.LastFocused)) mux.FocusPane(window, window.LastFocused);
        }), ["last-pane"], [new("prefix", ";")]),
        OnScreen("pane.grow", "Move this pane's edge", InPane((mux, _, window, values) =>
                mux.MoveEdge(window, window.Focused, DirectionOf(values), values.Number("cells") ?? 1)), ["resize-pane"],
            [
                new("prefix", "C-Left", "left"), new("prefix", "C-Right", "right"), new("prefix", "C-Up", "up"), new("prefix", "C-Down", "down"),
                new("prefix", "M-Left", "left", "5"), new("prefix", "M-Right", "right", "5"), new("prefix", "M-Up", "up", "5"), new("prefix", "M-Down", "down", "5"),
            ],
            DirectionArgument, new Argument("cells", ArgumentKind.Positional, "by how much") { Type = ArgumentType.Number }),
        OnScreen("pane.fill", "Let this pane fill the window, or undo that", InPane((mux, _, window, _) => mux.ToggleZoom(window)), [], [new("prefix", "z")]),
        OnScreen("pane.swap", "Swap this pane with the one before or after it", InPane((mux, _, window, values) =>
                mux.SwapPanes(window, window.Focused, window.Layout.Next(window.Focused, values.Text("with") == "previous" ? -1 : 1))), ["swap-pane"],
            [new("prefix", "{", "previous"), new("prefix", "}", "next")],
            new Argument("with", ArgumentKind.Positional, "which one") { Required = true, Choices = ["previous", "next"] }),
        OnScreen("pane.break", "Move this pane to a window of its own", InPane((mux, client, window, _) =>
        {
            if (mux.BreakOut(window.Focused) is { } fresh) mux.SelectWindow(client, fresh.Index);
        }), ["break-pane"], [new("prefix", "!")]),
        OnScreen("pane.close", "End this pane's program, after asking", ClosePaneAsync, [], [new("prefix", "x")]),
        OnScreen("window.close", "End all programs of this window, after asking", CloseWindowAsync, ["kill-window"], [new("prefix", "&")]),
        OnScreen("window.next", "Go to the next window", Step(1), ["next-window"], [new("prefix", "n")]) with { OpenToViewers = true },
        OnScreen("window.previous", "Go to the window before", Step(-1), ["previous-window"], [new("prefix", "p")]) with { OpenToViewers = true },
        OnScreen("window.last", "Go to the window you came from", OnClient((mux, client, _) => mux.SelectLastWindow(client)), ["last-window"], [new("prefix", "l")]) with { OpenToViewers = true },
        OnScreen("window.select", "Go to a window by its number; 0 is the queue", OnClient((mux, client, values) =>
            {
                var index = values.Number("index")!.Value;
                if (index != Session.Home && mux.Session.Find(index) is null) client.Toast($"There is no window {index}.", isError: true);
                else mux.SelectWindow(client, index);
            }), ["select-window"],
            [.. Enumerable.Range(0, 10).Select(i => new KeyBinding("prefix", $"{i}", $"{i}")), new("prefix", "Q", "0")],
            new Argument("index", ArgumentKind.Positional, "its number") { Required = true, Type = ArgumentType.Number }) with { OpenToViewers = true },
        OnScreen("window.rename", "Name this window", RenameAsync, ["rename-window"], [new("prefix", ",")],
            new Argument("name", ArgumentKind.Positional, "the name; asked for when left out")),
    ];

    private static Direction DirectionOf(ArgumentValues values) => values.Text("direction") switch
    {
        "left" => Direction.Left,
        "right" => Direction.Right,
        "up" => Direction.Up,
        _ => Direction.Down,
    };

    private static Command<HostContext> OnScreen(
        string name, string help, Func<HostContext, ArgumentValues, CancellationToken, Task<CommandResult>> handler,
        IReadOnlyList<string> aliases, IReadOnlyList<KeyBinding> keys, params IReadOnlyList<Argument> arguments) => new()
        {
            Name = name,
            Help = help,
            Handler = handler,
            Aliases = aliases,
            Keys = keys,
            Arguments = arguments,
            Surfaces = Surfaces.Screen,
        };

    /// <summary>A handler that works on the client that called, on the mux thread.</summary>
    internal static Func<HostContext, ArgumentValues, CancellationToken, Task<CommandResult>> OnClient(Action<MuxServer, IClientContext, ArgumentValues> action) =>
        async (context, values, _) =>
        {
            if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only.");
            await context.Host.Mux.InvokeAsync(mux => action(mux, client, values)).ConfigureAwait(false);
            return CommandResult.Ok();
        };

    /// <summary>A handler that works on the window of panes the client looks at; in the queue it does nothing.</summary>
    private static Func<HostContext, ArgumentValues, CancellationToken, Task<CommandResult>> InPane(Action<MuxServer, IClientContext, Window, ArgumentValues> action) =>
        OnClient((mux, client, values) =>
        {
            if (mux.Session.Find(client.Window) is { } window) action(mux, client, window, values);
        });

    private static Func<HostContext, ArgumentValues, CancellationToken, Task<CommandResult>> Step(int step) =>
        OnClient((mux, client, _) => mux.SelectWindow(client, mux.Session.Step(client.Window, step)));

    private static async Task<CommandResult> NewWindowAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        await OpenShellAsync(context, null, cancellation).ConfigureAwait(false);

    private static async Task<CommandResult> SplitAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        await OpenShellAsync(context, values.Text("side") == "right" ? Orientation.Columns : Orientation.Rows, cancellation).ConfigureAwait(false);

    private static async Task<CommandResult> OpenShellAsync(HostContext context, Orientation? split, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'pane new'.");
        var (inQueue, directory, fits) = await context.Host.Mux.InvokeAsync(mux => Surroundings(mux, client, split)).ConfigureAwait(false);
        if (!fits) return CommandResult.Fail("This pane is too small to be split.");
        var shell = context.ChildEnvironment().GetValueOrDefault("SHELL", "/bin/sh");
        var opened = await context.Host.Panes.OpenAsync(new PaneRequest
        {
            Arguments = [shell],
            WorkingDirectory = directory ?? context.Caller.WorkingDirectory,
            Environment = context.ChildEnvironment(),
            Name = Path.GetFileName(shell),
            Split = inQueue ? null : split,
            Client = client.Id,
            Focus = true,
        }, cancellation).ConfigureAwait(false);
        return opened.Id is null ? CommandResult.Fail(opened.Error) : CommandResult.Ok();
    }

    /// <summary>A new shell starts where the pane beside it works: a task's worktree, or where that pane was started.</summary>
    private static (bool InQueue, string? Directory, bool Fits) Surroundings(MuxServer mux, IClientContext client, Orientation? split)
    {
        if (mux.Session.Find(client.Window) is not { } window) return (true, null, true);
        var directory = split is null ? null : mux.FindPane(window.Focused)?.Record.WorkingDirectory;
        return (false, Directory.Exists(directory) ? directory : null, split is not { } orientation || window.Layout.CanSplit(window.Focused, orientation));
    }

    private static Task<CommandResult> ClosePaneAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        InPane((mux, client, window, _) =>
        {
            var id = window.Focused;
            if (mux.FindPane(id) is not { } pane) return;
            if (pane.Ended) client.Run("pane.kill", id.ToString());
            else client.Push(new ConfirmView(client, $"End {pane.Record.Name} in pane {id}?", () => client.Run("pane.kill", id.ToString())));
        })(context, values, cancellation);

    private static Task<CommandResult> CloseWindowAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        InPane((mux, client, window, _) =>
        {
            var panes = window.Layout.Panes.ToList();
            client.Push(new ConfirmView(client, $"End all {panes.Count} programs of window {window.Index}?", () =>
            {
                foreach (var id in panes) client.Run("pane.kill", id.ToString());
            }));
        })(context, values, cancellation);

    private static Task<CommandResult> RenameAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        InPane((mux, client, window, _) =>
        {
            var history = context.Host.Screens.HistoryOf("window");
            if (values.Text("name") is { Length: > 0 } name) mux.RenameWindow(window, name);
            else client.Push(new PromptView(client, "rename window: ", window.Name, text => client.Run("window.rename", text), history));
        })(context, values, cancellation);
}
