namespace Orchtui.Mux.Commands;

/// <summary>Where a command can be called from. Keys and the prompt can call every one.</summary>
[Flags]
public enum Surfaces
{
    /// <summary>The screen only: it needs a client that looks at something.</summary>
    Screen = 0,

    /// <summary>The command line.</summary>
    CommandLine = 1,

    /// <summary>JSON-RPC.</summary>
    Rpc = 2,

    Everywhere = CommandLine | Rpc,
}

/// <summary>A key that calls a command, in the table where it does.</summary>
/// <param name="Table">The key table: <c>prefix</c>, <c>home</c>, <c>copy</c>.</param>
/// <param name="Key">The key's tmux name.</param>
/// <param name="Words">Arguments for the call.</param>
public sealed record KeyBinding(string Table, string Key, params string[] Words);

/// <summary>
/// One action of the program: a row from which the command line, key bindings, the prompt, JSON-RPC, help and completions derive,
/// so that no surface drifts. The handler is a static function over the context of the process that runs it.
/// </summary>
public sealed record Command<TContext>
{
    /// <summary>The name: dotted in JSON-RPC, with spaces on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, one line, as an imperative without a full stop.</summary>
    public required string Help { get; init; }

    public required Func<TContext, ArgumentValues, CancellationToken, Task<CommandResult>> Handler { get; init; }

    /// <summary>Other names, tmux's above all.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    public IReadOnlyList<KeyBinding> Keys { get; init; } = [];

    public Surfaces Surfaces { get; init; } = Surfaces.Everywhere;

    /// <summary>Whether a caller inside a task's pane may use it; such callers get their own task's verbs only.</summary>
    public bool OpenToAgents { get; init; }

    /// <summary>Whether a client that only looks may use it: it changes nothing but what that client looks at.</summary>
    public bool OpenToViewers { get; init; }

    /// <summary>
    /// Whether the command line simply asks again when the host went away before it answered, as at an upgrade: it only looks, or waits.
    /// </summary>
    public bool IsRepeatable { get; init; }

    public string Usage => string.Join(' ', Arguments.Select(a => a.Usage).Prepend(Name.Replace('.', ' ')));
}
