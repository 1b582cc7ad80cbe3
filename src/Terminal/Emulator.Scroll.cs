namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>Moves the rows top..bottom up within the left and right margins; rows that leave the top of the main screen are
    /// kept.</summary>
    private void ScrollUp(int top, int bottom, int count)
    {
        count = Math.Min(count, bottom - top + 1);
        if (count <= 0) return;
        if (!IsFullWidth)
        {
            ScrollColumns(top, bottom, count);
            return;
        }

        if (top == 0 && !_state.OnAlternate)
            for (var row = 0; row < count; row++) Scrollback.Append(_grid.Row(row), _grid.Flags(row));
        _grid.ScrollUp(top, bottom, count);
        FillRows(bottom - count + 1, bottom);
        TouchRows(top, bottom);
    }

    private void ScrollDown(int top, int bottom, int count)
    {
        count = Math.Min(count, bottom - top + 1);
        if (count <= 0) return;
        if (!IsFullWidth)
        {
            ScrollColumns(top, bottom, -count);
            return;
        }

        _grid.ScrollDown(top, bottom, count);
        FillRows(top, top + count - 1);
        TouchRows(top, bottom);
    }

    /// <summary>Scrolls a part of the columns, which needs copying. A positive count moves up.</summary>
    private void ScrollColumns(int top, int bottom, int count)
    {
        var left = _state.Left;
        var width = _state.Right - left + 1;
        for (var row = top; row <= bottom; row++)
        {
            SplitWide(row, left);
            SplitWide(row, left + width);
        }

        var up = count > 0;
        for (var i = 0; i <= bottom - top; i++)
        {
            var row = up ? top + i : bottom - i;
            var source = row + count;
            var target = _grid.FullRow(row).Slice(left, width);
            if (source < top || source > bottom)
            {
                target.Fill(BlankCell(NotWritten));
                continue;
            }

            _grid.FullRow(source).Slice(left, width).CopyTo(target);
            _grid.Flags(row) |= (byte)(_grid.Flags(source) & Grid.WideFlag);
        }

        TouchRows(top, bottom);
    }

    /// <summary>Gives cleared rows the pen's background.</summary>
    private void FillRows(int first, int last)
    {
        if (_cursor.Background == 0) return;
        for (var row = first; row <= last; row++) _grid.FullRow(row).Fill(BlankCell(NotWritten));
    }

    private const uint NotWritten = 0;
    private const uint Space = ' ';

    /// <summary>What erased cells become: blank with the pen's background (BCE).</summary>
    private Cell BlankCell(uint glyph) => new(glyph, 0, _cursor.Background, 0);
}
