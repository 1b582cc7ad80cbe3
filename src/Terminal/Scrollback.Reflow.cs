using System.Buffers;
using System.Runtime.InteropServices;

namespace Orchtui.Terminal;

/// <summary>
/// Another width. Wrapping a long scrollback anew takes many times what a key may wait, so a change of the width only sets the lines aside,
/// and they are wrapped when somebody looks at them, from the newest to the oldest: as far as asked for, or piece by piece by who has
/// time for it. Lines set aside are the older ones; their numbers are given downwards from that of the first wrapped line.
/// </summary>
public sealed partial class Scrollback
{
    /// <summary>A logical line longer than this is reflowed in pieces, so that output without a line end cannot hold memory.</summary>
    private const int MaxLogicalCells = 1 << 14;

    /// <summary>
    /// On a narrower screen the same text is more lines. So that a passing change of the layout costs no history, the limit gives way up
    /// to this factor, until the screen is wide again.
    /// </summary>
    private const int MaxLimitFactor = 8;

    /// <summary>Lines wrapped at a time: well below a millisecond, and chunks enough that the last one's free room does not count.</summary>
    private const int PieceLines = 1024;

    private const int MostPieceRows = PieceLines * CellSize.MaxColumns + 2 * MaxLogicalCells;

    /// <summary>While lines are set aside, output has them wrapped faster than it adds its own, so that both come to an end.</summary>
    private const int LinesBetweenPieces = PieceLines / 4;

    /// <summary>Chunks whose lines are not wrapped to the width yet, oldest first. Nothing is appended to them.</summary>
    private readonly List<Chunk> _aside = [];

    /// <summary>How many lines of the first chunk set aside were dropped.</summary>
    private int _asideSkip;

    /// <summary>What the lines set aside are to be wrapped to.</summary>
    private int _columns = 1;

    /// <summary>Lines that output added since lines were set aside; as many old ones have to go in the end.</summary>
    private int _addedMeanwhile;

    /// <summary>Whether lines are left that a change of the width set aside and nobody has looked at.</summary>
    public bool HasUnwrapped => _aside.Count > 0;

    /// <summary>Wraps some of the lines that a change of the width set aside, in less than about a millisecond.</summary>
    public void WrapSome()
    {
        if (_aside.Count == 0) return;
        if (_next - _first - _addedMeanwhile < WidestLimit) WrapPiece();
        if (_aside.Count > 0 && _next - _first - _addedMeanwhile < WidestLimit) return;
        _currentLimit = Math.Clamp((int)(_next - _first) - _addedMeanwhile, _limit, WidestLimit);
        DropAside();
        while (_next - _first > _currentLimit) DropOldest();
    }

    /// <summary>All lines are to be of another width. The caller took back what continues on the screen, unless that is very long.</summary>
    internal void Reflow(int columns)
    {
        _columns = columns;
        if (_next == _first || !_anyWrapped && _longest <= columns) return;
        if (_aside.Count == 0)
        {
            _asideSkip = (int)(_first - _chunks[0].FirstLine);
            _addedMeanwhile = 0;
        }

        _aside.AddRange(_chunks);
        _chunks.Clear();

        // Numbers of the lines before, even those given downwards, are not given again.
        _first = _next = _next + WidestLimit + MostPieceRows;
        _currentLimit = WidestLimit;
        _longest = 0;
        _anyWrapped = false;
    }

    private int WidestLimit => (int)Math.Min((long)_limit * MaxLimitFactor, int.MaxValue);

    /// <summary>Appends a row that a change of size pushed off the screen; it may come back, so it pushes no other line out.</summary>
    internal void AppendResized(ReadOnlySpan<Cell> cells, byte flags)
    {
        if (_limit == 0) return;
        Add(cells, flags);
        if (_aside.Count > 0 || _next - _first <= _currentLimit) return;
        if (_currentLimit < WidestLimit) _currentLimit++;
        else DropOldest();
    }

    /// <summary>An output line came while lines are set aside.</summary>
    private void AddedMeanwhile()
    {
        _addedMeanwhile++;
        if (_addedMeanwhile % LinesBetweenPieces == 0) WrapSome();
    }

    private void WrapAll()
    {
        while (_aside.Count > 0) WrapSome();
    }

    private void WrapBackTo(long number)
    {
        while (_aside.Count > 0 && number < _first) WrapSome();
    }

    private void DropAside()
    {
        foreach (var chunk in _aside) Retire(chunk);
        _aside.Clear();
        _asideSkip = _addedMeanwhile = 0;
    }

