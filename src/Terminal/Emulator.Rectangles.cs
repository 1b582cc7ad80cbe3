using System.Runtime.Intrinsics;
using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private readonly record struct Rectangle(int Top, int Left, int Bottom, int Right);

    private void RectangleCsi(in CsiSequence s)
    {
        switch (s.Key)
        {
            case '$' << 8 | 'v': CopyRectangle(in s); break; // DECCRA
            case '$' << 8 | 'x': FillRectangle(in s); break; // DECFRA
            case '$' << 8 | 'z': EraseRectangle(in s, selective: false); break; // DECERA
            case '$' << 8 | '{': EraseRectangle(in s, selective: true); break; // DECSERA
            case '$' << 8 | 'r': ChangeAttributes(in s, reverse: false); break; // DECCARA
            case '$' << 8 | 't': ChangeAttributes(in s, reverse: true); break; // DECRARA
            case '*' << 8 | 'x': _state.RectangularAttributes = s.Value(0) == 2; break; // DECSACE
            case '*' << 8 | 'y': ReplyChecksum(in s); break; // DECRQCRA
            case '#' << 8 | 'y': _state.ChecksumFlags = s.Value(0); break; // XTCHECKSUM
        }
    }

    /// <summary>Reads top;left;bottom;right from 1, relative to the margins in origin mode; null where it is empty.</summary>
    private Rectangle? ReadRectangle(in CsiSequence s, int first)
    {
        var origin = Has(Mode.Origin);
        var rows = OriginRow;
        var columns = OriginColumn;
        var lastRow = origin ? _state.Bottom : _size.Rows - 1;
        var lastColumn = origin ? _state.Right : _size.Columns - 1;
        var top = s.Positive(first) - 1 + rows;
        var left = s.Positive(first + 1) - 1 + columns;
        var bottom = s.Value(first + 2) <= 0 ? lastRow : Math.Min(s.Value(first + 2) - 1 + rows, lastRow);
        var right = s.Value(first + 3) <= 0 ? lastColumn : Math.Min(s.Value(first + 3) - 1 + columns, lastColumn);
        return top <= bottom && left <= right ? new Rectangle(top, left, bottom, right) : null;
    }

    private void CopyRectangle(in CsiSequence s)
    {
        if (ReadRectangle(in s, 0) is not { } from) return;
        var top = s.Positive(5) - 1 + OriginRow;
        var left = s.Positive(6) - 1 + OriginColumn;
        var rows = Math.Min(from.Bottom - from.Top + 1, _size.Rows - top);
        var width = Math.Min(from.Right - from.Left + 1, _size.Columns - left);
        if (rows <= 0 || width <= 0) return;
        // Copying downwards runs from the bottom, so that overlapping parts are read before they are written.
        for (var i = 0; i < rows; i++)
        {
            var offset = top > from.Top ? rows - 1 - i : i;
            CopyCells(from.Top + offset, from.Left, top + offset, left, width);
        }
    }

    private void CopyCells(int sourceRow, int sourceColumn, int row, int column, int width)
    {
        SplitWide(row, column);
        SplitWide(row, column + width);
        var source = _grid.FullRow(sourceRow).Slice(sourceColumn, width);
        var target = _grid.FullRow(row).Slice(column, width);
        source.CopyTo(target);
        // Halves of wide characters at the edges of the source have no partner here.
        if (target[0].IsWideTail) target[0] = Cell.From(Blanked(target[0].Vector));
        if (target[^1].IsWide) target[^1] = Cell.From(Blanked(target[^1].Vector));
        _grid.Flags(row) |= (byte)(_grid.Flags(sourceRow) & Grid.WideFlag);
        Touch(row);
    }

    private void FillRectangle(in CsiSequence s)
    {
        var character = s.Value(0);
        if (character is not (>= 32 and <= 126 or >= 160 and <= 255)) return;
        if (ReadRectangle(in s, 1) is not { } area) return;
        var cell = Cell.From(_cursor.Pen.WithElement(0, (uint)character));
        for (var row = area.Top; row <= area.Bottom; row++)
        {
            PrepareWrite(row, area.Left, area.Right - area.Left + 1);
            foreach (ref var place in _grid.FullRow(row)[area.Left..(area.Right + 1)])
                if (!_state.IsoProtection || !place.IsProtected) place = cell;
            Touch(row);
        }
    }

    private void EraseRectangle(in CsiSequence s, bool selective)
    {
        if (ReadRectangle(in s, 0) is not { } area) return;
        for (var row = area.Top; row <= area.Bottom; row++) EraseCells(row, area.Left, area.Right + 1, selective, Space);
    }

    private void ChangeAttributes(in CsiSequence s, bool reverse)
    {
        if (ReadRectangle(in s, 0) is not { } area) return;
        var (first, last) = Has(Mode.Origin) ? (_state.Left, _state.Right) : (0, _size.Columns - 1);
        for (var row = area.Top; row <= area.Bottom; row++)
        {
            // A stream runs from the first corner to the last through the ends of the rows between, which in origin mode are the margins.
            var left = _state.RectangularAttributes || row == area.Top ? area.Left : first;
            var right = _state.RectangularAttributes || row == area.Bottom ? area.Right : last;
            var cells = _grid.FullRow(row);
            for (var column = left; column <= right; column++)
            {
                var bits = cells[column].Bits;
                for (var i = 4; i < s.Count; i++) bits = reverse ? Reversed(bits, s.Value(i)) : Changed(bits, s.Value(i));
                cells[column] = new Cell(cells[column].Glyph, cells[column].Foreground.Packed, cells[column].Background.Packed, bits);
            }

            Touch(row);
        }
    }

    private const uint SingleUnderline = (uint)UnderlineStyle.Single << Cell.UnderlineShift;

    private static uint Changed(uint bits, int parameter) => parameter switch
    {
        0 => bits & ~((uint)(CellAttributes.Bold | CellAttributes.Blink | CellAttributes.Inverse | CellAttributes.Hidden)
            | Cell.UnderlineMask),
        1 => bits | (uint)CellAttributes.Bold,
        4 => bits & ~Cell.UnderlineMask | SingleUnderline,
        5 => bits | (uint)CellAttributes.Blink,
        7 => bits | (uint)CellAttributes.Inverse,
        8 => bits | (uint)CellAttributes.Hidden,
        22 => bits & ~(uint)CellAttributes.Bold,
        24 => bits & ~Cell.UnderlineMask,
        25 => bits & ~(uint)CellAttributes.Blink,
        27 => bits & ~(uint)CellAttributes.Inverse,
        28 => bits & ~(uint)CellAttributes.Hidden,
        _ => bits,
    };

    private static uint Reversed(uint bits, int parameter) => parameter switch
    {
        0 => Reversed(Reversed(Reversed(Reversed(Reversed(bits, 1), 4), 5), 7), 8),
        1 => bits ^ (uint)CellAttributes.Bold,
        4 => (bits & Cell.UnderlineMask) != 0 ? bits & ~Cell.UnderlineMask : bits | SingleUnderline,
        5 => bits ^ (uint)CellAttributes.Blink,
        7 => bits ^ (uint)CellAttributes.Inverse,
        8 => bits ^ (uint)CellAttributes.Hidden,
        _ => bits,
    };
}
