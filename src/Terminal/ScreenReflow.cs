using System.Runtime.InteropServices;

namespace Orchtui.Terminal;

/// <summary>
/// Carries the main screen over to another size. The rows are joined to logical lines (together with a line's beginning in the
/// scrollback), wrapped at the new width, and laid out again so that the number of blank rows below the content stays what it was as far
/// as possible. The cursor and the one that DECSC saved stay on their characters, the marks of OSC 133 on theirs. It allocates freely: a
/// resize is rare.
/// </summary>
internal sealed class ScreenReflow(Grid old, Scrollback scrollback, CursorState cursor, CursorState saved)
{
    /// <summary>How far back a line that continues on the screen is taken out of the scrollback.</summary>
    private const int MaxJoinedRows = 1000;

    private readonly List<NewRow> _rows = [];
    private readonly List<Cell> _line = [];
    private readonly List<(int Offset, byte Flags)> _marks = [];
    private readonly Anchor _cursor = new(cursor);
    private readonly Anchor _saved = new(saved);

    private readonly record struct NewRow(Cell[] Cells, byte Flags)
    {
        public bool Wrapped => (Flags & Grid.WrappedFlag) != 0;
    }

    /// <summary>The cursor's new place.</summary>
    public CursorState Cursor => _cursor.State;

    /// <summary>The new place of the cursor that DECSC saved.</summary>
    public CursorState Saved => _saved.State;

    public Grid Resize(CellSize size)
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
            for (var row = 0; row < content; row++) _rows.Add(OldRow(row));
            _cursor.NewRow = _cursor.State.Row;
            _saved.NewRow = _saved.State.Row;
        }

        var first = FirstRow(size, blanks);
        var grid = new Grid(size.Columns, size.Rows);
        for (var row = 0; row < Math.Min(size.Rows, _rows.Count - first); row++)
            grid.Put(row, _rows[first + row].Cells, Flags(_rows[first + row]));
        _cursor.Settle(first, size);
        _saved.Settle(first, size);
        return grid;
    }

    private NewRow OldRow(int row) => new(old.Row(row).ToArray(), (byte)(old.Flags(row) & Grid.LastingFlags));

    /// <summary>Rows up to the last one that has content or the cursor.</summary>
    private int ContentRows()
    {
        var content = old.Rows;
        while (content > _cursor.State.Row + 1 && old.Used(content - 1) == 0) content--;
        return content;
    }

    private void TakeBackBeginning()
    {
        var taken = 0;
        while (taken < MaxJoinedRows && scrollback.EndsWrapped && scrollback.TakeLast() is var (cells, flags))
        {
            _rows.Insert(0, new NewRow(cells, flags));
            taken++;
        }
    }

    private void Rewrap(int content, int columns)
    {
        var source = new List<NewRow>(_rows);
        var above = source.Count;
        for (var row = 0; row < content; row++) source.Add(OldRow(row));
        _rows.Clear();
        for (var i = 0; i < source.Count; i++)
        {
            _cursor.Meet(i - above, _line.Count);
            _saved.Meet(i - above, _line.Count);
            if ((source[i].Flags & Grid.MarkFlags) != 0) _marks.Add((_line.Count, (byte)(source[i].Flags & Grid.MarkFlags)));
            _line.AddRange(source[i].Cells);
            if (source[i].Wrapped && i + 1 < source.Count)
            {
                if (_line.Count > 0 && _line[^1].IsSpacer) _line.RemoveAt(_line.Count - 1);
                continue;
            }

            WrapLine(columns);
        }
    }

    private void WrapLine(int columns)
    {
        // The cursor may stand behind the text; the blanks before it then count as text, so that it comes back to where it was.
        while (_line.Count < _cursor.Offset) _line.Add(default);
        var line = CollectionsMarshal.AsSpan(_line);
        var text = Math.Max(LineWrap.TextLength(line), _cursor.Offset);
        var buffer = new Cell[columns];
        var offset = 0;
        do
        {
            var taken = LineWrap.Next(line[offset..], columns, buffer, out var used);
            var end = offset + taken;
            var isLast = end >= text;
            _cursor.Place(offset, end, isLast, _rows.Count, columns);
            _saved.Place(offset, end, isLast, _rows.Count, columns);
            if (isLast) used = Math.Min(used, taken);
            _rows.Add(new NewRow(buffer[..used], (byte)((isLast ? 0 : Grid.WrappedFlag) | Marks(offset, end, isLast))));
            offset = end;
        }
        while (offset < text);
        _line.Clear();
        _marks.Clear();
    }

    private byte Marks(int from, int to, bool isLast)
    {
        byte flags = 0;
        foreach (var mark in _marks)
            if (mark.Offset >= from && (mark.Offset < to || isLast)) flags |= mark.Flags;
        return flags;
    }

    /// <summary>Decides which of the new rows is the screen's first; rows before it go to the scrollback, missing ones come back.</summary>
    private int FirstRow(CellSize size, int blanks)
    {
        var surplus = _rows.Count - size.Rows;
        var first = Math.Clamp(surplus, 0, Math.Max(_cursor.NewRow, 0));
        for (var row = 0; row < first; row++) scrollback.AppendResized(_rows[row].Cells, _rows[row].Flags);
        var missing = size.Rows - _rows.Count - blanks;
        if (missing <= 0) return first;
        var taken = new List<NewRow>(missing);
        while (taken.Count < missing && scrollback.TakeLast() is var (cells, flags)) taken.Add(new NewRow(cells, flags));
        taken.Reverse();
        _rows.InsertRange(0, taken);
        _cursor.NewRow += taken.Count;
        _saved.NewRow += taken.Count;
        return 0;
    }

    private static byte Flags(NewRow row)
    {
        foreach (var cell in row.Cells)
            if (cell.IsWide) return (byte)(row.Flags | Grid.WideFlag);
        return row.Flags;
    }

    /// <summary>A cursor on its way: the character of a logical line that it stands on, then the new row and column.</summary>
    private sealed class Anchor(CursorState state)
    {
        private CursorState _state = state;

        public CursorState State => _state;

        /// <summary>Its place in the logical line that is being joined; -1 when it stands in another one.</summary>
        public int Offset { get; private set; } = -1;

        public int NewRow { get; set; } = -1;

        /// <summary>A row of the old screen begins at an offset of the line.</summary>
        public void Meet(int row, int offset)
        {
            if (row == _state.Row) Offset = offset + _state.Column + (_state.PendingWrap ? 1 : 0);
        }

        /// <summary>A new row takes from..to-1 of the line. Behind a full row the cursor waits for the wrap.</summary>
        public void Place(int from, int to, bool isLast, int row, int columns)
        {
            if (Offset < from || Offset >= to && !isLast) return;
            NewRow = row;
            _state.PendingWrap = Offset - from >= columns;
            _state.Column = Math.Min(Offset - from, columns - 1);
            Offset = -1;
        }

        public void Settle(int first, CellSize size)
        {
            if (NewRow >= 0) _state.Row = Math.Clamp(NewRow - first, 0, size.Rows - 1);
            else _state.Row = Math.Min(_state.Row, size.Rows - 1);
            _state.Column = Math.Min(_state.Column, size.Columns - 1);
        }
    }
}
