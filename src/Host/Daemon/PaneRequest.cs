using Orchtui.Mux;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>A pane somebody wants.</summary>
internal sealed record PaneRequest
{
    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The environment without what names the terminal.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string Name { get; init; }

    public CellSize Size { get; init; } = new(120, 40);

    /// <summary>Beside or below the focused pane of the window somebody looks at; null for a window of its own.</summary>
    public Orientation? Split { get; init; }

    /// <summary>The client that asked; null for a script.</summary>
    public ClientId? Client { get; init; }

    /// <summary>Show it to that client, or to all.</summary>
    public bool Focus { get; init; }

    public bool Keep { get; init; }

    /// <summary>Lines kept above its screen; null for the configuration's.</summary>
    public int? ScrollbackLines { get; init; }

    public int? TaskId { get; init; }

    /// <summary>The attempt it runs. Asking for the same attempt again gives the pane that runs it.</summary>
    public string? Attempt { get; init; }
}

/// <summary>The pane that was opened, or why there is none.</summary>
internal readonly record struct PaneOpened(PaneId? Id, string Error);
