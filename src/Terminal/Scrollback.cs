using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchtui.Terminal;

/// <summary>
/// The lines above the screen, oldest first. They are kept as UTF-8 and style runs (<see cref="LineCodec"/>) in chunks of a store, about a
/// tenth of what cells would take; a line is read by decoding it. A chunk is a slotted page: a header (magic, sequence number, first
/// line number, line count, bytes used), line records growing up and their offsets growing down, so appending and random access take
/// constant time (a binary search over the few chunks aside).
/// <para>
/// The crash rule. A killed process is restored from the last <see cref="Emulator.Save"/> and the output after it, so nothing that a
/// saved state refers to may be overwritten: lines are only ever added behind the saved ones, a chunk from which saved lines were taken
/// back is never appended to again, and a dropped chunk (too old, or replaced by reflow) is freed only when two saves have followed.
/// The caller must have made one saved state durable before it takes the next.
/// </para>
/// <para>
/// After a change of the width the lines are wrapped anew only as somebody looks at them (<see cref="Reflow"/>); the trade is that asking
/// for their number can take long, once.
/// </para>
/// </summary>
public sealed partial class Scrollback
{
    private const uint Magic = 0x6b6c_6273;
    private const int HeaderBytes = 32;
    private const int SlotBytes = 2;

    private readonly IChunkStore _store;
    private readonly int _limit;
    private int _currentLimit;
    private readonly List<Chunk> _chunks = [];
    private byte[] _scratch = [];
    private long _first;
    private long _next;
    private long _sequence;
    private int _longest;
    private bool _anyWrapped;

