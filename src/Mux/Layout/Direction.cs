namespace Orchtui.Mux.Layout;

public enum Direction
{
    Left,
    Right,
    Up,
    Down,
}

/// <summary>How the children of a split stand to each other.</summary>
public enum Orientation
{
    /// <summary>Side by side, a vertical line between them.</summary>
    Columns,

    /// <summary>One above the other, a horizontal line between them.</summary>
    Rows,
}

public static class DirectionExtensions
{
    public static Orientation Axis(this Direction direction) =>
        direction is Direction.Left or Direction.Right ? Orientation.Columns : Orientation.Rows;

    /// <summary>Whether the direction runs against the counting of rows and columns.</summary>
    public static bool IsBackward(this Direction direction) => direction is Direction.Left or Direction.Up;
}
