using System.Runtime.Intrinsics;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>ED and DECSED.</summary>
    private void EraseDisplay(int mode, bool selective)
    {
        switch (mode)
        {
            case 0:
                EraseLine(0, selective);
                EraseRows(_cursor.Row + 1, _size.Rows - 1, selective);
                break;
            case 1:
                EraseRows(0, _cursor.Row - 1, selective);
                EraseLine(1, selective);
                break;
            case 2:
                EraseRows(0, _size.Rows - 1, selective);
                break;
            case 3:
                if (!selective) Scrollback.Clear();
                break;
        }
    }

    /// <summary>EL and DECSEL.</summary>
    private void EraseLine(int mode, bool selective)
    {
        var row = _cursor.Row;
        switch (mode)
        {
            case 0: EraseCells(row, _cursor.Column, _size.Columns, selective); break;
            case 1: EraseCells(row, 0, _cursor.Column + 1, selective, Space); break;
            case 2: EraseCells(row, 0, _size.Columns, selective); break;
        }
    }

    private void EraseRows(int first, int last, bool selective)
    {
        for (var row = first; row <= last; row++)
        {
            EraseCells(row, 0, _size.Columns, selective);
            _grid.Flags(row) &= Grid.WideFlag;
        }
    }

    /// <summary>
    /// Erases columns from..to-1 of a row; a selective erase (or ISO protection) spares protected cells. What erases to the end of a row
    /// or of the screen makes cells as if nothing had been written there, all else leaves blanks, which DECRQCRA tells apart.
    /// </summary>
    private void EraseCells(int row, int from, int to, bool selective, uint blank = NotWritten)
    {
        if (from >= to) return;
        SplitWide(row, from);
        SplitWide(row, to);
        Touch(row);
        // A shell marks the row of its prompt before it clears it; what clears the screen takes the marks along.
        if (to == _size.Columns) _grid.Flags(row) &= Grid.WideFlag | Grid.MarkFlags;
        if (selective != _state.IsoProtection)
        {
            EraseUnprotected(row, from, to, selective, blank);
        }
        else if (to >= _grid.Used(row) && _cursor.Background == 0 && blank == NotWritten)
        {
            _grid.Used(row) = Math.Min(_grid.Used(row), from);
            if (from == 0) _grid.Flags(row) &= Grid.MarkFlags;
        }
        else
        {
            _grid.Reserve(row, to);
            _grid.FullRow(row)[from..to].Fill(BlankCell(blank));
        }
    }

    private void EraseUnprotected(int row, int from, int to, bool selective, uint blank)
    {
        // DECSCA guards against the selective erases, SPA against the others.
        var cells = _grid.FullRow(row);
        for (var column = from; column < to; column++)
        {
            var cell = cells[column];
            if (cell.IsProtected) continue;
            cells[column] = selective ? Cell.From(Blanked(cell.Vector).WithElement(0, blank)) : BlankCell(blank);
        }
    }

    /// <summary>DECALN: fills the screen with E and resets margins and origin.</summary>
    private void AlignmentTest()
    {
        ResetMargins();
        SetBit(Mode.Origin, false);
        _cursor.Row = _cursor.Column = 0;
        _cursor.PendingWrap = false;
        for (var row = 0; row < _size.Rows; row++)
        {
            _grid.Clear(row);
            _grid.FullRow(row).Fill(new Cell('E', 0, 0, 0));
        }

        TouchRows(0, _size.Rows - 1);
    }
}
