using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>
/// An editable text with a cursor, shown in a box of one or more rows that scrolls with it. Edits by what readline users expect.
/// Positions are in UTF-16 units, always at the border of a grapheme cluster.
/// </summary>
internal sealed class TextField(string text = "", bool multiline = false)
{
    private const int LongestText = 1 << 20;

    private readonly StringBuilder _text = new(text);

    /// <summary>As it was drawn last: rows go up and down as they are seen.</summary>
    private (GlyphTable Glyphs, int Columns)? _drawn;
    private int _cursor = text.Length;

    public string Text => _text.ToString();

    public CellPosition? Cursor { get; private set; }

    /// <summary>Another text, with the cursor behind it.</summary>
    public void Replace(string text)
    {
        _text.Clear();
        _cursor = 0;
        Insert(text);
    }

    public void Insert(string text)
    {
        var clean = new string([.. text.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || (c == '\n' && multiline))]);
        if (_text.Length + clean.Length > LongestText) return;
        _text.Insert(_cursor, clean);
        _cursor += clean.Length;
    }

    /// <summary>Takes a key; false when it does not edit.</summary>
    public bool HandleKey(in KeyEvent key)
    {
        switch (KeyName.Format(key))
        {
            case "Left" or "C-b":
                _cursor = Before(_cursor);
                return true;
            case "Right" or "C-f":
                _cursor = After(_cursor);
                return true;
            case "Home" or "C-a":
                _cursor = LineStart(_cursor);
                return true;
            case "End" or "C-e":
                _cursor = LineEnd(_cursor);
                return true;
            case "BSpace" or "C-h":
                Delete(Before(_cursor), _cursor);
                return true;
            case "DC" or "C-d":
                Delete(_cursor, After(_cursor));
                return true;
            case "C-u":
                Delete(LineStart(_cursor), _cursor);
                return true;
            case "C-k":
                Delete(_cursor, LineEnd(_cursor));
                return true;
            case "C-w" or "M-BSpace":
                Delete(WordStart(_cursor), _cursor);
                return true;
            case "M-d":
                Delete(_cursor, WordEnd(_cursor));
                return true;
            case "M-b" or "C-Left":
                _cursor = WordStart(_cursor);
                return true;
            case "M-f" or "C-Right":
                _cursor = WordEnd(_cursor);
                return true;
            case "Up" when multiline:
                return MoveRow(-1);
            case "Down" when multiline:
                return MoveRow(1);
            case "M-Enter" or "S-Enter" or "C-j" when multiline:
                Insert("\n");
                return true;
        }

        if ((key.Modifiers & (KeyModifiers.Ctrl | KeyModifiers.Alt | KeyModifiers.Super)) != 0 || key.Key != Key.Character) return false;
        Insert(key.Text ?? (key.Shifted.Value != 0 ? key.Shifted : key.Rune).ToString());
        return true;
    }

    /// <summary>Draws the part around the cursor; remembers where the cursor is when the field has the focus.</summary>
    public void Draw(Surface surface, Rect area, Style style, bool focused)
    {
        surface.Fill(area, style.Cell(0));
        Cursor = null;
        if (area.IsEmpty) return;
        _drawn = (surface.Glyphs, area.Columns);
        var rows = Wrap(surface.Glyphs, area.Columns);
        var at = RowOf(rows);
        var first = Math.Max(0, at - area.Rows + 1);
        for (var i = first; i < Math.Min(rows.Count, first + area.Rows); i++)
            surface.Write(area.Column, area.Row + i - first, Text.AsSpan(rows[i].Start, rows[i].Length), style, area.Columns);
        if (!focused) return;
        var column = surface.Glyphs.Width(Text.AsSpan(rows[at].Start, _cursor - rows[at].Start));
        Cursor = new CellPosition(area.Row + at - first, area.Column + Math.Min(column, area.Columns - 1));
    }

    private int RowOf(List<(int Start, int Length)> rows) => Math.Max(0, rows.FindLastIndex(row => row.Start <= _cursor));

    /// <summary>To the same column of the row above or below; false where there is none, so that the key can mean something else.</summary>
    private bool MoveRow(int step)
    {
        if (_drawn is not { } drawn) return false;
        var rows = Wrap(drawn.Glyphs, drawn.Columns);
        var at = RowOf(rows);
        if (at + step < 0 || at + step >= rows.Count) return false;
        var column = drawn.Glyphs.Width(Text.AsSpan(rows[at].Start, _cursor - rows[at].Start));
        var (start, length) = rows[at + step];
        var position = start;
        var end = start + length;
        while (position < end && drawn.Glyphs.Width(Text.AsSpan(start, After(position) - start)) <= column) position = After(position);

        // The place behind a row that goes on below is the start of that one.
        var isNextRow = position == end && position > start && at + step + 1 < rows.Count && rows[at + step + 1].Start == position;
        _cursor = isNextRow ? Before(position) : position;
        return true;
    }

    /// <summary>Rows of at most so many columns; a single-line field is one row that begins where the cursor is still seen.</summary>
    private List<(int Start, int Length)> Wrap(GlyphTable glyphs, int columns)
    {
        var text = Text;
        if (!multiline)
        {
            var start = 0;
            while (start < _cursor && glyphs.Width(text.AsSpan(start, _cursor - start)) >= columns) start = AfterIn(text, start);
            return [(start, text.Length - start)];
        }

        var rows = new List<(int, int)>();
        var begin = 0;
        var width = 0;
        for (var i = 0; i < text.Length;)
        {
            var next = AfterIn(text, i);
            var cell = text[i] == '\n' ? 0 : glyphs.Width(text.AsSpan(i, next - i));
            if (cell > 1 && width > 0 && width + cell > columns)
            {
                // A wide character never stands across the edge.
                rows.Add((begin, i - begin));
                begin = i;
                width = 0;
                continue;
            }

            if (text[i] == '\n' || width + cell >= columns)
            {
                var end = text[i] == '\n' ? i : next;
                rows.Add((begin, end - begin));
                begin = next;
                width = 0;
            }
            else
            {
                width += cell;
            }

            i = next;
        }

        rows.Add((begin, text.Length - begin));
        return rows;
    }

    private void Delete(int from, int to)
    {
        _text.Remove(from, to - from);
        _cursor = from;
    }

    private int Before(int position)
    {
        if (position == 0) return 0;
        var starts = System.Globalization.StringInfo.ParseCombiningCharacters(Text[..position]);
        return starts[^1];
    }

    private int After(int position) => AfterIn(Text, position);

    private static int AfterIn(string text, int position) =>
        position >= text.Length ? text.Length : position + System.Globalization.StringInfo.GetNextTextElementLength(text.AsSpan(position));

    private int LineStart(int position) => position == 0 ? 0 : Text.LastIndexOf('\n', position - 1) + 1;

    private int LineEnd(int position)
    {
        var end = Text.IndexOf('\n', position);
        return end < 0 ? _text.Length : end;
    }

    private int WordEnd(int position)
    {
        while (position < _text.Length && char.IsWhiteSpace(_text[position])) position++;
        while (position < _text.Length && !char.IsWhiteSpace(_text[position])) position++;
        return position;
    }

    private int WordStart(int position)
    {
        while (position > 0 && char.IsWhiteSpace(_text[position - 1])) position--;
        while (position > 0 && !char.IsWhiteSpace(_text[position - 1])) position--;
        return position;
    }
}