    /// <summary>Wraps the newest of the lines set aside, whole logical ones unless they are very long, and puts them before the others.</summary>
    private void WrapPiece()
    {
        var (chunk, line) = PieceStart();
        var (first, next) = (_first, _next);
        var newer = _chunks.ToArray();
        _chunks.Clear();
        _first = _next = 0;
        WrapFrom(chunk, line);
        var lines = _next;

        // How many there are is known only now, and with it their numbers.
        foreach (ref var fresh in CollectionsMarshal.AsSpan(_chunks))
        {
            fresh.FirstLine += first - lines;
            WriteHeader(_store[fresh.Id], fresh);
        }

        _chunks.AddRange(newer);
        (_first, _next) = (first - lines, next);
        TakeAside(chunk, line);
    }

    /// <summary>Where the newest lines set aside begin that are to be wrapped together.</summary>
    private (int Chunk, int Line) PieceStart()
    {
        var (chunk, line) = (_aside.Count - 1, _aside[^1].Lines);
        var lines = 0;
        var cells = 0;
        while (Before(ref chunk, ref line))
        {
            var record = RecordAt(_store[_aside[chunk].Id], line);
            var (before, at) = (chunk, line);
            if (++lines < PieceLines || !Before(ref before, ref at)) continue;
            cells += LineCodec.Length(record);
            var isInside = (LineCodec.Flags(RecordAt(_store[_aside[before].Id], at)) & Grid.WrappedFlag) != 0;
            if (!isInside || cells >= MaxLogicalCells || lines >= PieceLines + MaxLogicalCells) break;
        }

        return (chunk, line);
    }

    /// <summary>Steps to the line before among those set aside; false at the oldest.</summary>
    private bool Before(ref int chunk, ref int line)
    {
        if (line > (chunk == 0 ? _asideSkip : 0))
        {
            line--;
            return true;
        }

        if (chunk == 0) return false;
        chunk--;
        line = _aside[chunk].Lines - 1;
        return true;
    }

    private void WrapFrom(int chunk, int from)
    {
        var line = ArrayPool<Cell>.Shared.Rent(MaxLogicalCells + CellSize.MaxColumns);
        var marks = new List<(int Offset, byte Flags)>();
        var length = 0;
        for (var at = chunk; at < _aside.Count; at++)
        {
            ReadOnlySpan<byte> memory = _store[_aside[at].Id];
            for (var i = at == chunk ? from : 0; i < _aside[at].Lines; i++)
            {
                var record = RecordAt(memory, i);
                var flags = LineCodec.Flags(record);
                if ((flags & Grid.MarkFlags) != 0) marks.Add((length, (byte)(flags & Grid.MarkFlags)));
                length += LineCodec.Decode(record, line.AsSpan(length));
                var wrapped = (flags & Grid.WrappedFlag) != 0;
                if (wrapped && length > 0 && line[length - 1].IsSpacer) length--;
                var isLast = at == _aside.Count - 1 && i == _aside[at].Lines - 1;
                if (wrapped && length < MaxLogicalCells && !isLast) continue;
                AppendWrapped(line.AsSpan(0, length), marks, continues: wrapped);
                length = 0;
                marks.Clear();
            }
        }

        ArrayPool<Cell>.Shared.Return(line);
    }

    /// <summary>The lines from one on are wrapped and no longer set aside.</summary>
    private void TakeAside(int chunk, int line)
    {
        while (_aside.Count > chunk + 1)
        {
            Retire(_aside[^1]);
            _aside.RemoveAt(_aside.Count - 1);
        }

        ref var last = ref CollectionsMarshal.AsSpan(_aside)[^1];
        last.Lines = line;
        if (line > (chunk == 0 ? _asideSkip : 0)) return;
        Retire(last);
        _aside.RemoveAt(chunk);
    }

    /// <summary>A line that is too long to be taken in one piece continues in the next.</summary>
    private void AppendWrapped(ReadOnlySpan<Cell> line, List<(int Offset, byte Flags)> marks, bool continues)
    {
        Span<Cell> row = stackalloc Cell[_columns];
        var text = continues ? line.Length : LineWrap.TextLength(line);
        var offset = 0;
        do
        {
            var taken = LineWrap.Next(line[offset..], _columns, row, out var used);
            var end = offset + taken;
            var isLast = end >= text;
            if (isLast) used = Math.Min(used, taken);
            var flags = isLast && !continues ? 0 : Grid.WrappedFlag;
            foreach (var mark in marks)
                if (mark.Offset >= offset && (mark.Offset < end || isLast)) flags |= mark.Flags;
            Add(row[..used], (byte)flags);
            offset = end;
        }
        while (offset < text);
    }
}
