using System.Buffers;

namespace Orchtui.Terminal;

public sealed partial class Scrollback
{
    /// <summary>A logical line longer than this is reflowed in pieces, so that output without a line end cannot hold memory.</summary>
    private const int MaxLogicalCells = 1 << 14;

    /// <summary>
    /// On a narrower screen the same text is more lines. So that a passing change of the layout costs no history, the limit gives way up
    /// to this factor, until the screen is wide again.
    /// </summary>
    private const int MaxLimitFactor = 8;

    /// <summary>Wraps all lines anew. The caller took back what continues on the screen, unless that is very long.</summary>
    internal void Reflow(int columns)
    {
        if (Count == 0 || !_anyWrapped && _longest <= columns) return;
        var old = _chunks.ToArray();
        var first = _first;
        var lines = Count;
        _chunks.Clear();
        _first = _next;
        _currentLimit = WidestLimit;
        _longest = 0;
        _anyWrapped = false;
        var line = ArrayPool<Cell>.Shared.Rent(MaxLogicalCells + CellSize.MaxColumns);
        var marks = new List<(int Offset, byte Flags)>();
        var length = 0;
        var at = 0;
        for (var i = 0; i < lines; i++)
        {
            var number = first + i;
            while (number >= old[at].FirstLine + old[at].Lines) at++;
            var memory = _store[old[at].Id];
            var record = RecordAt(memory, (int)(number - old[at].FirstLine));
            var flags = LineCodec.Flags(record);
            if ((flags & Grid.MarkFlags) != 0) marks.Add((length, (byte)(flags & Grid.MarkFlags)));
            length += LineCodec.Decode(record, line.AsSpan(length));
            var wrapped = (flags & Grid.WrappedFlag) != 0;
            if (wrapped && length > 0 && line[length - 1].IsSpacer) length--;
            if (wrapped && length < MaxLogicalCells && i + 1 < lines) continue;
            AppendWrapped(line.AsSpan(0, length), marks, columns, continues: wrapped);
            length = 0;
            marks.Clear();
        }

        ArrayPool<Cell>.Shared.Return(line);
        _currentLimit = Math.Max(_limit, Count);
        foreach (var chunk in old) Retire(chunk);
    }

    private int WidestLimit => (int)Math.Min((long)_limit * MaxLimitFactor, int.MaxValue);

    /// <summary>Appends a row that a change of size pushed off the screen; it may come back, so it pushes no other line out.</summary>
    internal void AppendResized(ReadOnlySpan<Cell> cells, byte flags)
    {
        if (Count >= _currentLimit && _currentLimit < WidestLimit) _currentLimit++;
        Append(cells, flags);
    }

    /// <summary>A line that is too long to be taken in one piece continues in the next.</summary>
    private void AppendWrapped(ReadOnlySpan<Cell> line, List<(int Offset, byte Flags)> marks, int columns, bool continues)
    {
        Span<Cell> row = stackalloc Cell[columns];
        var text = continues ? line.Length : LineWrap.TextLength(line);
        var offset = 0;
        do
        {
            var taken = LineWrap.Next(line[offset..], columns, row, out var used);
            var end = offset + taken;
            var isLast = end >= text;
            if (isLast) used = Math.Min(used, taken);
            var flags = isLast && !continues ? 0 : Grid.WrappedFlag;
            foreach (var mark in marks)
                if (mark.Offset >= offset && (mark.Offset < end || isLast)) flags |= mark.Flags;
            Append(row[..used], (byte)flags);
            offset = end;
        }
        while (offset < text);
    }
}
