using Orchtui.Mux.Layout;

namespace Orchtui.Mux.Windows;

/// <summary>All windows as they are written to disk.</summary>
public sealed record SessionState
{
    public required IReadOnlyList<WindowState> Windows { get; init; }

    /// <summary>The window the last client looked at.</summary>
    public int LastWindow { get; init; }

    /// <summary>The highest pane number given out.</summary>
    public int LastPane { get; init; }

    /// <summary>What each program that asks for reports of the focus was told last.</summary>
    public IReadOnlyDictionary<int, bool>? FocusTold { get; init; }
}

public sealed record WindowState
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    public bool Renamed { get; init; }

    public required int Focused { get; init; }

    public bool Zoomed { get; init; }

    public required int Columns { get; init; }

    public required int Rows { get; init; }

    public required LayoutState Layout { get; init; }
}
