using System.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>
/// What copy mode looks at: the screen as it was when it was entered, frozen, and the scrollback above it, read where it lies. A line keeps
/// its number while the program goes on (the number it has or will have among all lines that ever scrolled off), so positions stay true.
/// A change of the screen's size numbers the lines anew: then a copy is <see cref="IsStale"/> and to be taken again.
/// </summary>
internal sealed class CopyLines
{
    private readonly Emulator _emulator;
    private readonly Cell[] _line = new Cell[CellSize.MaxColumns];
    private readonly Cell[][] _screen;
    private readonly bool[] _wrapped;
    private readonly PromptMarks[] _marks;

    public CopyLines(Emulator emulator)
    {
        _emulator = emulator;
        Size = emulator.Size;
        ScreenFirst = emulator.Scrollback.NextLine;
        _screen = [.. Enumerable.Range(0, Size.Rows).Select(row => emulator.Row(row).ToArray())];
        _wrapped = [.. Enumerable.Range(0, Size.Rows).Select(emulator.RowWrapped)];
        _marks = [.. Enumerable.Range(0, Size.Rows).Select(emulator.RowMarks)];
    }

    public CellSize Size { get; }

    public bool IsStale => _emulator.Size != Size;

    /// <summary>The oldest line that is still kept. After a change of the width that takes wrapping all of them.</summary>
    public long First => Math.Min(_emulator.Scrollback.FirstLine, ScreenFirst);

    /// <summary>The oldest line that is still kept, looked for no further back than another.</summary>
    public long OldestFrom(long line) => line >= ScreenFirst ? line : Math.Min(_emulator.Scrollback.OldestFrom(line), ScreenFirst);

    /// <summary>As <see cref="First"/>, without the lines that are not wrapped to the new width yet.</summary>
    public long FirstWrapped => Math.Min(_emulator.Scrollback.FirstWrapped, ScreenFirst);

    /// <summary>The number of the top row of the frozen screen.</summary>
    public long ScreenFirst { get; }

    public long Last => ScreenFirst + Size.Rows - 1;

    /// <summary>The cells of a line, valid until the next call; none for a line that is kept no longer.</summary>
    public ReadOnlySpan<Cell> this[long line]
    {
        get
        {
            if (line > Last) return [];
            if (line >= ScreenFirst) return _screen[line - ScreenFirst];
            return _emulator.Scrollback.Keeps(line) ? _line.AsSpan(0, _emulator.Scrollback.ReadNumbered(line, _line)) : [];
        }
    }

    /// <summary>Whether a line continues on the next one.</summary>
    public bool IsWrapped(long line)
    {
        if (line >= Last) return false;
        if (line >= ScreenFirst) return _wrapped[line - ScreenFirst];
        return _emulator.Scrollback.Keeps(line) && _emulator.Scrollback.WrappedNumbered(line);
    }

    /// <summary>Whether a shell's prompt begins on a line.</summary>
    public bool IsPrompt(long line)
    {
        if (line >= ScreenFirst) return line <= Last && _marks[line - ScreenFirst].HasFlag(PromptMarks.Prompt);
        return _emulator.Scrollback.Keeps(line) && _emulator.Scrollback.MarksNumbered(line).HasFlag(PromptMarks.Prompt);
    }

    public void AppendText(in Cell cell, StringBuilder text)
    {
        if (!cell.IsSpacer) _emulator.AppendText(cell, text);
    }
}

/// <summary>A cell among the lines of a pane: the line's lasting number, and the column from 0.</summary>
internal readonly record struct CopyPosition(long Line, int Column) : IComparable<CopyPosition>
{
    public int CompareTo(CopyPosition other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);

    public static bool operator <(CopyPosition left, CopyPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(CopyPosition left, CopyPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(CopyPosition left, CopyPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CopyPosition left, CopyPosition right) => left.CompareTo(right) >= 0;
}
