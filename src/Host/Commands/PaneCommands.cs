using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchtui.Host.Daemon;
using Orchtui.Mux;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;

namespace Orchtui.Host.Commands;

/// <summary>Panes, as scripts use them.</summary>
internal static class PaneCommands
{
    private static readonly Argument Id = new("id", ArgumentKind.Positional, "the pane's number") { Required = true };

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "pane.new",
            Help = "Start a program in a new pane; prints the pane's number",
            Handler = NewAsync,
            Arguments =
            [
                new("window", ArgumentKind.Flag, "in a window of its own (the default)"),
                new("split", ArgumentKind.Option, "beside or below the focused pane of the current window") { Choices = ["right", "below"] },
                new("focus", ArgumentKind.Flag, "show it to the attached clients"),
                new("cwd", ArgumentKind.Option, "the directory to run in; the caller's by default") { Placeholder = "DIR" },
                new("name", ArgumentKind.Option, "a name for it; the program's by default") { Placeholder = "N" },
                new("size", ArgumentKind.Option, "columns x rows while no client looks at it; 120x40 by default") { Placeholder = "CxR" },
                new("keep", ArgumentKind.Flag, "keep it after the program has ended"),
                new("scrollback", ArgumentKind.Option, "lines kept above its screen, 0 for none; terminal.scrollback_lines by default")
                {
                    Type = ArgumentType.Number,
                    Placeholder = "N",
                },
                new("command", ArgumentKind.Rest, "the program and its arguments; the shell by default") { Placeholder = "CMD [ARG]" },
            ],
        },
        new() { Name = "pane.list", IsRepeatable = true, OpenToViewers = true, Help = "List the panes", Handler = ListAsync, Aliases = ["list-panes"] },
        new()
        {
            Name = "pane.capture",
            IsRepeatable = true,
            Help = "Print what a pane shows",
            Handler = CaptureAsync,
            Aliases = ["capture-pane"],
            Arguments =
            [
                Id,
                new("ansi", ArgumentKind.Flag, "with colours and attributes"),
                new("history", ArgumentKind.Option, "that many lines of scrollback above the screen") { Type = ArgumentType.Number, Placeholder = "N" },
            ],
        },
        new()
        {
            Name = "pane.send",
            Help = "Send keys to a pane, by tmux's names, or a text as it is",
            Handler = SendAsync,
            Aliases = ["send-keys"],
            Arguments =
            [
                Id,
                new("literal", ArgumentKind.Option, "text to send as it is") { Placeholder = "TEXT" },
                new("keys", ArgumentKind.Rest, "keys such as C-c, Enter, Up, M-x; anything else is typed") { Placeholder = "KEY" },
            ],
        },
        new()
        {
            Name = "pane.wait",
            IsRepeatable = true,
            Help = "Wait until a pane's program ends, or until its screen shows a text",
            Handler = WaitAsync,
            Arguments =
            [
                Id,
                new("exit", ArgumentKind.Flag, "until its program has ended; prints the exit status"),
                new("text", ArgumentKind.Option, "until a line of the screen matches") { Placeholder = "REGEX" },
                new("timeout", ArgumentKind.Option, "give up after that many seconds") { Placeholder = "S" },
            ],
        },
        new()
        {
            Name = "pane.resize",
            Help = "Give the window of a pane another size while no client looks at it",
            Handler = ResizeAsync,
            Arguments = [Id, new("size", ArgumentKind.Positional, "columns x rows") { Required = true, Placeholder = "CxR" }],
        },
        new() { Name = "pane.focus", Help = "Show a pane to the attached clients", Handler = FocusAsync, Aliases = ["select-pane"], Arguments = [Id] },
        new() { Name = "pane.zoom", Help = "Let a pane fill its window, or undo that", Handler = ZoomAsync, Arguments = [Id] },
        new()
        {
            Name = "pane.kill",
            Help = "End a pane's program and remove the pane",
            Handler = KillAsync,
            Aliases = ["kill-pane"],
            Arguments = [Id],
        },
    ];

    private static async Task<CommandResult> NewAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var size = ParseSize(values.Text("size") ?? "120x40");
        if (size is null) return CommandResult.Fail($"--size is columns x rows, such as 120x40, not '{values.Text("size")}'", FailureKind.Usage);
        if (values.Number("scrollback") is < 0 or > MuxOptions.MostScrollbackLines)
            return CommandResult.Fail($"--scrollback is 0 to {MuxOptions.MostScrollbackLines} lines, not {values.Number("scrollback")}", FailureKind.Usage);
        var arguments = values.List("command");
        if (arguments.Count == 0) arguments = [context.ChildEnvironment().GetValueOrDefault("SHELL", "/bin/sh")];
        var split = values.Text("split") is { } side ? (Orientation?)(side == "right" ? Orientation.Columns : Orientation.Rows) : null;
        var opened = await context.Host.Panes.OpenAsync(new PaneRequest
        {
            Arguments = arguments,
            WorkingDirectory = Path.GetFullPath(values.Text("cwd") ?? ".", context.Caller.WorkingDirectory),
            Environment = context.ChildEnvironment(),
            Name = values.Text("name") ?? Path.GetFileName(arguments[0]),
            Keep = values.Flag("keep"),
            ScrollbackLines = values.Number("scrollback"),
            Size = size.Value,
            Split = split,
            Client = context.Caller.Client?.Id,
            Focus = values.Flag("focus") || context.Caller.Client is not null,
        }, cancellation).ConfigureAwait(false);
        return opened.Id is { } id ? CommandResult.Ok(new JsonObject { ["id"] = id.Value }) : CommandResult.Fail(opened.Error);
    }

    private static async Task<CommandResult> ListAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        CommandResult.Ok(await context.Host.Mux.InvokeAsync(mux =>
            new JsonArray([.. mux.Panes.OrderBy(pane => pane.Id.Value).Select(pane => (JsonNode)PaneJson.Of(pane, mux.Session))])).ConfigureAwait(false));

    private static async Task<CommandResult> CaptureAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var text = await OnPaneAsync(context, values, (_, pane) => PaneCapture.Text(pane.Emulator, values.Number("history") ?? 0, values.Flag("ansi"))).ConfigureAwait(false);
        return text.Error ?? CommandResult.Ok(new JsonObject { ["text"] = text.Value });
    }

    private static async Task<CommandResult> SendAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var literal = values.Text("literal");
        var keys = values.List("keys");
        if (literal is null && keys.Count == 0) return CommandResult.Fail("Say what to send: --literal TEXT, or keys.", FailureKind.Usage);
        var sent = await OnPaneAsync(context, values, (mux, pane) =>
        {
            if (pane.Master is null) return false;
            mux.SendTo(pane, literal is not null ? System.Text.Encoding.UTF8.GetBytes(literal) : KeyText.Encode(keys, pane.Emulator.InputModes));
            return true;
        }).ConfigureAwait(false);
        if (sent.Error is { } error) return error;
        return sent.Value ? CommandResult.Ok() : CommandResult.Fail($"The program in pane {values.Text("id")} has ended; nothing can be sent to it.");
    }

    private static async Task<CommandResult> WaitAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (!PaneId.TryParse(values.Text("id"), out var id)) return UnknownPane(values);
        if (values.Flag("exit") == values.Text("text") is not null)
            return CommandResult.Fail("Say what to wait for: --exit or --text REGEX.", FailureKind.Usage);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (values.Text("timeout") is { } seconds)
        {
            if (!double.TryParse(seconds, CultureInfo.InvariantCulture, out var span) || span < 0 || span > 1e6)
                return CommandResult.Fail($"--timeout is a number of seconds, not '{seconds}'", FailureKind.Usage);
            limit.CancelAfter(TimeSpan.FromSeconds(span));
        }

        try
        {
            return values.Flag("exit")
                ? await WaitForExitAsync(context, id, limit.Token).ConfigureAwait(false)
                : await WaitForTextAsync(context, id, values.RequiredText("text"), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return CommandResult.Fail($"Pane {id}: not within {values.Text("timeout")} s.");
        }
    }

    private static async Task<CommandResult> WaitForExitAsync(HostContext context, PaneId id, CancellationToken cancellation)
    {
        await (await context.Host.Mux.InvokeAsync(mux => mux.WhenAsync(id, pane => pane.Ended, cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
        var status = await context.Host.Mux.InvokeAsync(mux => mux.FindPane(id)?.Exit).ConfigureAwait(false) ?? await context.Host.Panes.EndOfAsync(id, cancellation).ConfigureAwait(false);
        if (status is not { } ended) return CommandResult.NotFound($"There is no pane {id}; 'orchtui pane list' shows them.");
        return CommandResult.Ok(new JsonObject { ["exit_status"] = ended.ShellCode, ["ended"] = ended.ToString() });
    }

    private static async Task<CommandResult> WaitForTextAsync(HostContext context, PaneId id, string pattern, CancellationToken cancellation)
    {
        Regex regex;
        try
        {
            // Linear in the text: it is looked for after each output, on the thread that all panes share.
            regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException error)
        {
            return CommandResult.Fail($"--text is no regular expression: {error.Message}", FailureKind.Usage);
        }

        catch (NotSupportedException)
        {
            return CommandResult.Fail("--text takes no back references and no looking around.", FailureKind.Usage);
        }

        if (await context.Host.Mux.InvokeAsync(mux => mux.FindPane(id) is null).ConfigureAwait(false))
            return CommandResult.NotFound($"There is no pane {id}; 'orchtui pane list' shows them.");
        var seen = await (await context.Host.Mux.InvokeAsync(mux => mux.WhenAsync(id, pane => Shows(pane, regex), cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
        return seen ? CommandResult.Ok() : CommandResult.Fail($"Pane {id} ended without showing '{pattern}'.");
    }

    private static bool Shows(Pane pane, Regex regex)
    {
        for (var row = 0; row < pane.Emulator.Size.Rows; row++)
            if (regex.IsMatch(pane.Emulator.RowText(row))) return true;
        return false;
    }

    private static async Task<CommandResult> ResizeAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (ParseSize(values.RequiredText("size")) is not { } size)
            return CommandResult.Fail($"A size is columns x rows, such as 120x40, not '{values.Text("size")}'", FailureKind.Usage);
        var done = await OnPaneAsync(context, values, (mux, pane) =>
        {
            if (mux.Session.WindowOf(pane.Id) is not { } window) return false;
            if (mux.Clients.Any(client => !client.ReadOnly && client.Window == window.Index)) return false;
            mux.ResizeWindow(window, size);
            return true;
        }).ConfigureAwait(false);
        if (done.Error is { } error) return error;
        return done.Value ? CommandResult.Ok() : CommandResult.Fail($"A client looks at pane {values.Text("id")}: its window has that client's size.");
    }

    private static async Task<CommandResult> FocusAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var done = await OnPaneAsync(context, values, (mux, pane) =>
        {
            foreach (var client in Shown(context, mux)) mux.ShowPane(client, pane.Id);
            return true;
        }).ConfigureAwait(false);
        return done.Error ?? CommandResult.Ok();
    }

    private static async Task<CommandResult> ZoomAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var done = await OnPaneAsync(context, values, (mux, pane) =>
        {
            if (mux.Session.WindowOf(pane.Id) is not { } window) return false;
            window.Focus(pane.Id);
            mux.ToggleZoom(window);
            return true;
        }).ConfigureAwait(false);
        return done.Error ?? CommandResult.Ok();
    }

    private static async Task<CommandResult> KillAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (!PaneId.TryParse(values.Text("id"), out var id)) return UnknownPane(values);
        return await context.Host.Panes.KillAsync(id, cancellation).ConfigureAwait(false) ? CommandResult.Ok() : UnknownPane(values);
    }

    /// <summary>The clients a call is about: the one that made it, else all.</summary>
    private static IEnumerable<Mux.Clients.IClientContext> Shown(HostContext context, MuxServer mux) =>
        context.Caller.Client is { } client ? [client] : mux.Clients.ToList();

    private static async Task<(T Value, CommandResult? Error)> OnPaneAsync<T>(HostContext context, ArgumentValues values, Func<MuxServer, Pane, T> action)
    {
        if (!PaneId.TryParse(values.Text("id"), out var id)) return (default!, UnknownPane(values));
        return await context.Host.Mux.InvokeAsync(mux => mux.FindPane(id) is { } pane ? (action(mux, pane), null) : (default(T)!, UnknownPane(values))).ConfigureAwait(false);
    }

    private static CommandResult UnknownPane(ArgumentValues values) =>
        CommandResult.NotFound($"There is no pane '{values.Text("id")}'; 'orchtui pane list' shows them.");

    private static CellSize? ParseSize(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], out var columns) && int.TryParse(parts[1], out var rows)
            && columns is >= 1 and <= CellSize.MaxColumns && rows is >= 1 and <= CellSize.MaxRows
            ? new CellSize(columns, rows)
            : null;
    }
}
