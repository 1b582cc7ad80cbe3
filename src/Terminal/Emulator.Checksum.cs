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
    WithBlanks = 4,

    /// <summary>Changes something only together with the blanks, as in xterm.</summary>
    OnlyWrittenCells = 8,
    WholeCodePoints = 16,
}

public sealed partial class Emulator
{
    private bool ChecksumHas(ChecksumFlags flag) => ((ChecksumFlags)_state.ChecksumFlags & flag) != 0;

    /// <summary>
    /// DECRQCRA with xterm's sum: the characters and their VT100 attributes, negated. Cells in which nothing was written and that show
    /// nothing do not count, except for the very first one, which is a blank; XTCHECKSUM has all of them count, or none.
    /// </summary>
    private void ReplyChecksum(in CsiSequence s)
    {
        var sum = 0;
        if (ReadRectangle(in s, 2) is { } area)
        {
            var isFirst = true;
            for (var row = area.Top; row <= area.Bottom; row++)
            {
                for (var column = area.Left; column <= area.Right; column++)
                {
                    var cell = _grid[row, column];
                    if (!cell.IsWideTail && Counts(cell, isFirst)) sum += Checksum(cell);
                    isFirst = false;
                }
            }
        }

        if (!ChecksumHas(ChecksumFlags.NotNegated)) sum = -sum;
        ReplyDcs($"{s.Value(0)}!~{sum & 0xffff:X4}");
    }

    private bool Counts(Cell cell, bool isFirst) => ChecksumHas(ChecksumFlags.WithBlanks)
        ? cell.Glyph != 0 || !ChecksumHas(ChecksumFlags.OnlyWrittenCells)
        : isFirst || cell != default;

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
