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

    /// <summary>Wraps all lines anew. The last one must be complete: the caller took back a line that continues on the screen.</summary>
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
        var length = 0;
        var at = 0;
        for (var i = 0; i < lines; i++)
        {
            var number = first + i;
            while (number >= old[at].FirstLine + old[at].Lines) at++;
            var memory = _store[old[at].Id];
            length += LineCodec.Decode(RecordAt(memory, (int)(number - old[at].FirstLine)), line.AsSpan(length), out var wrapped);
            if (wrapped && length > 0 && line[length - 1].IsSpacer) length--;
            if (wrapped && length < MaxLogicalCells && i + 1 < lines) continue;
            AppendWrapped(line.AsSpan(0, length), columns);
            length = 0;
        }

        ArrayPool<Cell>.Shared.Return(line);
        _currentLimit = Math.Max(_limit, Count);
        foreach (var chunk in old) Retire(chunk);
    }

    private int WidestLimit => (int)Math.Min((long)_limit * MaxLimitFactor, int.MaxValue);

    /// <summary>Appends a row that a change of size pushed off the screen; it may come back, so it pushes no other line out.</summary>
    internal void AppendResized(ReadOnlySpan<Cell> cells, bool wrapped)
    {
        if (Count >= _currentLimit && _currentLimit < WidestLimit) _currentLimit++;
        Append(cells, wrapped);
    }

    private void AppendWrapped(ReadOnlySpan<Cell> line, int columns)
    {
        Span<Cell> row = stackalloc Cell[columns];
        do
        {
            var taken = LineWrap.Next(line, columns, row, out var used);
            line = line[taken..];
            Append(row[..used], wrapped: !line.IsEmpty);
        }
        while (!line.IsEmpty);
    }
}
