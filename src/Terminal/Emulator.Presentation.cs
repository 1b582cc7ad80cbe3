using System.Globalization;
using System.Text;
using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>No report is longer, and longer data are not taken apart.</summary>
    private const int MaxCursorInformation = 64;

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
            wide += Flag(Charsets.IsWide(_cursor.Charsets.G[slot]), 1 << slot);
            designators.Append(Charsets.Designator(_cursor.Charsets.G[slot]));
        }

        var (row, column) = (_cursor.Row + 1 - OriginRow, _cursor.Column + 1 - OriginColumn);
        return string.Create(CultureInfo.InvariantCulture,
            $"{row};{column};1;{Bits(rendition)};{Bits(protection)};{Bits(flags)};{_cursor.Charsets.Left};{_cursor.Charsets.Right};{Bits(wide)};{designators}");
        static int Flag(bool on, int bit) => on ? bit : 0;
        static char Bits(int bits) => (char)(0x40 + bits);
    }

    /// <summary>DECRSPS with what DECCIR or DECTABSR told; a report that is not whole changes nothing.</summary>
    private void RestorePresentation(in CsiSequence header, ReadOnlySpan<byte> data)
    {
        if (header.Value(0) == 1 && data.Length <= MaxCursorInformation) RestoreCursorInformation(Encoding.ASCII.GetString(data).Split(';'));
        else if (header.Value(0) == 2) RestoreTabStops(data);
    }

    private void RestoreTabStops(ReadOnlySpan<byte> data)
    {
        Array.Clear(_tabs);
        foreach (var range in data.Split((byte)'/'))
            if (int.TryParse(data[range], NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column >= 1 && column <= CellSize.MaxColumns)
                SetTab(column - 1);
    }

    private void RestoreCursorInformation(string[] fields)
    {
        if (fields.Length != 10) return;
        if (!Number(fields[0], CellSize.MaxRows, out var row) || !Number(fields[1], CellSize.MaxColumns, out var column)) return;
        if (!Number(fields[6], 3, out var left) || !Number(fields[7], 3, out var right)) return;
        if (!Bits(fields[3], out var rendition) || !Bits(fields[4], out var protection)) return;
        if (!Bits(fields[5], out var flags) || !Bits(fields[8], out var wide)) return;
        if (Designations(fields[9], wide) is not { } sets) return;
        RestoreRendition(rendition);
        Protect((protection & 1) != 0, iso: false);
        SetBit(Mode.Origin, (flags & 1) != 0);
        MoveTo(row, column);
        _cursor.PendingWrap = (flags & 8) != 0 && (_cursor.Column == _state.Right || _cursor.Column == _size.Columns - 1);
        ref var charsets = ref _cursor.Charsets;
        for (var slot = 0; slot < sets.Length; slot++) charsets.G[slot] = sets[slot];
        (charsets.Left, charsets.Right) = ((byte)left, right);
        charsets.SingleShift = (byte)((flags & 2) != 0 ? 2 : (flags & 4) != 0 ? 3 : 0);
        UpdatePlainText();
        static bool Number(string text, int limit, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= limit;
        static bool Bits(string text, out int bits) => (bits = text.Length == 0 ? 0 : text[0] - 0x40) is >= 0 and < 0x20 && text.Length == 1;
    }

    private void RestoreRendition(int bits)
    {
        Attribute(CellAttributes.Bold, (bits & 1) != 0);
        SetUnderline((bits & 2) != 0 ? UnderlineStyle.Single : UnderlineStyle.None);
        Attribute(CellAttributes.Blink, (bits & 4) != 0);
        Attribute(CellAttributes.Inverse, (bits & 8) != 0);
    }

    /// <summary>The four sets whose designators stand in a row, or null where they are others than four known ones.</summary>
    private static Charset[]? Designations(string designators, int wide)
    {
        var sets = new Charset[4];
        var at = 0;
        for (var slot = 0; slot < sets.Length; slot++)
        {
            var intermediate = at < designators.Length && designators[at] is >= ' ' and <= '/' ? (byte)designators[at++] : (byte)0;
            if (at == designators.Length) return null;
            var final = (byte)designators[at++];
            var set = (wide >> slot & 1) != 0 ? Charsets.FromWideDesignator(final) : Charsets.FromDesignator(intermediate, final);
            if (set is null) return null;
            sets[slot] = set.Value;
        }

        return at == designators.Length ? sets : null;
    }
}
