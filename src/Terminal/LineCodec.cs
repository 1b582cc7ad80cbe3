using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Orchtui.Terminal;

/// <summary>
/// A row of cells as bytes: a flag byte (those of <see cref="Grid"/> that last, and whether it is plain) and the number of cells as a varint, then either plain ASCII (one byte per cell, default style) or
/// runs of equal style. A run is {varint characters, kind byte, colours of 0, 1 or 3 bytes, varint attributes, varint extra} and its text
/// in UTF-8, where 0 is a blank cell and 0xff introduces the varint id of a grapheme cluster. The right halves of wide characters are
/// not stored. Decoding takes any bytes: a file that lost a write in a power cut gives wrong text, but no exception.
/// </summary>
internal static class LineCodec
{
    /// <summary>In the place of the grid's flag for wide characters, which is no lasting one.</summary>
    private const byte Plain = 2;
    private const byte ClusterMark = 0xff;
    private const int HasBits = 16;
    private const int HasExtra = 32;

    /// <summary>A run of one character: count 2, kind 1, colours 6, attributes 3, extra 3, text at most 5.</summary>
    internal const int WorstCellBytes = 20;

    internal const int HeaderBytes = 4;

    public static int Encode(ReadOnlySpan<Cell> cells, byte flags, Span<byte> into)
    {
        var vectors = MemoryMarshal.Cast<Cell, Vector128<uint>>(cells);
        var plain = IsPlain(vectors);
        into[0] = (byte)(flags & Grid.LastingFlags | (plain ? Plain : 0));
        var at = 1 + Varint(into[1..], (uint)cells.Length);
        if (plain)
        {
            var text = into.Slice(at, cells.Length);
            for (var i = 0; i < text.Length; i++) text[i] = (byte)cells[i].Glyph;
            return at + cells.Length;
        }

        for (var i = 0; i < vectors.Length;) at += EncodeRun(vectors, ref i, into[at..]);
        return at;
    }

    /// <summary>Fills <paramref name="into"/> with as many cells as fit and returns how many there are.</summary>
    public static int Decode(ReadOnlySpan<byte> from, Span<Cell> into)
    {
        var at = 1;
        var total = (int)Varint(from, ref at);
        var used = Math.Min(total, into.Length);
        if ((from[0] & Plain) != 0)
        {
            used = Math.Min(used, from.Length - at);
            for (var i = 0; i < used; i++) into[i] = new Cell(from[at + i], 0, 0, 0);
            return used;
        }

        var column = 0;
        while (column < used && DecodeRun(from, ref at, into[..used], ref column))
        {
        }

        return column;
    }

    /// <summary>The lasting flags of an encoded line.</summary>
    public static byte Flags(ReadOnlySpan<byte> line) => (byte)(line[0] & Grid.LastingFlags);

    /// <summary>Number of cells of an encoded line.</summary>
    public static int Length(ReadOnlySpan<byte> line)
    {
        var at = 1;
        return (int)Math.Min(Varint(line, ref at), CellSize.MaxColumns);
    }

    private static bool IsPlain(ReadOnlySpan<Vector128<uint>> cells)
    {
        var all = Vector128<uint>.Zero;
        foreach (var cell in cells) all |= cell;
        return (all & Vector128.Create(~0x7fu, ~0u, ~0u, ~0u)) == Vector128<uint>.Zero;
    }

    private static int EncodeRun(ReadOnlySpan<Vector128<uint>> cells, ref int start, Span<byte> into)
    {
        var mask = Vector128.Create(0u, ~0u, ~0u, ~Cell.TailBit);
        var style = cells[start] & mask;
        var step = (style.GetElement(3) & Cell.WideBit) != 0 ? 2 : 1;
        var end = start + step;
        while (end < cells.Length && (cells[end] & mask) == style) end += step;
        var at = Varint(into, (uint)((end - start) / step));
        at += EncodeStyle(style, into[at..]);
        var run = cells[start..Math.Min(end, cells.Length)];
        start = end;
        return at + EncodeText(run, step, into[at..]);
    }

