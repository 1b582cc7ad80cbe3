namespace Orchtui.Mux.Layout;

/// <summary>A line between two neighbours.</summary>
public readonly record struct Border(Orientation Between, Rect Area);

/// <summary>A layout as it is written to disk.</summary>
public sealed record LayoutState
{
    public int? Pane { get; init; }

    public Orientation? Orientation { get; init; }

    public double Weight { get; init; } = 1;

    public IReadOnlyList<LayoutState>? Children { get; init; }

    /// <summary>Whether a tree can be made of it: leaves with a pane, splits with two children or more.</summary>
    internal bool IsSound => double.IsFinite(Weight) && Weight > 0
        && (Pane is not null ? Children is not { Count: > 0 } : Children is { Count: >= 2 } && Children.All(child => child is { IsSound: true }));
}
