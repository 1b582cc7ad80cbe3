using System.Text;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>
/// A rectangle of cells to draw on: what one client is to see. Cells name clusters and extras by the ids of the surface's
/// <see cref="GlyphTable"/>, so that rows of several panes can stand side by side. One flat array; rows are spans of it.
/// Text that does not fit is cut; drawing outside is ignored. Not thread-safe.
/// </summary>
public sealed class Surface(int columns, int rows, GlyphTable glyphs)
{
    private readonly Cell[] _cells = new Cell[columns * rows];

    public int Columns { get; } = columns;

    public int Rows { get; } = rows;

    public Rect Area => new(0, 0, Columns, Rows);

    public GlyphTable Glyphs { get; } = glyphs;

    public Span<Cell> Row(int row) => _cells.AsSpan(row * Columns, Columns);

    public void Clear() => Array.Clear(_cells);

    /// <summary>Fills an area with one cell.</summary>
    public void Fill(Rect area, Cell cell = default)
    {
        area = area.Intersect(Area);
        if (area.IsEmpty) return;
        for (var row = area.Row; row < area.Bottom; row++)
        {
            Mend(row, area.Column);
            Mend(row, area.Right);
            Row(row).Slice(area.Column, area.Columns).Fill(cell);
        }
    }

    /// <summary>Writes text from a column on, at most <paramref name="limit"/> columns; returns the columns it took.</summary>
    public int Write(int column, int row, ReadOnlySpan<char> text, Style style = default, int limit = int.MaxValue)
    {
        if (row < 0 || row >= Rows || column >= Columns || column < 0) return 0;
        var end = (int)Math.Min(Columns, (long)column + Math.Max(0, limit));
        var at = column;
        Mend(row, column);
        foreach (var (glyph, width) in Glyphs.Clusters(text))
        {
            if (at + width > end) break;
            Mend(row, at + width);
            Row(row)[at] = style.Cell(glyph, width == 2);
            if (width == 2) Row(row)[at + 1] = style.Cell(0).AsWideTail();
            at += width;
        }

        return at - column;
    }

    /// <summary>Writes text into a field of exactly <paramref name="width"/> columns, filled up with blanks.</summary>
    public void Field(int column, int row, int width, ReadOnlySpan<char> text, Style style = default, bool right = false)
    {
        var taken = Math.Min(Glyphs.Width(text), width);
        Fill(new Rect(column, row, width, 1), style.Cell(0));
        Write(column + (right ? width - taken : 0), row, text, style, width);
    }

    /// <summary>Gives the cells of an area another look, leaving their text.</summary>
    public void Restyle(Rect area, Style style)
    {
        area = area.Intersect(Area);
        if (area.IsEmpty) return;
        for (var row = area.Row; row < area.Bottom; row++)
            foreach (ref var cell in Row(row).Slice(area.Column, area.Columns))
            {
                var tail = cell.IsWideTail;
                cell = style.Cell(cell.Glyph, cell.IsWide);
                if (tail) cell = cell.AsWideTail();
            }
    }

    /// <summary>The text of a row, right-trimmed.</summary>
    public string RowText(int row)
    {
        var text = new StringBuilder(Columns);
        foreach (ref readonly var cell in Row(row))
            if (!cell.IsWideTail) Glyphs.Append(cell.Glyph, text);
        return text.ToString().TrimEnd();
    }

    /// <summary>A wide character that stands across the left edge of a column is about to lose one half: it loses both.</summary>
    private void Mend(int row, int column)
    {
        if (column <= 0 || column >= Columns) return;
        var cells = Row(row);
        if (!cells[column].IsWideTail) return;
        cells[column - 1] = default;
        cells[column] = default;
    }
}
