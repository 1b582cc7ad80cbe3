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

    /// <summary>DECRSPS with the tab stops as DECTABSR told them; the cursor comes back by DECRC alone.</summary>
    private void RestorePresentation(in CsiSequence header, ReadOnlySpan<byte> data)
    {
        if (header.Value(0) != 2) return;
        Array.Clear(_tabs);
        foreach (var range in data.Split((byte)'/'))
            if (int.TryParse(data[range], NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column >= 1 && column <= CellSize.MaxColumns)
                SetTab(column - 1);
    }
}