    private static int EncodeText(ReadOnlySpan<Vector128<uint>> run, int step, Span<byte> into)
    {
        var at = 0;
        for (var i = 0; i < run.Length; i += step)
        {
            var glyph = run[i].ToScalar();
            if (glyph < 0x80) into[at++] = (byte)glyph;
            else at += EncodeGlyph(glyph, into[at..]);
        }

        return at;
    }

    private static int EncodeStyle(Vector128<uint> style, Span<byte> into)
    {
        var foreground = style.GetElement(1);
        var background = style.GetElement(2);
        var bits = style.GetElement(3) & 0xffff;
        var extra = style.GetElement(3) >> Cell.ExtraShift;
        into[0] = (byte)(foreground >> 24 | (background >> 24) << 2 | (bits != 0 ? HasBits : 0u) | (extra != 0 ? HasExtra : 0u));
        var at = 1;
        at += EncodeColor(foreground, into[at..]);
        at += EncodeColor(background, into[at..]);
        if (bits != 0) at += Varint(into[at..], bits);
        if (extra != 0) at += Varint(into[at..], extra);
        return at;
    }

    private static int EncodeColor(uint color, Span<byte> into)
    {
        var kind = color >> 24;
        if (kind == 0) return 0;
        into[0] = (byte)color;
        if (kind == 1) return 1;
        into[1] = (byte)(color >> 8);
        into[2] = (byte)(color >> 16);
        return 3;
    }

    private static int EncodeGlyph(uint glyph, Span<byte> into)
    {
        if ((glyph & Cell.ClusterFlag) == 0) return Unicode.ClusterTable.ToRune(glyph).EncodeToUtf8(into);
        into[0] = ClusterMark;
        return 1 + Varint(into[1..], glyph & ~Cell.ClusterFlag);
    }

    /// <summary>Returns false where there is no run, which only damaged data lead to.</summary>
    private static bool DecodeRun(ReadOnlySpan<byte> from, ref int at, Span<Cell> into, ref int column)
    {
        var count = (int)Varint(from, ref at);
        if (count <= 0) return false;
        var kind = Next(from, ref at);
        var foreground = DecodeColor((uint)kind & 3, from, ref at);
        var background = DecodeColor((uint)kind >> 2 & 3, from, ref at);
        var bits = (kind & HasBits) != 0 ? Varint(from, ref at) : 0;
        if ((kind & HasExtra) != 0) bits |= Varint(from, ref at) << Cell.ExtraShift;
        var wide = (bits & Cell.WideBit) != 0;
        for (; count > 0 && column < into.Length; count--)
        {
            into[column++] = new Cell(DecodeGlyph(from, ref at), foreground, background, bits);
            if (wide && column < into.Length) into[column++] = new Cell(0, foreground, background, bits & ~Cell.WideBit | Cell.TailBit);
        }

        return true;
    }

    private static uint DecodeColor(uint kind, ReadOnlySpan<byte> from, ref int at)
    {
        if (kind == 0) return 0;
        uint value = Next(from, ref at);
        if (kind != 1)
        {
            value |= (uint)Next(from, ref at) << 8;
            value |= (uint)Next(from, ref at) << 16;
        }

        return kind << 24 | value;
    }

    private static uint DecodeGlyph(ReadOnlySpan<byte> from, ref int at)
    {
        if (at >= from.Length) return 0;
        uint first = from[at];
        if (first < 0x80)
        {
            at++;
            return first;
        }

        if (first == ClusterMark)
        {
            at++;
            return Varint(from, ref at) | Cell.ClusterFlag;
        }

        if (Rune.DecodeFromUtf8(from[at..], out var rune, out var length) != OperationStatus.Done) length = Math.Max(length, 1);
        at += length;
        return (uint)rune.Value;
    }

    private static byte Next(ReadOnlySpan<byte> from, ref int at) => at < from.Length ? from[at++] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Varint(Span<byte> into, uint value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7) into[at++] = (byte)(value | 0x80);
        into[at] = (byte)value;
        return at + 1;
    }

    private static uint Varint(ReadOnlySpan<byte> from, ref int at)
    {
        var value = 0u;
        for (var shift = 0; ; shift += 7)
        {
            uint b = Next(from, ref at);
            value |= (b & 0x7f) << shift;
            if (b < 0x80 || shift >= 21) return value;
        }
    }
}
