using Orchtui.Terminal.Parser;
using Orchtui.Terminal.Unicode;

namespace Orchtui.Terminal;

/// <summary>How XTCHECKSUM changes the sum; without any it is that of a VT420.</summary>
[Flags]
internal enum ChecksumFlags
{
    None = 0,
    NotNegated = 1,
    NoAttributes = 2,
    WithTrailingBlanks = 4,
    OnlyWrittenCells = 8,
    WholeCodePoints = 16,
}

public sealed partial class Emulator
{
    private bool ChecksumHas(ChecksumFlags flag) => ((ChecksumFlags)_state.ChecksumFlags & flag) != 0;

    /// <summary>
    /// DECRQCRA with xterm's sum: the characters and their VT100 attributes, negated. Blanks at the end of a row do not count, the very
    /// first cell aside, and cells that were never written count as blanks.
    /// </summary>
    private void ReplyChecksum(in CsiSequence s)
    {
        var sum = 0;
        if (ReadRectangle(in s, 2) is { } area)
        {
            var first = true;
            for (var row = area.Top; row <= area.Bottom; row++)
            {
                sum += RowChecksum(row, area.Left, area.Right, first);
                first = false;
            }
        }

        if (!ChecksumHas(ChecksumFlags.NotNegated)) sum = -sum;
        ReplyDcs($"{s.Value(0)}!~{sum & 0xffff:X4}");
    }

    private int RowChecksum(int row, int left, int right, bool first)
    {
        var sum = 0;
        var blanks = 0;
        for (var column = left; column <= right; column++)
        {
            var cell = _grid[row, column];
            if (cell.IsWideTail || cell.Glyph == 0 && ChecksumHas(ChecksumFlags.OnlyWrittenCells)) continue;
            var value = Checksum(cell);
            blanks += value;
            if (value == ' ' && !first && !ChecksumHas(ChecksumFlags.WithTrailingBlanks)) continue;
            sum += blanks;
            blanks = 0;
            first = false;
        }

        return sum;
    }

    private int Checksum(Cell cell)
    {
        var sum = cell.Glyph == 0 ? ' ' : CharacterChecksum(cell.Glyph);
        if (ChecksumHas(ChecksumFlags.NoAttributes)) return sum;
        if (cell.Underline != 0) sum += 0x10;
        if (cell.Attributes.HasFlag(CellAttributes.Inverse)) sum += 0x20;
        if (cell.Attributes.HasFlag(CellAttributes.Blink)) sum += 0x40;
        if (cell.Attributes.HasFlag(CellAttributes.Bold)) sum += 0x80;
        return sum;
    }

    private int CharacterChecksum(uint glyph)
    {
        if (!ChecksumHas(ChecksumFlags.WholeCodePoints)) return (byte)_clusters.First(glyph);
        Span<uint> points = stackalloc uint[ClusterTable.MaxCodePoints];
        var sum = 0;
        foreach (var point in points[.._clusters.CodePoints(glyph, points)]) sum += (int)point;
        return sum;
    }
}
