using System.Runtime.InteropServices;

namespace Orchtui.Terminal;

/// <summary>
/// Carries the main screen over to another size. The rows are joined to logical lines (together with a line's beginning in the
/// scrollback), wrapped at the new width, and laid out again so that the number of blank rows below the content stays what it was as far
/// as possible. It allocates freely: a resize is rare.
/// </summary>
internal sealed class ScreenReflow(Grid old, Scrollback scrollback, CursorState cursor)
{
    /// <summary>How far back a line that continues on the screen is taken out of the scrollback.</summary>
    private const int MaxJoinedRows = 1000;

    private readonly List<NewRow> _rows = [];
    private readonly List<Cell> _line = [];
    private CursorState _cursor = cursor;
    private int _cursorRow = -1;

    private readonly record struct NewRow(Cell[] Cells, bool Wrapped);

    public Grid Resize(CellSize size, out CursorState moved)
    {
        var content = ContentRows();
        var blanks = old.Rows - content;
        if (size.Columns != old.Columns)
        {
            TakeBackBeginning();
            Rewrap(content, size.Columns);
            scrollback.Reflow(size.Columns);
        }
        else
        {
            for (var row = 0; row < content; row++) _rows.Add(new NewRow(old.Row(row).ToArray(), old.Wrapped(row)));
            _cursorRow = _cursor.Row;
        }

        var first = FirstRow(size, blanks);
        var grid = new Grid(size.Columns, size.Rows);
        for (var row = 0; row < Math.Min(size.Rows, _rows.Count - first); row++)
            grid.Put(row, _rows[first + row].Cells, Flags(_rows[first + row]));
        _cursor.Row = Math.Clamp(_cursorRow - first, 0, size.Rows - 1);
        moved = _cursor;
        return grid;
    }

    /// <summary>Rows up to the last one that has content or the cursor.</summary>
    private int ContentRows()
    {
        var content = old.Rows;
        while (content > _cursor.Row + 1 && old.Used(content - 1) == 0) content--;
        return content;
    }

    private void TakeBackBeginning()
    {
        var taken = 0;
        while (scrollback.Count > 0 && taken < MaxJoinedRows && scrollback.Wrapped(scrollback.Count - 1))
        {
            _rows.Insert(0, TakeBack());
            taken++;
        }
    }

    private NewRow TakeBack()
    {
        var cells = new Cell[scrollback.LineLength(scrollback.Count - 1)];
        scrollback.ReadLine(scrollback.Count - 1, cells);
        var wrapped = scrollback.Wrapped(scrollback.Count - 1);
        scrollback.RemoveLast();
        return new NewRow(cells, wrapped);
    }

    private void Rewrap(int content, int columns)
    {
        var source = new List<NewRow>(_rows);
        var cursorSource = source.Count + _cursor.Row;
        for (var row = 0; row < content; row++) source.Add(new NewRow(old.Row(row).ToArray(), old.Wrapped(row)));
        _rows.Clear();
        var cursorOffset = -1;
        for (var i = 0; i < source.Count; i++)
        {
            if (i == cursorSource) cursorOffset = _line.Count + _cursor.Column + (_cursor.PendingWrap ? 1 : 0);
            _line.AddRange(source[i].Cells);
            if (source[i].Wrapped && i + 1 < source.Count)
            {
                if (_line.Count > 0 && _line[^1].IsSpacer) _line.RemoveAt(_line.Count - 1);
                continue;
            }

            WrapLine(columns, cursorOffset);
            cursorOffset = -1;
        }
    }

    private void WrapLine(int columns, int cursorOffset)
    {
        var line = CollectionsMarshal.AsSpan(_line);
        var buffer = new Cell[columns];
        var offset = 0;
        do
        {
            var taken = LineWrap.Next(line[offset..], columns, buffer, out var used);
            var last = offset + taken >= line.Length;
            if (cursorOffset >= offset && (cursorOffset < offset + taken || last)) PlaceCursor(cursorOffset - offset, columns);
            _rows.Add(new NewRow(buffer[..used], !last));
            offset += taken;
            if (offset >= line.Length) break;
        }
        while (true);
        _line.Clear();
    }

    /// <summary>Puts the cursor into the row about to be added; behind a full row it waits for the wrap.</summary>
    private void PlaceCursor(int column, int columns)
    {
        _cursorRow = _rows.Count;
        _cursor.PendingWrap = column == columns && _cursor.PendingWrap;
        _cursor.Column = Math.Min(column, columns - 1);
    }

    /// <summary>Decides which of the new rows is the screen's first; rows before it go to the scrollback, missing ones come back.</summary>
    private int FirstRow(CellSize size, int blanks)
    {
        var surplus = _rows.Count - size.Rows;
        var first = Math.Clamp(surplus, 0, Math.Max(_cursorRow, 0));
        for (var row = 0; row < first; row++) scrollback.AppendResized(_rows[row].Cells, _rows[row].Wrapped);
        var missing = Math.Min(size.Rows - _rows.Count - blanks, scrollback.Count);
        if (missing <= 0) return first;
        var taken = new NewRow[missing];
        for (var i = missing - 1; i >= 0; i--) taken[i] = TakeBack();
        _rows.InsertRange(0, taken);
        _cursorRow += missing;
        return 0;
    }

    private static byte Flags(NewRow row)
    {
        var flags = row.Wrapped ? Grid.WrappedFlag : (byte)0;
        foreach (var cell in row.Cells)
            if (cell.IsWide) return (byte)(flags | Grid.WideFlag);
        return flags;
    }
}
