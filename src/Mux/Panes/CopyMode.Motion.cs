using System.Text;

namespace Orchtui.Mux.Panes;

internal sealed partial class CopyMode
{
    /// <summary>A line wrapped over more rows than these is taken in parts, so that no motion or search is without a bound.</summary>
    private const int LongestLine = 500;

    private readonly StringBuilder _character = new();

    private enum Kind
    {
        Blank,
        Word,
        Punctuation,
    }

    /// <summary>Pages as a reader wants them: one line stays in sight, and at the ends the cursor goes to the very end.</summary>
    public void Page(double pages)
    {
        var lines = Math.Max(1, (int)((Rows - 1) * Math.Abs(pages)));
        var before = Offset;
        Scroll(pages < 0 ? lines : -lines);
        if (Offset == before) SetCursor(_cursor with { Line = pages < 0 ? _top : _top + Rows - 1 });
    }

    public void ToTop()
    {
        Refresh();
        SetCursor(new CopyPosition(_lines.First, 0));
    }

    public void ToBottom()
    {
        Refresh();
        SetCursor(new CopyPosition(_lines.Last, 0));
    }

    /// <summary>To a row of the view: 0 the top, 1 the bottom.</summary>
    public void ToViewRow(double part) => MoveTo((int)((Rows - 1) * part), _cursor.Column);

    public void ToLineStart()
    {
        Refresh();
        SetCursor(new CopyPosition(StartOf(_cursor.Line), 0));
    }

    public void ToFirstText()
    {
        ToLineStart();
        while (KindAt(_cursor) == Kind.Blank && Next(_cursor) is { } next && IsOnLine(next)) SetCursor(next);
    }

    /// <summary>To the last character of the line, over all the rows it is wrapped over.</summary>
    public void ToLineEnd()
    {
        Refresh();
        var line = EndOf(_cursor.Line);
        SetCursor(new CopyPosition(line, Math.Max(0, TextLength(line) - 1)));
    }

    public void ToNextWord()
    {
        Refresh();
        var at = _cursor;
        var kind = KindAt(at);
        while (kind != Kind.Blank && KindAt(at) == kind && Next(at) is { } next)
        {
            var isSameLine = IsJoined(at, next);
            at = next;
            if (!isSameLine) break;
        }

        while (KindAt(at) == Kind.Blank && Next(at) is { } next) at = next;
        SetCursor(at);
    }

    public void ToWordEnd()
    {
        Refresh();
        var at = Next(_cursor) ?? _cursor;
        while (KindAt(at) == Kind.Blank && Next(at) is { } next) at = next;
        for (var kind = KindAt(at); Next(at) is { } next && KindAt(next) == kind && IsJoined(at, next);) at = next;
        SetCursor(at);
    }

    public void ToPreviousWord()
    {
        Refresh();
        var at = Previous(_cursor) ?? _cursor;
        while (KindAt(at) == Kind.Blank && Previous(at) is { } before) at = before;
        for (var kind = KindAt(at); Previous(at) is { } before && KindAt(before) == kind && IsJoined(before, at);) at = before;
        SetCursor(at);
    }

    /// <summary>To the nearest prompt above (-1) or below (1); nowhere when there is none.</summary>
    public void ToPrompt(int direction)
    {
        Refresh();
        for (var line = _cursor.Line + direction; line >= _lines.OldestFrom(line) && line <= _lines.Last; line += direction)
        {
            if (!_lines.IsPrompt(line)) continue;
            SetCursor(new CopyPosition(line, 0));
            return;
        }
    }

    /// <summary>The first row of the line that a row belongs to.</summary>
    internal long StartOf(long row)
    {
        var least = _lines.OldestFrom(row - LongestLine);
        while (row > least && _lines.IsWrapped(row - 1)) row--;
        return row;
    }

    internal long EndOf(long row)
    {
        var most = Math.Min(_lines.Last, row + LongestLine);
        while (row < most && _lines.IsWrapped(row)) row++;
        return row;
    }

    private bool IsOnLine(CopyPosition position) => position.Line <= EndOf(_cursor.Line);

    private bool IsJoined(CopyPosition one, CopyPosition next) => one.Line == next.Line || _lines.IsWrapped(one.Line);

    /// <summary>The next cell that text can be in; null at the very end.</summary>
    private CopyPosition? Next(CopyPosition at)
    {
        if (at.Column + 1 < _lines[at.Line].Length) return at with { Column = at.Column + 1 };
        return at.Line < _lines.Last ? new CopyPosition(at.Line + 1, 0) : null;
    }

    private CopyPosition? Previous(CopyPosition at)
    {
        if (at.Column > 0) return at with { Column = Math.Min(at.Column, Math.Max(1, _lines[at.Line].Length)) - 1 };
        return at.Line > _lines.OldestFrom(at.Line - 1) ? new CopyPosition(at.Line - 1, Math.Max(0, _lines[at.Line - 1].Length - 1)) : null;
    }

    private Kind KindAt(CopyPosition at)
    {
        var cells = _lines[at.Line];
        if (at.Column >= cells.Length) return Kind.Blank;
        var column = cells[at.Column].IsWideTail && at.Column > 0 ? at.Column - 1 : at.Column;
        if (cells[column].IsBlank) return Kind.Blank;
        _character.Clear();
        _lines.AppendText(cells[column], _character);
        return _character.Length > 0 && (char.IsLetterOrDigit(_character[0]) || char.IsSurrogate(_character[0]) || _character[0] == '_')
            ? Kind.Word
            : Kind.Punctuation;
    }

    private int TextLength(long line)
    {
        var cells = _lines[line];
        var length = cells.Length;
        while (length > 0 && cells[length - 1] is { IsBlank: true, IsWideTail: false }) length--;
        return length;
    }
}
