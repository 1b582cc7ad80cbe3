using System.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>How much of the lines between its ends a selection takes.</summary>
internal enum SelectionShape
{
    None,

    /// <summary>From character to character, as text runs.</summary>
    Text,

    /// <summary>Whole lines, over all the rows they are wrapped over.</summary>
    Lines,

    /// <summary>The columns between the ends, of every row.</summary>
    Rectangle,
}

internal sealed partial class CopyMode
{
    /// <summary>A longer text is not copied; it would hold up everybody.</summary>
    public const int LongestText = 8 * 1024 * 1024;

    private CopyPosition _anchor;

    public SelectionShape Shape { get; private set; }

    /// <summary>Begins a selection at the cursor.</summary>
    public void Select(SelectionShape shape)
    {
        Refresh();
        _anchor = _cursor;
        Shape = shape;
        LeavesAtBottom = false;
    }

    /// <summary>A rectangle instead of running text, or the other way round; begins a selection when there is none.</summary>
    public void ToggleRectangle()
    {
        if (Shape == SelectionShape.None) Select(SelectionShape.Rectangle);
        else Shape = Shape == SelectionShape.Rectangle ? SelectionShape.Text : SelectionShape.Rectangle;
    }

    public void ClearSelection() => Shape = SelectionShape.None;

    /// <summary>The cursor goes to the other end of the selection.</summary>
    public void SwapEnds()
    {
        if (Shape == SelectionShape.None) return;
        var anchor = _anchor;
        _anchor = _cursor;
        SetCursor(anchor);
    }

    /// <summary>
    /// The selected text: rows of a wrapped line are joined, and blanks at the end of a line are left out. Null when it is longer than
    /// <see cref="LongestText"/>.
    /// </summary>
    public string? SelectedText()
    {
        Refresh();
        if (Shape == SelectionShape.None) return "";
        var text = new StringBuilder();
        var (first, last) = Ends();
        for (var line = _lines.OldestFrom(first.Line); line <= last.Line; line++)
        {
            var begin = text.Length;
            var cells = _lines[line];
            var (from, to) = Selected(line, cells) ?? default;
            foreach (ref readonly var cell in cells[Math.Min(from, cells.Length)..Math.Min(to, cells.Length)]) _lines.AppendText(cell, text);
            if (text.Length > LongestText) return null;
            if (Shape != SelectionShape.Rectangle && line < last.Line && _lines.IsWrapped(line)) continue;
            while (text.Length > begin && text[^1] == ' ') text.Length--;
            if (line < last.Line) text.Append('\n');
        }

        return text.ToString();
    }

    private (CopyPosition First, CopyPosition Last) Ends()
    {
        var (first, last) = _anchor <= _cursor ? (_anchor, _cursor) : (_cursor, _anchor);
        return Shape == SelectionShape.Lines
            ? (new CopyPosition(StartOf(first.Line), 0), new CopyPosition(EndOf(last.Line), Columns - 1))
            : (first, last);
    }

    /// <summary>The selected columns of a line, with both halves of every wide character; null for none.</summary>
    private (int From, int To)? Selected(long line, ReadOnlySpan<Cell> cells)
    {
        if (Shape == SelectionShape.None) return null;
        var (first, last) = Ends();
        if (line < first.Line || line > last.Line) return null;
        var isRectangle = Shape == SelectionShape.Rectangle;
        var from = isRectangle ? Math.Min(first.Column, last.Column) : line == first.Line ? first.Column : 0;
        var to = isRectangle ? Math.Max(first.Column, last.Column) + 1 : line == last.Line ? last.Column + 1 : Columns;
        if (from > 0 && from < cells.Length && cells[from].IsWideTail) from--;
        if (to < cells.Length && cells[to].IsWideTail) to++;
        return (from, to);
    }

    private void PaintSelection(long line, int skipColumns, Span<Cell> target)
    {
        if (Selected(line, _lines[line]) is not { } selected) return;
        var from = Math.Clamp(selected.From - skipColumns, 0, target.Length);
        var to = Math.Clamp(selected.To - skipColumns, from, target.Length);
        foreach (ref var cell in target[from..to]) cell = cell.WithLook(cell.Foreground, cell.Background, cell.Attributes ^ CellAttributes.Inverse);
    }
}
