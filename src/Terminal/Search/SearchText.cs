using System.Runtime.InteropServices;

namespace Orchtui.Terminal.Search;

/// <summary>
/// The text of some rows, put together into the lines they are wrapped from, with the cell that each UTF-16 unit stands in. It is a copy:
/// while it is searched, on whatever thread, the emulator may go on. Kept as two parallel lists (units and columns) beside the starts of
/// rows and lines, so that reading a row costs little and only a match is ever looked up.
/// </summary>
public sealed class SearchText(Emulator emulator)
{
    private readonly List<char> _units = [];
    private readonly List<ushort> _columns = [];
    private readonly List<(int Start, long Line)> _rows = [];
    private readonly List<(int Start, int End)> _lines = [];
    private int _lineStart;

    /// <summary>UTF-16 units in all rows.</summary>
    public int Length => _units.Count;

    public int LineCount => _lines.Count;

    public void Clear()
    {
        _units.Clear();
        _columns.Clear();
        _rows.Clear();
        _lines.Clear();
        _lineStart = 0;
    }

    /// <summary>Appends a row; <paramref name="continues"/> when its line goes on in the next one.</summary>
    public void Append(long number, ReadOnlySpan<Cell> cells, bool continues)
    {
        _rows.Add((_units.Count, number));
        for (var column = 0; column < cells.Length; column++)
        {
            ref readonly var cell = ref cells[column];
            if (cell.IsWideTail || cell.IsSpacer) continue;
            if (cell.Glyph < 0x80) Add(cell.Glyph == 0 ? ' ' : (char)cell.Glyph, column);
            else AddGlyph(in cell, column);
        }

        if (!continues) EndLine();
    }

    /// <summary>The text of a line, without the blanks at its end.</summary>
    internal ReadOnlySpan<char> Line(int index)
    {
        var (start, end) = _lines[index];
        return CollectionsMarshal.AsSpan(_units)[start..end];
    }

    /// <summary>The cells of a part of a line.</summary>
    internal TextMatch Cells(int line, int index, int length)
    {
        var from = _lines[line].Start + index;
        return new TextMatch(PositionOf(from), PositionOf(from + length - 1));
    }

    private void EndLine()
    {
        var end = _units.Count;
        while (end > _lineStart && _units[end - 1] == ' ') end--;
        _lines.Add((_lineStart, end));
        _lineStart = _units.Count;
    }

    private void AddGlyph(in Cell cell, int column)
    {
        if (cell.Glyph < 0xd800)
        {
            Add((char)cell.Glyph, column);
            return;
        }

        foreach (var unit in emulator.ClusterText(cell.Glyph)) Add(unit, column);
    }

    private void Add(char unit, int column)
    {
        _units.Add(unit);
        _columns.Add((ushort)column);
    }

    private TextPosition PositionOf(int unit)
    {
        var (low, high) = (0, _rows.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_rows[middle].Start <= unit) low = middle;
            else high = middle - 1;
        }

        return new TextPosition(_rows[low].Line, _columns[unit]);
    }
}
