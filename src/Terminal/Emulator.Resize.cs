namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>
    /// Changes the size. On the main screen rows are wrapped anew when the width changes and the cursors stay on their characters; a lower
    /// screen first gives up blank rows below the content, then pushes rows above the cursor to the scrollback, and a higher one takes
    /// rows back. The alternate screen is cut or extended: its program draws it again.
    /// </summary>
    public void Resize(CellSize size)
    {
        size = size.Clamped;
        if (size == _size) return;
        ResizeMain(size);
        if (_alternate is not null) ResizeAlternate(size);
        if (_state.OnAlternate) Clamp(ref _cursor, size);
        Clamp(ref _state.Alternate.Saved, size);
        _size = size;
        _grid = _state.OnAlternate ? _alternate! : _main;
        ResetMargins();
        _dirty.Clear();
        TouchRows(0, size.Rows - 1);
        if (Has(Mode.InBandResize)) ReportResize();
        Settle();
    }

    private void ResizeMain(CellSize size)
    {
        var cursor = _state.OnAlternate ? _state.MainCursor : _cursor;
        var reflow = new ScreenReflow(_main, Scrollback, cursor, _state.Main.Saved);
        var reflowed = reflow.Resize(size);
        _main.Dispose();
        _main = reflowed;
        cursor = reflow.Cursor;
        if (!Has(Mode.AutoWrap)) cursor.PendingWrap = false;
        if (_state.OnAlternate) _state.MainCursor = cursor;
        else _cursor = cursor;
        if (_state.Main.HasSaved) _state.Main.Saved = reflow.Saved;
    }

    private static void Clamp(ref CursorState cursor, CellSize size)
    {
        cursor.Row = Math.Min(cursor.Row, size.Rows - 1);
        if (cursor.Column < size.Columns) return;
        cursor.Column = size.Columns - 1;
        cursor.PendingWrap = false;
    }

    private void ResizeAlternate(CellSize size)
    {
        var old = _alternate!;
        var resized = new Grid(size.Columns, size.Rows);
        // Rows leave at the top when the cursor would otherwise be cut off.
        var first = _state.OnAlternate ? Math.Max(0, _cursor.Row - size.Rows + 1) : 0;
        for (var row = 0; row < Math.Min(size.Rows, old.Rows - first); row++)
        {
            var cells = old.Row(row + first);
            if (cells.Length > size.Columns)
            {
                var cut = cells[size.Columns].IsWideTail ? size.Columns - 1 : size.Columns;
                cells = cells[..cut];
            }

            resized.Put(row, cells, (byte)(old.Flags(row + first) & Grid.WideFlag));
        }

        if (_state.OnAlternate) _cursor.Row -= first;
        old.Dispose();
        _alternate = resized;
    }
}
