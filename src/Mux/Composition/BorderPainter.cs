using Orchtui.Mux.Layout;

namespace Orchtui.Mux.Composition;

/// <summary>The lines between panes. The part that touches the focused pane has the accent, the rest is quiet.</summary>
internal static class BorderPainter
{
    public static void Paint(Surface surface, Rect content, Border border, Rect focused, (int Column, int Row) shift)
    {
        var glyph = border.Between == Orientation.Columns ? '│' : '─';
        for (var row = border.Area.Row; row < border.Area.Bottom; row++)
            for (var column = border.Area.Column; column < border.Area.Right; column++)
                Put(surface, content, column + shift.Column, row + shift.Row, glyph, Touches(focused, column, row) ? Theme.Accent : Theme.Dim);
    }

    /// <summary>Where lines meet the right crossing is drawn.</summary>
    public static void Join(Surface surface, Rect content, IReadOnlyList<Border> borders, (int Column, int Row) shift)
    {
        foreach (var border in borders)
        {
            var ends = border.Between == Orientation.Columns
                ? new[] { (border.Area.Column, border.Area.Row - 1), (border.Area.Column, border.Area.Bottom) }
                : [(border.Area.Column - 1, border.Area.Row), (border.Area.Right, border.Area.Row)];
            foreach (var (column, row) in ends)
            {
                if (!borders.Any(other => other.Area.Contains(column, row))) continue;
                Put(surface, content, column + shift.Column, row + shift.Row, Crossing(borders, column, row), Theme.Dim);
            }
        }
    }

    private static char Crossing(IReadOnlyList<Border> borders, int column, int row)
    {
        bool At(int c, int r, Orientation between) => borders.Any(border => border.Between == between && border.Area.Contains(c, r));
        var up = At(column, row - 1, Orientation.Columns);
        var down = At(column, row + 1, Orientation.Columns);
        var left = At(column - 1, row, Orientation.Rows);
        var right = At(column + 1, row, Orientation.Rows);
        return (up, down, left, right) switch
        {
            (true, true, true, true) => '┼',
            (true, true, true, false) => '┤',
            (true, true, false, true) => '├',
            (true, false, true, true) => '┴',
            (false, true, true, true) => '┬',
            (true, true, _, _) => '│',
            _ => '─',
        };
    }

    private static bool Touches(Rect focused, int column, int row) =>
        column >= focused.Column - 1 && column <= focused.Right && row >= focused.Row - 1 && row <= focused.Bottom;

    private static void Put(Surface surface, Rect content, int column, int row, char glyph, Style style)
    {
        if (content.Contains(column, row)) surface.Row(row)[column] = style.Cell(surface.Glyphs.Shape(glyph));
    }
}
