using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Orchtui.Terminal.Unicode;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private const uint VariationSelector16 = 0xfe0f;
    private const uint ZeroWidthJoiner = 0x200d;

    private unsafe void PrintAscii(ReadOnlySpan<byte> text)
    {
        if (!_plainText)
        {
            foreach (var character in text) PrintTranslated(character);
            return;
        }

        _state.LastGlyph = text[^1];
        _state.LastWidth = 1;
        _changed = true;
        while (true)
        {
            if (_cursor.PendingWrap) WrapLine();
            var row = _cursor.Row;
            var column = _cursor.Column;
            var limit = column <= _state.Right ? _state.Right + 1 : _size.Columns;
            var count = Math.Min(limit - column, text.Length);
            PrepareWrite(row, column, count);
            var pen = _cursor.Pen;
            var cell = _grid.Cells(row) + column;
            ref var source = ref Unsafe.AsRef(in text[0]);
            for (var i = 0; i < count; i++) cell[i] = pen.WithElement(0, (uint)Unsafe.Add(ref source, i));
            _dirty.Add(row);
            AdvanceCursor(count, limit);
            if (count == text.Length) return;
            // Without wrapping, what does not fit overwrites the last column: only the last character stays.
            text = _cursor.PendingWrap ? text[count..] : text[^1..];
        }
    }

    private void PrintTranslated(byte character)
    {
        if (_state.Vt52AddressBytes != 0)
        {
            Vt52Address(character);
            return;
        }

        var set = LeftSet;
        if (_cursor.Charsets.SingleShift != 0)
        {
            _cursor.Charsets.SingleShift = 0;
            UpdatePlainText();
        }

        PrintGlyph(Charsets.Translate(set, character), 1);
    }

    /// <summary>The set of the next character below 0x80.</summary>
    private Charset LeftSet => _cursor.Charsets.G[_cursor.Charsets.SingleShift != 0 ? _cursor.Charsets.SingleShift : _cursor.Charsets.Left];

    /// <summary>DEL is the last character of a set of 96 and nothing in the others.</summary>
    private void PrintDelete()
    {
        if (Charsets.IsWide(LeftSet)) PrintTranslated(0x7f);
    }

    /// <summary>A byte from 0xa0 outside UTF-8; a right set that was never designated is Latin-1.</summary>
    private void PrintRight(byte character)
    {
        var set = _cursor.Charsets.G[_cursor.Charsets.Right];
        var glyph = Charsets.Translate(set == Charset.Ascii ? Charset.Latin1 : set, (byte)(character & 0x7f));
        // A set of 94 characters has none at its last place.
        if (glyph != 0x7f) PrintGlyph(glyph, 1);
    }

    private void PrintCodePoint(uint codePoint)
    {
        var properties = WidthTable.Get(codePoint);
        if (TryJoin(codePoint, properties)) return;
        var width = properties.IsAmbiguous && _options.AmbiguousWide ? 2 : properties.Width;
        if (width != 0) PrintGlyph(codePoint, width);
    }

    private void PrintGlyph(uint glyph, int width)
    {
        if (_cursor.PendingWrap) WrapLine();
        var limit = _cursor.Column <= _state.Right ? _state.Right + 1 : _size.Columns;
        if (width > limit - _cursor.Column)
        {
            if (_size.Columns < 2 || limit - _state.Left < 2)
            {
                width = 1;
                glyph = 0xfffd;
            }
            else if (Has(Mode.AutoWrap))
            {
                PutSpacer();
                WrapLine();
                limit = _cursor.Column <= _state.Right ? _state.Right + 1 : _size.Columns;
            }
            else
            {
                _cursor.Column = limit - 2;
            }
        }

        if (Has(Mode.Insert)) InsertBlanks(width);
        PutGlyph(_cursor.Row, _cursor.Column, glyph, width);
        _state.LastGlyph = glyph;
        _state.LastWidth = width;
        AdvanceCursor(width, limit);
    }

    private unsafe void PutGlyph(int row, int column, uint glyph, int width)
    {
        PrepareWrite(row, column, width);
        var cells = _grid.Cells(row);
        var cell = _cursor.Pen.WithElement(0, glyph);
        if (width == 2)
        {
            _grid.Flags(row) |= Grid.WideFlag;
            cells[column + 1] = _cursor.Pen | Vector128.Create(0, 0, 0, Cell.TailBit);
            cell |= Vector128.Create(0, 0, 0, Cell.WideBit);
        }

        cells[column] = cell;
        Touch(row);
    }

    /// <summary>Makes cells column..column+count-1 writable: no gap before them, no half of a wide character on either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrepareWrite(int row, int column, int count)
    {
        ref var used = ref _grid.Used(row);
        if (used < column) _grid.Reserve(row, column);
        if (_grid.MayHaveWide(row))
        {
            SplitWide(row, column);
            SplitWide(row, column + count);
        }

        if (used < column + count) used = column + count;
    }

    /// <summary>Blanks a wide character that straddles the boundary in front of a column.</summary>
    private unsafe void SplitWide(int row, int column)
    {
        if (column <= 0 || column >= _grid.Used(row)) return;
        var cells = _grid.Cells(row);
        if (!Cell.From(cells[column]).IsWideTail) return;
        cells[column - 1] = Blanked(cells[column - 1]);
        cells[column] = Blanked(cells[column]);
    }

    private static Vector128<uint> Blanked(Vector128<uint> cell) =>
        cell & Vector128.Create(0, ~0u, ~0u, ~(Cell.WideBit | Cell.TailBit | Cell.SpacerBit));

    private void AdvanceCursor(int count, int limit)
    {
        _cursor.Column += count;
        if (_cursor.Column < limit) return;
        _cursor.Column = limit - 1;
        _cursor.PendingWrap = Has(Mode.AutoWrap);
    }

    private void PutSpacer()
    {
        var column = _cursor.Column;
        PutGlyph(_cursor.Row, column, 0, 1);
        _grid.FullRow(_cursor.Row)[column] = new Cell(0, 0, _cursor.Background, Cell.SpacerBit);
    }

    private void WrapLine()
    {
        _cursor.PendingWrap = false;
        if (IsFullWidth) _grid.Flags(_cursor.Row) |= Grid.WrappedFlag;
        var inside = _cursor.Column <= _state.Right;
        Index();
        _cursor.Column = inside ? _state.Left : 0;
    }

    /// <summary>Joins a code point to the character before the cursor, where the two make one grapheme.</summary>
    private unsafe bool TryJoin(uint codePoint, CharProperties properties)
    {
        var kind = properties.Class;
        var zeroWidth = properties.Width == 0;
        if (!zeroWidth && kind is CharClass.Other or CharClass.KeycapBase) return false;
        var column = _cursor.PendingWrap ? _cursor.Column : _cursor.Column - 1;
        var row = _cursor.Row;
        if (column < 0) return zeroWidth;
        if (_grid[row, column].IsWideTail) column--;
        var before = _grid[row, column];
        if (!Joins(before, codePoint, kind, zeroWidth)) return zeroWidth;
        if (before.Glyph == 0 && column >= _grid.Used(row)) _grid.Reserve(row, column + 1);
        var glyph = _clusters.Append(before.Glyph == 0 ? ' ' : before.Glyph, codePoint);
        var cells = _grid.Cells(row);
        cells[column] = cells[column].WithElement(0, glyph);
        _state.LastGlyph = glyph;
        Touch(row);
        if (codePoint == VariationSelector16 && !before.IsWide && BecomesEmoji(before.Glyph)) Widen(row, column);
        return true;
    }

    private bool Joins(Cell before, uint codePoint, CharClass kind, bool zeroWidth)
    {
        if (zeroWidth) return true;
        if (before.Glyph == 0) return false;
        return kind switch
        {
            CharClass.RegionalIndicator => WidthTable.Get(before.Glyph).Class == CharClass.RegionalIndicator,
            CharClass.Pictograph => _clusters.Last(before.Glyph) == ZeroWidthJoiner && IsPictograph(_clusters.First(before.Glyph)),
            CharClass.EmojiModifier => IsPictograph(Base(before.Glyph)),
            CharClass.SpacingMark or CharClass.Linker => Has(Mode.GraphemeClusters),
            CharClass.Consonant => Has(Mode.GraphemeClusters) && _clusters.EndsInConjunct(before.Glyph),
            _ => false,
        };
    }

    /// <summary>The code point that an emoji modifier would modify: the last one, a variation selector aside.</summary>
    private uint Base(uint glyph)
    {
        var last = _clusters.Last(glyph);
        return last == VariationSelector16 ? _clusters.First(glyph) : last;
    }

    private static bool IsPictograph(uint codePoint) => WidthTable.Get(codePoint).Class == CharClass.Pictograph;

    private static bool BecomesEmoji(uint glyph) => WidthTable.Get(glyph).Class is CharClass.Pictograph or CharClass.KeycapBase;

    /// <summary>Gives a character its second column, if there is room for it on the row.</summary>
    private unsafe void Widen(int row, int column)
    {
        var limit = column <= _state.Right ? _state.Right + 1 : _size.Columns;
        if (column + 1 >= limit || _cursor.PendingWrap || _cursor.Column != column + 1) return;
        var glyph = Cell.From(_grid.Cells(row)[column]);
        PrepareWrite(row, column + 1, 1);
        _grid.Flags(row) |= Grid.WideFlag;
        var bits = glyph.Bits | Cell.WideBit;
        _grid.Cells(row)[column] = new Cell(glyph.Glyph, glyph.Foreground.Packed, glyph.Background.Packed, bits).Vector;
        _grid.Cells(row)[column + 1] = new Cell(0, glyph.Foreground.Packed, glyph.Background.Packed, glyph.Bits | Cell.TailBit).Vector;
        _state.LastWidth = 2;
        AdvanceCursor(1, limit);
    }
}
