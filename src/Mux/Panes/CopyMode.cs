using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>
/// A client looking back in a pane: which lines it sees instead of the screen, where its cursor stands among them, what is selected and
/// what was searched for. The program goes on below; what is seen stays as it was. Each client has its own, so nobody's view is moved by
/// another. Positions are line numbers that last (<see cref="CopyLines"/>). Belongs to the mux thread.
/// </summary>
internal sealed partial class CopyMode
{
    private readonly Emulator _emulator;
    private CopyLines _lines;
    private long _top;
    private CopyPosition _cursor;

    public CopyMode(Emulator emulator)
    {
        _emulator = emulator;
        _lines = new CopyLines(emulator);
        _top = _lines.ScreenFirst;
        _cursor = new CopyPosition(_top + emulator.Cursor.Row, Math.Min(emulator.Cursor.Column, Columns - 1));
    }

    /// <summary>The person only turned the wheel: turning it back to the bottom leaves again.</summary>
    public bool LeavesAtBottom { get; set; }

    /// <summary>Lines between the bottom of the view and the bottom of the screen.</summary>
    public int Offset
    {
        get
        {
            Refresh();
            return (int)(_lines.ScreenFirst - _top);
        }
    }

    /// <summary>The largest offset there is; shortly after a change of the width, the largest that is known of.</summary>
    public int History => (int)(_lines.ScreenFirst - _lines.FirstWrapped);

    public bool AtBottom => Offset == 0;

    /// <summary>The cursor in the view.</summary>
    public CellPosition Cursor
    {
        get
        {
            Refresh();
            return new CellPosition((int)(_cursor.Line - _top), _cursor.Column);
        }
    }

    private int Rows => _lines.Size.Rows;

    private int Columns => _lines.Size.Columns;

    /// <summary>Moves the view, and with it the cursor; positive is back in time.</summary>
    public void Scroll(int lines)
    {
        Refresh();
        var before = _top;
        _top = Math.Min(_lines.OldestFrom(_top - lines), _lines.ScreenFirst);
        _cursor = _cursor with { Line = _cursor.Line + _top - before };
    }

    /// <summary>Puts the cursor somewhere in the view.</summary>
    public void MoveTo(int row, int column)
    {
        Refresh();
        SetCursor(new CopyPosition(_top + Math.Clamp(row, 0, Rows - 1), Math.Clamp(column, 0, Columns - 1)));
    }

    public void MoveCursor(int rows, int columns)
    {
        Refresh();
        SetCursor(new CopyPosition(_cursor.Line + rows, Math.Clamp(_cursor.Column + columns, 0, Columns - 1)));
    }

    /// <summary>Keeps to what is there after new output. False when shown lines are no longer kept, so that the view has moved.</summary>
    public bool Follow()
    {
        var before = _top;
        Refresh();
        return _top == before;
    }

    public void PaintRow(int row, int skipColumns, GlyphMap glyphs, Span<Cell> target)
    {
        Refresh();
        if (row >= Rows)
        {
            target.Clear();
            return;
        }

        var cells = _lines[_top + row];
        glyphs.Copy(cells[Math.Min(skipColumns, cells.Length)..], target);
        PaintMatches(_top + row, skipColumns, target);
        PaintSelection(_top + row, skipColumns, target);
    }

    /// <summary>Moves the cursor, and the view as far as needed to show it.</summary>
    private void SetCursor(CopyPosition position)
    {
        var line = Math.Min(_lines.OldestFrom(position.Line), _lines.Last);
        _cursor = new CopyPosition(line, Math.Clamp(position.Column, 0, Columns - 1));
        if (line < _top) _top = line;
        if (line > _top + Rows - 1) _top = line - Rows + 1;
    }

    /// <summary>
    /// Takes note of lines that are kept no longer and of a screen of another size, which has other lines: the view then keeps its distance
    /// from the bottom, and what was selected or found is let go.
    /// </summary>
    private void Refresh()
    {
        if (_lines.IsStale)
        {
            var (offset, row) = (_lines.ScreenFirst - _top, _cursor.Line - _top);
            _lines = new CopyLines(_emulator);
            ClearSelection();
            _matches = [];
            _jumps.Clear();
            Search = null;
            _top = _lines.OldestFrom(_lines.ScreenFirst - offset);
            _cursor = new CopyPosition(_top + Math.Clamp(row, 0, Rows - 1), Math.Min(_cursor.Column, Columns - 1));
        }

        var gone = _lines.OldestFrom(_top) - _top;
        if (gone <= 0) return;
        _top += gone;
        _cursor = _cursor with { Line = Math.Min(_cursor.Line + gone, _top + Rows - 1) };
        _cursor = _cursor with { Line = Math.Max(_cursor.Line, _top) };
    }
}
