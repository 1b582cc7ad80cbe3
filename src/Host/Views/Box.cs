using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;

namespace Orchtui.Host.Views;

/// <summary>A frame with a title in its upper edge.</summary>
internal static class Box
{
    /// <summary>Draws the frame and clears its inside, which is returned.</summary>
    public static Rect Draw(Surface surface, Rect area, string title, Style frame, string hint = "")
    {
        if (area.Columns < 4 || area.Rows < 3) return new Rect(area.Column, area.Row, 0, 0);
        surface.Fill(area);
        var line = new string('─', area.Columns - 2);
        surface.Write(area.Column, area.Row, $"╭{line}╮", frame);
        for (var row = area.Row + 1; row < area.Bottom - 1; row++)
        {
            surface.Write(area.Column, row, "│", frame);
            surface.Write(area.Right - 1, row, "│", frame);
        }

        surface.Write(area.Column, area.Bottom - 1, $"╰{line}╯", frame);
        if (title.Length > 0) surface.Write(area.Column + 2, area.Row, $" {title} ", frame, area.Columns - 4);
        if (hint.Length > 0) surface.Write(area.Column + 2, area.Bottom - 1, $" {hint} ", frame, area.Columns - 4);
        return new Rect(area.Column + 1, area.Row + 1, area.Columns - 2, area.Rows - 2);
    }

    /// <summary>An area in the middle of another, not larger than it.</summary>
    public static Rect Centered(Rect outer, int columns, int rows)
    {
        columns = Math.Min(columns, outer.Columns);
        rows = Math.Min(rows, outer.Rows);
        return new Rect(outer.Column + ((outer.Columns - columns) / 2), outer.Row + ((outer.Rows - rows) / 2), columns, rows);
    }
}
