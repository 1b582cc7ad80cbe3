namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>
    /// Changes the size. On the main screen rows are wrapped anew when the width changes and the cursor stays on its character; a lower
    /// screen first gives up blank rows below the content, then pushes rows above the cursor to the scrollback, and a higher one takes
    /// rows back. The alternate screen is cut or extended: its program draws it again.
    /// </summary>
    public void Resize(CellSize size)
    {
        size = size.Clamped;
        if (size == _size) return;
        var leftMain = _state.OnAlternate ? _state.MainCursor : _cursor;
        var mainCursor = leftMain;
        var reflowed = new ScreenReflow(_main, Scrollback, mainCursor).Resize(size, out mainCursor);
        _main.Dispose();
        _main = reflowed;
        if (_alternate is not null) ResizeAlternate(size);
        if (_state.OnAlternate)
        {
            MoveSavedCursor(leftMain, mainCursor);
            _state.MainCursor = mainCursor;
            Clamp(ref _state.Main.Saved, size);
            Clamp(ref _cursor, size);
        }
        else
        {
            _cursor = mainCursor;
            Clamp(ref _state.Main.Saved, size);
        }

        Clamp(ref _state.Alternate.Saved, size);
        _size = size;
        _grid = _state.OnAlternate ? _alternate! : _main;
        ResetMargins();
        _dirty.Clear();
        TouchRows(0, size.Rows - 1);
        if (Has(Mode.InBandResize)) ReportResize();
        Settle();
    }

    /// <summary>The cursor that ?1049 saved goes where the main screen's cursor went.</summary>
    private void MoveSavedCursor(in CursorState from, in CursorState to)
    {
        ref var saved = ref _state.Main.Saved;
        if (saved.Row != from.Row || saved.Column != from.Column) return;
        saved.Row = to.Row;
        saved.Column = to.Column;
        saved.PendingWrap = to.PendingWrap;
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