    internal Scrollback(IChunkStore store, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(store.ChunkBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(store.ChunkBytes, 65536);
        _store = store;
        _limit = _currentLimit = Math.Max(limit, 0);
    }

    /// <summary>A chunk's place in the scrollback. Lines and bytes may be less than its header says, after lines were taken back.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct Chunk(int Id, int Lines, int Bytes, int SavedLines, long Sequence, long FirstLine);

    /// <summary>Number of lines kept. After a change of the width it takes wrapping them all.</summary>
    public int Count
    {
        get
        {
            WrapAll();
            return (int)(_next - _first);
        }
    }

    /// <summary>
    /// The number of the oldest line; index i is line number <c>FirstLine + i</c>. A line keeps its number until the width changes. It
    /// takes what <see cref="Count"/> does.
    /// </summary>
    public long FirstLine
    {
        get
        {
            WrapAll();
            return _first;
        }
    }

    /// <summary>As <see cref="FirstLine"/>, without the lines that are not wrapped to the new width yet.</summary>
    public long FirstWrapped => _first;

    /// <summary>The number that the next line will have.</summary>
    public long NextLine => _next;

    /// <summary>The memory that the kept lines take in the store, the free room in their chunks included.</summary>
    public long StoredBytes => (long)(_chunks.Count + _aside.Count) * _store.ChunkBytes;

    /// <summary>The oldest line there is, looked for no further back than a number.</summary>
    public long OldestFrom(long number)
    {
        WrapBackTo(number);
        return Math.Max(number, _first);
    }

    /// <summary>Whether a line of this number is kept.</summary>
    public bool Keeps(long number) => number < _next && OldestFrom(number) == number;

    /// <summary>Reads a line by its number, as <see cref="ReadLine"/> does by its index.</summary>
    public int ReadNumbered(long number, Span<Cell> into) => LineCodec.Decode(Numbered(number), into);

    /// <summary>Whether the line of a number continues on the next one.</summary>
    public bool WrappedNumbered(long number) => (LineCodec.Flags(Numbered(number)) & Grid.WrappedFlag) != 0;

    /// <summary>What a shell said of the line of a number.</summary>
    public PromptMarks MarksNumbered(long number) => (PromptMarks)(LineCodec.Flags(Numbered(number)) & Grid.MarkFlags);

    /// <summary>Reads line <paramref name="index"/> (0 is the oldest) into the span, as far as it fits; returns the cells used.</summary>
    public int ReadLine(int index, Span<Cell> into) => LineCodec.Decode(Record(index), into);

    /// <summary>Number of cells that line <paramref name="index"/> has.</summary>
    public int LineLength(int index) => LineCodec.Length(Record(index));

    /// <summary>The line continues on the next one (or on the first row of the screen).</summary>
    public bool Wrapped(int index) => (Flags(index) & Grid.WrappedFlag) != 0;

    /// <summary>What a shell said of line <paramref name="index"/>.</summary>
    public PromptMarks Marks(int index) => (PromptMarks)(Flags(index) & Grid.MarkFlags);

    internal byte Flags(int index) => LineCodec.Flags(Record(index));

    public void Clear()
    {
        foreach (var chunk in _chunks) Retire(chunk);
        _chunks.Clear();
        DropAside();
        _first = _next;
        _currentLimit = _limit;
        _longest = 0;
        _anyWrapped = false;
    }

    internal void Append(ReadOnlySpan<Cell> cells, byte flags)
    {
        if (_limit == 0) return;
        Add(cells, flags);
        if (_aside.Count > 0) AddedMeanwhile();
        else if (_next - _first > _currentLimit) DropOldest();
    }

    private void Add(ReadOnlySpan<Cell> cells, byte flags)
    {
        var worst = cells.Length * LineCodec.WorstCellBytes + LineCodec.HeaderBytes;
        if (_chunks.Count == 0 || !IsOpen(_chunks[^1])) Open();
        ref var chunk = ref CollectionsMarshal.AsSpan(_chunks)[^1];
        var memory = _store[chunk.Id];
        var free = Free(chunk);
        if (free >= worst)
        {
            Commit(ref chunk, memory, LineCodec.Encode(cells, flags, memory.Slice(chunk.Bytes, free)));
        }
        else
        {
            AppendByCopy(cells, flags, worst);
        }

        _longest = Math.Max(_longest, cells.Length);
        _anyWrapped |= (flags & Grid.WrappedFlag) != 0;
        _next++;
    }

    /// <summary>Whether the newest line continues on the first row of the screen.</summary>
    internal bool EndsWrapped => HasLast && (LineCodec.Flags(Numbered(_next - 1)) & Grid.WrappedFlag) != 0;

    /// <summary>Takes the newest line back; null when there is none.</summary>
    internal (Cell[] Cells, byte Flags)? TakeLast()
    {
        if (!HasLast) return null;
        var record = Numbered(_next - 1);
        var cells = new Cell[LineCodec.Length(record)];
        LineCodec.Decode(record, cells);
        var flags = LineCodec.Flags(record);
        RemoveLast();
        return (cells, flags);
    }

    private bool HasLast
    {
        get
        {
            WrapBackTo(_next - 1);
            return _next > _first;
        }
    }

    private void RemoveLast()
    {
        ref var chunk = ref CollectionsMarshal.AsSpan(_chunks)[^1];
        chunk.Lines--;
        chunk.Bytes = Slot(_store[chunk.Id], chunk.Lines);
        _next--;
        if (chunk.Lines > 0 && _next > chunk.FirstLine) return;
        Retire(chunk);
        _chunks.RemoveAt(_chunks.Count - 1);
    }

    private void AppendByCopy(ReadOnlySpan<Cell> cells, byte flags, int worst)
    {
        if (_scratch.Length < worst) _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)Math.Max(worst, _store.ChunkBytes))];
        var length = LineCodec.Encode(cells, flags, _scratch);
        // A row that no chunk can hold loses its right end; it takes thousands of cells that all differ in style.
        while (length > _store.ChunkBytes - HeaderBytes - SlotBytes)
        {
            cells = cells[..(cells.Length / 2)];
            length = LineCodec.Encode(cells, flags, _scratch);
        }

        if (length > Free(_chunks[^1])) Open();
        ref var chunk = ref CollectionsMarshal.AsSpan(_chunks)[^1];
        var memory = _store[chunk.Id];
        _scratch.AsSpan(0, length).CopyTo(memory[chunk.Bytes..]);
        Commit(ref chunk, memory, length);
    }

    private void Commit(ref Chunk chunk, Span<byte> memory, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(memory[^((chunk.Lines + 1) * SlotBytes)..], (ushort)chunk.Bytes);
        chunk.Bytes += length;
        chunk.Lines++;
        WriteHeader(memory, chunk);
    }

    private int Free(in Chunk chunk) => _store.ChunkBytes - (chunk.Lines + 1) * SlotBytes - chunk.Bytes;

    /// <summary>Saved lines that were taken back may not be overwritten.</summary>
    private static bool IsOpen(in Chunk chunk) => chunk.Lines >= chunk.SavedLines;

    private void Open()
    {
        var chunk = new Chunk(_store.Allocate(), 0, HeaderBytes, 0, _sequence++, _next);
        WriteHeader(_store[chunk.Id], chunk);
        _chunks.Add(chunk);
    }

    private void DropOldest()
    {
        _first++;
        var chunk = _chunks[0];
        if (_first < chunk.FirstLine + chunk.Lines) return;
        Retire(chunk);
        _chunks.RemoveAt(0);
    }

    private ReadOnlySpan<byte> Record(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Numbered(_first + index);
    }

    private ReadOnlySpan<byte> Numbered(long number)
    {
        WrapBackTo(number);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, _first);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _next);
        var chunk = _chunks[FindChunk(number)];
        var memory = _store[chunk.Id];
        return RecordAt(memory, (int)(number - chunk.FirstLine));
    }

    /// <summary>The bytes from a line's record on. A damaged offset leads to some other bytes of the chunk.</summary>
    private static ReadOnlySpan<byte> RecordAt(ReadOnlySpan<byte> memory, int line) =>
        memory[Math.Min(Slot(memory, line), memory.Length - HeaderBytes)..];

    private int FindChunk(long number)
    {
        var low = 0;
        var high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_chunks[middle].FirstLine <= number) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private static int Slot(ReadOnlySpan<byte> memory, int line) =>
        BinaryPrimitives.ReadUInt16LittleEndian(memory[^((line + 1) * SlotBytes)..]);

    private static void WriteHeader(Span<byte> memory, in Chunk chunk)
    {
        MemoryMarshal.Write(memory, Magic);
        MemoryMarshal.Write(memory[8..], chunk.Sequence);
        MemoryMarshal.Write(memory[16..], chunk.FirstLine);
        MemoryMarshal.Write(memory[24..], chunk.Lines);
        MemoryMarshal.Write(memory[28..], chunk.Bytes);
    }
}
