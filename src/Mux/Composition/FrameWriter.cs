using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>
/// Writes what an outer terminal must be sent so that it shows the next surface instead of the one it shows. Keeps what it knows of
/// the terminal (pen, cursor) so that nothing is sent twice. Rows are compared cell by cell; between two differences that lie close
/// the equal cells are sent again, as that is shorter than a cursor movement. Not thread-safe; one for each client.
/// </summary>
internal sealed class FrameWriter(GlyphTable glyphs, ColorDepth depth)
{
    /// <summary>Equal cells that are cheaper to send again than to jump over (a CUP takes up to 10 bytes).</summary>
    private const int ShortGap = 8;

    private readonly ArrayBufferWriter<byte> _out = new(64 * 1024);
    private Cell _pen;
    private bool _penKnown;
    private int _row = -1;
    private int _column = -1;

    public ReadOnlySpan<byte> Written => _out.WrittenSpan;

    /// <summary>Whether the cursor has jumped since the last reset. Text that only follows it needs no hiding of it.</summary>
    public bool Jumped { get; private set; }

    public void Reset()
    {
        _out.ResetWrittenCount();
        Jumped = false;
    }

    /// <summary>Forgets what is known of the terminal, as after another program wrote to it.</summary>
    public void Forget()
    {
        _penKnown = false;
        _row = _column = -1;
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _out.Write(bytes);

    /// <summary>Sends the cells of one row that differ; returns whether there were any.</summary>
    public bool Row(int row, ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next)
    {
        var at = 0;
        var any = false;
        while (at < next.Length)
        {
            var first = at + SamePrefix(shown[at..], next[at..]);
            if (first >= next.Length) break;
            if (next[first].IsWideTail && first > 0) first--;
            var end = RunEnd(shown, next, first);
            var blankFrom = end == next.Length ? BlankTail(next, first) : end;
            MoveTo(row, first);
            Cells(next[first..blankFrom]);

            // In the last column the terminal may hold its cursor with a wrap pending; where it is then differs between terminals.
            if (blankFrom == next.Length) _column = -1;
            if (blankFrom < end) ClearToEnd();
            any = true;
            at = end;
        }

        return any;
    }

    public void MoveTo(int row, int column)
    {
        if (row == _row && column == _column) return;
        Jumped = true;
        var span = _out.GetSpan(24);
        span[0] = 0x1b;
        span[1] = (byte)'[';
        var length = 2;
        Utf8Formatter.TryFormat(row + 1, span[length..], out var written);
        length += written;
        span[length++] = (byte)';';
        Utf8Formatter.TryFormat(column + 1, span[length..], out written);
        length += written;
        span[length++] = (byte)'H';
        _out.Advance(length);
        (_row, _column) = (row, column);
    }

    /// <summary>Writes cells where the cursor is, with a pen that is plain before and after.</summary>
    public void Line(ReadOnlySpan<Cell> cells)
    {
        _pen = default;
        _penKnown = true;
        Cells(cells);
        Pen(default);
    }

    /// <summary>Cells are compared as bytes, many at a time.</summary>
    private static int SamePrefix(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next) =>
        MemoryMarshal.AsBytes(shown).CommonPrefixLength(MemoryMarshal.AsBytes(next)) / Unsafe.SizeOf<Cell>();

    private static int RunEnd(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int first)
    {
        var end = first + 1;
        var gap = 0;
        for (var i = first + 1; i < next.Length && gap <= ShortGap; i++)
        {
            if (shown[i] == next[i])
            {
                gap++;
                continue;
            }

            gap = 0;
            end = i + 1;
        }

        if (end < next.Length && next[end].IsWideTail) end++;
        return next.Length - end <= ShortGap ? next.Length : end;
    }

    /// <summary>Where the blank cells at the end of the row begin; not worth it for a few.</summary>
    private static int BlankTail(ReadOnlySpan<Cell> next, int first)
    {
        var start = next.Length - next[first..].Length;
        var end = next[first..].LastIndexOfAnyExcept(default(Cell)) + 1 + start;
        return next.Length - end > 3 ? end : next.Length;
    }

    private void ClearToEnd()
    {
        Pen(default);
        _out.Write("\x1b[K"u8);
    }

    private void Cells(ReadOnlySpan<Cell> cells)
    {
        var isAscii = true;
        var isDisputed = false;
        for (var at = 0; at < cells.Length; at++)
        {
            ref readonly var cell = ref cells[at];
            if (cell.IsWideTail)
            {
                _column++;
                continue;
            }

            if (isDisputed) PlaceAgain();

            if (!_penKnown || !SamePen(cell, _pen)) Pen(cell);
            isAscii &= cell.Glyph < 0x7f;
            isDisputed = glyphs.IsDisputed(cell.Glyph);
            if (isDisputed && (cell.Glyph & Cell.ClusterFlag) != 0 && at + 1 < cells.Length && cells[at + 1].IsWideTail) Blank();
            Glyph(cell.Glyph);
            _column++;
        }

        // Terminals differ in how wide they take other characters to be.
        if (!isAscii) _column = -1;
    }

    /// <summary>A terminal that takes a character of two columns for one of one would leave what stood in the second.</summary>
    private void Blank()
    {
        if (_row < 0) return;
        _out.Write("  "u8);
        PlaceAgain();
    }

    /// <summary>Behind a character whose width the outer terminal may see differently the cursor is put where the next one belongs.</summary>
    private void PlaceAgain()
    {
        if (_row < 0) return;
        var column = _column;
        _column = -1;
        MoveTo(_row, column);
    }

    private void Glyph(uint glyph)
    {
        if (glyph is >= 0x20 and < 0x7f)
        {
            _out.GetSpan(1)[0] = (byte)glyph;
            _out.Advance(1);
        }
        else if (glyph == 0)
        {
            _out.Write(" "u8);
        }
        else if ((glyph & Cell.ClusterFlag) != 0)
        {
            var text = glyphs.ClusterText(glyph);
            _out.Advance(Encoding.UTF8.GetBytes(text, _out.GetSpan(text.Length * 3)));
        }
        else
        {
            _out.Advance(new Rune(glyph).EncodeToUtf8(_out.GetSpan(4)));
        }
    }

    private static bool SamePen(in Cell a, in Cell b) =>
        a.Foreground == b.Foreground && a.Background == b.Background && a.Attributes == b.Attributes && a.Underline == b.Underline && a.Extra == b.Extra;

    /// <summary>Changes the pen: from scratch when something must go off, else only what is added.</summary>
    private void Pen(in Cell to)
    {
        if (_penKnown && SamePen(to, _pen)) return;
        var from = _pen;
        var sgr = new Sgr(stackalloc byte[Sgr.Capacity]);
        if (!_penKnown || Loses(from, to))
        {
            // SGR 0 does not end a hyperlink; an unknown pen may have one.
            if (!_penKnown || glyphs.ExtraOf(from.Extra).Link is not null) _out.Write("\x1b]8;;\x1b\\"u8);
            sgr.Code(0);
            from = default;
        }

        sgr.Attributes(to.Attributes & ~from.Attributes);
        if (to.Underline != from.Underline) sgr.Underline(to.Underline);
        if (to.Foreground != from.Foreground) sgr.Color(ColorDepths.Fit(to.Foreground, depth), 30);
        if (to.Background != from.Background) sgr.Color(ColorDepths.Fit(to.Background, depth), 40);
        sgr.WriteTo(_out);
        if (to.Extra != from.Extra) Extra(glyphs.ExtraOf(to.Extra));
        _pen = to;
        _penKnown = true;
    }

    private static bool Loses(in Cell from, in Cell to) =>
        (from.Attributes & ~to.Attributes & ~CellAttributes.Protected) != 0
        || (from.Underline != UnderlineStyle.None && to.Underline != from.Underline)
        || (!from.Foreground.IsDefault && to.Foreground.IsDefault)
        || (!from.Background.IsDefault && to.Background.IsDefault)
        || (from.Extra != 0 && from.Extra != to.Extra);

    private void Extra(CellExtra extra)
    {
        var underline = ColorDepths.Fit(extra.UnderlineColor, depth);
        if (underline.IsRgb) Ascii($"\x1b[58:2::{underline.R}:{underline.G}:{underline.B}m");
        else if (underline.IsIndexed) Ascii($"\x1b[58:5:{underline.Index}m");
        if (extra.Link is not { } link) return;
        var text = $"{(link.Id.Length > 0 ? "id=" + link.Id : "")};{link.Uri}";

        // A program chose this text; a control character in it could end the sequence and begin another.
        if (text.Any(char.IsControl)) text = string.Concat(text.Where(c => !char.IsControl(c)));
        _out.Write("\x1b]8;"u8);
        _out.Advance(Encoding.UTF8.GetBytes(text, _out.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
        _out.Write("\x1b\\"u8);
    }

    private void Ascii(string text) => _out.Write(Encoding.ASCII.GetBytes(text));
}
