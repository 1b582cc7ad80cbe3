using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>
/// A pane scrolled back: which lines are shown instead of the screen, and where the cursor stands among them. The program goes on
/// below; the shown lines stay where they are while new ones come.
/// </summary>
internal sealed class CopyMode
{
    private readonly Cell[] _line = new Cell[CellSize.MaxColumns];
    private readonly Emulator _emulator;
    private long _known;

    public CopyMode(Emulator emulator)
    {
        _emulator = emulator;
        _known = LinesEver;
        Cursor = emulator.Cursor;
    }

    /// <summary>Lines between the bottom of the view and the bottom of the screen.</summary>
    public int Offset { get; private set; }

    public CellPosition Cursor
    {
        get => new(Math.Min(field.Row, Rows - 1), Math.Min(field.Column, _emulator.Size.Columns - 1));
        private set;
    }

    public bool AtBottom => Offset == 0;

    private int Rows => _emulator.Size.Rows;

    /// <summary>Lines that were ever scrolled off. Their count alone stands still once the oldest are dropped.</summary>
    private long LinesEver => _emulator.Scrollback.FirstLine + _emulator.Scrollback.Count;

    public void Scroll(int lines) => Offset = Math.Clamp(Offset + lines, 0, _emulator.Scrollback.Count);

    public void ScrollToTop() => Offset = _emulator.Scrollback.Count;

    public void ScrollToBottom() => Offset = 0;

    public void MoveCursor(int rows, int columns)
    {
        var row = Cursor.Row + rows;
        if (row < 0) Scroll(-row);
        if (row >= Rows) Scroll(Rows - 1 - row);
        Cursor = new CellPosition(Math.Clamp(row, 0, Rows - 1), Math.Clamp(Cursor.Column + columns, 0, _emulator.Size.Columns - 1));
    }

    /// <summary>Keeps the shown lines in place after new ones were scrolled off. False when some of them are no longer kept.</summary>
    public bool Follow()
    {
        var wanted = Offset + LinesEver - _known;
        _known = LinesEver;
        Offset = (int)Math.Clamp(wanted, 0, _emulator.Scrollback.Count);
        return Offset == wanted;
    }

    public void PaintRow(int row, int skipColumns, GlyphMap glyphs, Span<Cell> target)
    {
        var line = _emulator.Scrollback.Count - Offset + row;
        ReadOnlySpan<Cell> cells = [];
        if (line >= 0 && line < _emulator.Scrollback.Count) cells = _line.AsSpan(0, _emulator.Scrollback.ReadLine(line, _line));
        else if (line - _emulator.Scrollback.Count < Rows) cells = _emulator.Row(line - _emulator.Scrollback.Count);
        glyphs.Copy(cells[Math.Min(skipColumns, cells.Length)..], target);
    }
}
