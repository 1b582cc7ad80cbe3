namespace Orchtui.Mux;

/// <summary>What a multiplexer is told at its start.</summary>
public sealed record MuxOptions
{
    /// <summary>The folder for everything that lets a restarted host go on: sockets, saved screens, layout.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The path of the attach socket.</summary>
    public required string AttachSocket { get; init; }

    /// <summary>The most lines of scrollback that a pane may be given.</summary>
    public const int MostScrollbackLines = 1_000_000;

    /// <summary>Lines of scrollback for a new pane that asks for no number of its own.</summary>
    /// <value>Default: 10,000.</value>
    public int ScrollbackLines { get; init; } = 10_000;

    /// <summary>East Asian ambiguous characters take two columns, in panes and in our own text.</summary>
    /// <value>Default: one column.</value>
    public bool AmbiguousWide { get; init; }

    public string Version { get; init; } = "0.1.0";

    /// <summary>The key that introduces commands in a pane, by its tmux name.</summary>
    /// <value>Default: <c>C-b</c>.</value>
    public string Prefix { get; init; } = "C-b";

    internal Panes.OutputFaultPoint? FaultPoint { get; init; }

    internal string PanesDirectory => Path.Combine(RunDirectory, "panes");

    internal string SessionFile => Path.Combine(RunDirectory, "session.json");
}
