namespace Orchtui.Mux.Panes;

/// <summary>What is known of a pane besides its screen. Written beside the screen, so that a restarted host knows it again.</summary>
public sealed record PaneRecord
{
    public required int Id { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The task the pane belongs to; null for the person's own panes.</summary>
    public int? TaskId { get; init; }

    /// <summary>The attempt the pane runs; null for the person's own panes.</summary>
    public string? Attempt { get; init; }

    /// <summary>The pane stays after its program ended, until it is killed.</summary>
    public bool Keep { get; init; }

    /// <summary>Lines kept above its screen; null for the multiplexer's default, which it is given as its own when it is made.</summary>
    public int? ScrollbackLines { get; init; }

    /// <summary>What its output ran into, when that can no longer be drawn; null for a sound pane.</summary>
    public string? Fault { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The size it was made with.</summary>
    public int Columns { get; init; } = 120;

    public int Rows { get; init; } = 40;
}
