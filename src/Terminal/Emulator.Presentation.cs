using System.Globalization;
using System.Text;
using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>DECRQPSR: 1 asks for the cursor (DECCIR), 2 for the tab stops (DECTABSR).</summary>
    private void ReplyPresentation(int what)
    {
        if (what == 1) ReplyDcs($"1$u{CursorInformation()}");
        else if (what == 2) ReplyDcs($"2$u{string.Join('/', TabStops())}");
    }

    private IEnumerable<int> TabStops() => Enumerable.Range(0, _size.Columns).Where(HasTab).Select(column => column + 1);

    private string CursorInformation()
    {
        var pen = Cell.From(_cursor.Pen);
        var rendition = Flag(pen.Attributes.HasFlag(CellAttributes.Bold), 1) + Flag(pen.Underline != 0, 2)
            + Flag(pen.Attributes.HasFlag(CellAttributes.Blink), 4) + Flag(pen.Attributes.HasFlag(CellAttributes.Inverse), 8);
        var protection = Flag(pen.IsProtected, 1);
        var flags = Flag(Has(Mode.Origin), 1) + Flag(_cursor.Charsets.SingleShift == 2, 2)
            + Flag(_cursor.Charsets.SingleShift == 3, 4) + Flag(_cursor.PendingWrap, 8);
        var wide = 0;
        var designators = new StringBuilder();
        for (var slot = 0; slot < 4; slot++)
        {
            wide += Flag(_cursor.Charsets.G[slot] >= Charset.Latin1, 1 << slot);
            designators.Append(Charsets.Designator(_cursor.Charsets.G[slot]));
        }

        var (row, column) = (_cursor.Row + 1 - OriginRow, _cursor.Column + 1 - OriginColumn);
        return string.Create(CultureInfo.InvariantCulture,
            $"{row};{column};1;{Bits(rendition)};{Bits(protection)};{Bits(flags)};{_cursor.Charsets.Left};{_cursor.Charsets.Right};{Bits(wide)};{designators}");
        static int Flag(bool on, int bit) => on ? bit : 0;
        static char Bits(int bits) => (char)(0x40 + bits);
    }

    /// <summary>DECRSPS: brings back the cursor as DECCIR told it (1), or the tab stops as DECTABSR did (2).</summary>
    private void RestorePresentation(in CsiSequence header, ReadOnlySpan<byte> data)
    {
        switch (header.Value(0))
        {
            case 1: RestoreCursorInformation(Encoding.ASCII.GetString(data).Split(';', 10)); break;
            case 2: RestoreTabStops(data); break;
        }
    }

    private void RestoreTabStops(ReadOnlySpan<byte> data)
    {
        Array.Clear(_tabs);
        foreach (var range in data.Split((byte)'/'))
            if (int.TryParse(data[range], NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column >= 1 && column <= CellSize.MaxColumns)
                SetTab(column - 1);
    }

    /// <summary>
    /// Row, column, page; rendition, protection and flags as bits of a character; GL, GR; which sets have 96 characters; their names. A
    /// report that is not whole changes nothing. What it does not tell (colours, and what else a VT420 has not) is as after a reset.
    /// </summary>
    private void RestoreCursorInformation(string[] parts)
    {
        if (parts.Length != 10 || !TryNumber(parts[0], out var row) || !TryNumber(parts[1], out var column)) return;
        if (Bits(parts[3]) is not { } rendition || Bits(parts[4]) is not { } protection || Bits(parts[5]) is not { } flags
            || Bits(parts[8]) is not { } wide || !TryNumber(parts[6], out var left) || !TryNumber(parts[7], out var right)
            || left > 3 || right > 3 || Designations(parts[9], wide) is not { } sets) return;
        SetBit(Mode.Origin, (flags & 1) != 0);
        MoveTo(Math.Max(row, 1), Math.Max(column, 1));
        var attributes = ((rendition & 1) != 0 ? CellAttributes.Bold : 0) | ((rendition & 4) != 0 ? CellAttributes.Blink : 0)
            | ((rendition & 8) != 0 ? CellAttributes.Inverse : 0) | ((protection & 1) != 0 ? CellAttributes.Protected : 0);
        _cursor.Pen = new Cell(0, default, default, attributes, (rendition & 2) != 0 ? UnderlineStyle.Single : UnderlineStyle.None).Vector;
        _cursor.UnderlineColor = 0;
        _state.IsoProtection = false;
        UpdateExtra();
        for (var slot = 0; slot < 4; slot++) _cursor.Charsets.G[slot] = sets[slot];
        _cursor.Charsets.Left = (byte)left;
        _cursor.Charsets.Right = right;
        _cursor.Charsets.SingleShift = (byte)((flags & 2) != 0 ? 2 : (flags & 4) != 0 ? 3 : 0);
        _cursor.PendingWrap = (flags & 8) != 0 && _cursor.Column == _state.Right && Has(Mode.AutoWrap);
        UpdatePlainText();

        static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        static int? Bits(string text) => text.Length == 1 && text[0] is >= '@' and < '\u0080' ? text[0] - '@' : null;
    }

    /// <summary>Four names of character sets, each of one character with up to one intermediate before it.</summary>
    private static Charset[]? Designations(string names, int wide)
    {
        var sets = new Charset[4];
        var at = 0;
        for (var slot = 0; slot < 4; slot++)
        {
            var intermediate = at < names.Length && names[at] is >= ' ' and <= '/' ? (byte)names[at++] : (byte)0;
            if (at >= names.Length) return null;
            var final = (byte)names[at++];
            sets[slot] = ((wide >> slot & 1) != 0 ? Charsets.FromWideDesignator(final) : Charsets.FromDesignator(intermediate, final)) ?? Charset.Ascii;
        }

        return at == names.Length ? sets : null;
    }
}
