namespace Orchtui.Terminal;

/// <summary>Cuts a logical line into rows.</summary>
internal static class LineWrap
{
    /// <summary>Blanks at the end of a line that show nothing of their own are no text: they fill its last row and wrap into none.</summary>
    private const uint ShownOnBlanks = Cell.UnderlineMask | (uint)(CellAttributes.Strikethrough | CellAttributes.Overline) | ~0u << Cell.ExtraShift;

    /// <summary>
    /// Copies the next row's cells and returns how many cells of the line it took. A wide character that does not fit leaves a spacer at
    /// the row's end; one that no row can hold is cut to its left half.
    /// </summary>
    public static int Next(ReadOnlySpan<Cell> line, int columns, Span<Cell> row, out int used)
    {
        var taken = Math.Min(columns, line.Length);
        if (taken < line.Length && line[taken].IsWideTail && taken > 1) taken--;
        line[..taken].CopyTo(row);
        used = taken;
        if (taken < columns && taken < line.Length)
        {
            row[taken] = new Cell(0, 0, 0, Cell.SpacerBit);
            used++;
        }

        if (columns > 1 || taken == 0 || !row[0].IsWide) return taken;
        row[0] = new Cell(' ', 0, 0, 0);
        return Math.Min(2, line.Length);
    }

    /// <summary>The cells of a line up to the last that is text.</summary>
    public static int TextLength(ReadOnlySpan<Cell> line)
    {
        var length = line.Length;
        while (length > 0 && line[length - 1] is { IsBlank: true, IsWideTail: false } cell && (cell.Bits & ShownOnBlanks) == 0) length--;
        return length;
    }
}
