namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private int OriginRow => Has(Mode.Origin) ? _state.Top : 0;

    private int OriginColumn => Has(Mode.Origin) ? _state.Left : 0;

    private bool IsFullWidth => _state.Left == 0 && _state.Right == _size.Columns - 1;

    private void LineFeed()
    {
        _cursor.PendingWrap = false;
        Index();
        if (Has(Mode.NewLine)) CarriageReturn();
    }

    private void CarriageReturn()
    {
        _cursor.PendingWrap = false;
        _cursor.Column = _cursor.Column >= _state.Left || Has(Mode.Origin) ? _state.Left : 0;
    }

    /// <summary>Down one row, scrolling at the bottom margin.</summary>
    private void Index()
    {
        if (_cursor.Row == _state.Bottom)
        {
            if (_cursor.Column >= _state.Left && _cursor.Column <= _state.Right) ScrollUp(_state.Top, _state.Bottom, 1);
        }
        else if (_cursor.Row < _size.Rows - 1)
        {
            _cursor.Row++;
        }
    }

    private void ReverseIndex()
    {
        _cursor.PendingWrap = false;
        if (_cursor.Row == _state.Top)
        {
            if (_cursor.Column >= _state.Left && _cursor.Column <= _state.Right) ScrollDown(_state.Top, _state.Bottom, 1);
        }
        else if (_cursor.Row > 0)
        {
            _cursor.Row--;
        }
    }

    private void MoveUp(int count)
    {
        _cursor.PendingWrap = false;
        var stop = _cursor.Row >= _state.Top ? _state.Top : 0;
        _cursor.Row = Math.Max(_cursor.Row - count, stop);
    }

    private void MoveDown(int count)
    {
        _cursor.PendingWrap = false;
        var stop = _cursor.Row <= _state.Bottom ? _state.Bottom : _size.Rows - 1;
        _cursor.Row = Math.Min(_cursor.Row + count, stop);
    }

    private void MoveForward(int count)
    {
        _cursor.PendingWrap = false;
        var stop = _cursor.Column <= _state.Right ? _state.Right : _size.Columns - 1;
        _cursor.Column = Math.Min(_cursor.Column + count, stop);
    }

    private void MoveBack(int count)
    {
        if (Has(Mode.AutoWrap) && (Has(Mode.ReverseWrap) || Has(Mode.ExtendedReverseWrap)))
        {
            MoveBackWrapping(count);
            return;
        }

        _cursor.PendingWrap = false;
        var stop = _cursor.Column >= _state.Left ? _state.Left : 0;
        _cursor.Column = Math.Max(_cursor.Column - count, stop);
    }

    private void MoveBackWrapping(int count)
    {
        // Taking back the pending wrap counts as the first step.
        if (_cursor.PendingWrap) count--;
        _cursor.PendingWrap = false;
        count = Math.Min(count, _size.Columns * _size.Rows);
        for (; count > 0; count--)
        {
            var left = _cursor.Column >= _state.Left ? _state.Left : 0;
            if (_cursor.Column > left)
            {
                _cursor.Column--;
                continue;
            }

            _cursor.Column = _state.Right;
            _cursor.Row = _cursor.Row == _state.Top ? _state.Bottom : Math.Max(_cursor.Row - 1, 0);
        }
    }

    /// <summary>CUP: row and column from 1, relative to the margins in origin mode.</summary>
    private void MoveTo(int row, int column)
    {
        MoveToRow(row);
        MoveToColumn(column);
    }

    private void MoveToRow(int row)
    {
        _cursor.PendingWrap = false;
        _cursor.Row = Math.Clamp(row - 1 + OriginRow, 0, Has(Mode.Origin) ? _state.Bottom : _size.Rows - 1);
    }

    private void MoveToColumn(int column)
    {
        _cursor.PendingWrap = false;
        _cursor.Column = Math.Clamp(column - 1 + OriginColumn, 0, Has(Mode.Origin) ? _state.Right : _size.Columns - 1);
    }

    private ref ScreenState Screen => ref _state.OnAlternate ? ref _state.Alternate : ref _state.Main;

    private void SaveCursor()
    {
        ref var screen = ref Screen;
        screen.Saved = _cursor;
        screen.Saved.Origin = Has(Mode.Origin);
        screen.HasSaved = true;
    }

    private void RestoreCursor()
    {
        ref var screen = ref Screen;
        _cursor = screen.HasSaved ? screen.Saved : default;
        SetBit(Mode.Origin, screen.HasSaved && screen.Saved.Origin);
        _cursor.PendingWrap = false;
        _cursor.Row = Math.Min(_cursor.Row, _size.Rows - 1);
        _cursor.Column = Math.Min(_cursor.Column, _size.Columns - 1);
        UpdatePlainText();
    }

    private void TabForward(int count)
    {
        // Tabs in either direction keep the pending wrap, as in xterm, unless its fix for more(1) is asked for.
        if (_cursor.PendingWrap && Has(Mode.MoreFix)) WrapLine();
        var stop = _cursor.Column <= _state.Right ? _state.Right : _size.Columns - 1;
        for (; count > 0 && _cursor.Column < stop; count--)
        {
            do _cursor.Column++;
            while (_cursor.Column < stop && !HasTab(_cursor.Column));
        }
    }

    private void TabBackward(int count)
    {
        var stop = Has(Mode.Origin) ? _state.Left : 0;
        for (; count > 0 && _cursor.Column > stop; count--)
        {
            do _cursor.Column--;
            while (_cursor.Column > stop && !HasTab(_cursor.Column));
        }
    }

    private bool HasTab(int column) => (_tabs[column >> 6] & 1ul << (column & 63)) != 0;

    private void SetTab(int column) => _tabs[column >> 6] |= 1ul << (column & 63);

    private void ClearTab(int column) => _tabs[column >> 6] &= ~(1ul << (column & 63));

    /// <summary>A stop every eight columns, on columns that a later, wider screen may get as well.</summary>
    private void ResetTabs()
    {
        if (_tabs.Length == 0) _tabs = new ulong[CellSize.MaxColumns / 64];
        Array.Fill(_tabs, 0x0101_0101_0101_0101ul);
    }
}
