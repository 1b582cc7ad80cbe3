namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private bool CursorInMargins =>
        _cursor.Row >= _state.Top && _cursor.Row <= _state.Bottom && _cursor.Column >= _state.Left && _cursor.Column <= _state.Right;

    /// <summary>ICH, and printing in insert mode.</summary>
    private void InsertBlanks(int count)
    {
        if (_cursor.Column < _state.Left || _cursor.Column > _state.Right) return;
        ShiftRight(_cursor.Row, _cursor.Column, count);
    }

    /// <summary>DCH.</summary>
    private void DeleteCharacters(int count)
    {
        _cursor.PendingWrap = false;
        if (_cursor.Column < _state.Left || _cursor.Column > _state.Right) return;
        ShiftLeft(_cursor.Row, _cursor.Column, count);
    }

    /// <summary>Moves the cells from a column to the right margin right, blanks the gap.</summary>
    private void ShiftRight(int row, int column, int count)
    {
        var width = _state.Right - column + 1;
        count = Math.Min(count, width);
        SplitWide(row, column);
        SplitWide(row, _state.Right + 1);
        SplitWide(row, _state.Right + 1 - count);
        Touch(row);
        if (column >= _grid.Used(row) && _cursor.Background == 0) return;
        var cells = _grid.FullRow(row).Slice(column, width);
        cells[..^count].CopyTo(cells[count..]);
        cells[..count].Fill(BlankCell(Space));
    }

    /// <summary>Moves the cells behind column+count left, blanks the right end.</summary>
    private void ShiftLeft(int row, int column, int count)
    {
        var width = _state.Right - column + 1;
        count = Math.Min(count, width);
        SplitWide(row, column);
        SplitWide(row, column + count);
        SplitWide(row, _state.Right + 1);
        if (IsFullWidth) _grid.Flags(row) &= Grid.WideFlag | Grid.MarkFlags;
        Touch(row);
        if (column >= _grid.Used(row) && _cursor.Background == 0) return;
        var cells = _grid.FullRow(row).Slice(column, width);
        cells[count..].CopyTo(cells);
        cells[^count..].Fill(BlankCell(Space));
    }

    /// <summary>IL.</summary>
    private void InsertLines(int count)
    {
        if (!CursorInMargins) return;
        ScrollDown(_cursor.Row, _state.Bottom, count);
        _cursor.PendingWrap = false;
        _cursor.Column = _state.Left;
    }

    /// <summary>DL. Rows deleted at the top are gone, they do not go to the scrollback.</summary>
    private void DeleteLines(int count)
    {
        if (!CursorInMargins) return;
        count = Math.Min(count, _state.Bottom - _cursor.Row + 1);
        if (!IsFullWidth)
        {
            ScrollColumns(_cursor.Row, _state.Bottom, count);
        }
        else
        {
            _grid.ScrollUp(_cursor.Row, _state.Bottom, count);
            FillRows(_state.Bottom - count + 1, _state.Bottom);
            TouchRows(_cursor.Row, _state.Bottom);
        }

        _cursor.PendingWrap = false;
        _cursor.Column = _state.Left;
    }

    /// <summary>SL, SR, DECIC, DECDC: every row of the margins, from a column on. A positive count inserts.</summary>
    private void ShiftColumns(int column, int count)
    {
        for (var row = _state.Top; row <= _state.Bottom; row++)
        {
            if (count > 0) ShiftRight(row, column, count);
            else ShiftLeft(row, column, -count);
        }
    }

    private void InsertColumns(int count)
    {
        if (CursorInMargins) ShiftColumns(_cursor.Column, count);
    }

    private void BackIndex()
    {
        _cursor.PendingWrap = false;
        if (_cursor.Column != _state.Left) _cursor.Column = Math.Max(_cursor.Column - 1, 0);
        else if (CursorInMargins) ShiftColumns(_state.Left, 1);
    }

    private void ForwardIndex()
    {
        _cursor.PendingWrap = false;
        if (_cursor.Column != _state.Right) _cursor.Column = Math.Min(_cursor.Column + 1, _size.Columns - 1);
        else if (CursorInMargins) ShiftColumns(_state.Left, -1);
    }

    /// <summary>REP; a second one has no character in front of it and does nothing, as in xterm.</summary>
    private void Repeat(int count)
    {
        if (_state.LastGlyph == 0) return;
        count = Math.Min(count, _size.Columns * _size.Rows);
        for (var i = 0; i < count; i++) PrintGlyph(_state.LastGlyph, _state.LastWidth);
        _state.LastGlyph = 0;
    }
}
