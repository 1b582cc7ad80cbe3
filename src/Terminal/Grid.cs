using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orchtui.Terminal;

/// <summary>
/// The cells of one screen. They lie in one native slab of rows x columns, reached through a map from screen row to slab row, so that
/// scrolling moves ints and never cells, and writing a cell is one vector store without a GC barrier. Of each row only the first
/// <see cref="Used"/> cells count; the rest is blank by definition and may hold anything. Clearing a row is thus one store. The price is
/// that every writer beyond the used part must fill the gap (<see cref="Reserve"/>).
/// </summary>
internal sealed unsafe class Grid : IDisposable
{
    internal const byte WrappedFlag = 1;

    /// <summary>The row may hold wide characters; without it, writers need not look for halves of them.</summary>
    internal const byte WideFlag = 2;

    /// <summary>What OSC 133 said of the row (<see cref="PromptMarks"/>).</summary>
    internal const byte MarkFlags = (byte)(PromptMarks.Prompt | PromptMarks.Output);

    /// <summary>What goes with a row into the scrollback and into another width.</summary>
    internal const byte LastingFlags = WrappedFlag | MarkFlags;

    private readonly int[] _map;
    private readonly int[] _used;
    private readonly byte[] _flags;
    private Vector128<uint>* _cells;

    public Grid(int columns, int rows)
    {
        Columns = columns;
        Rows = rows;
        _map = new int[rows];
        _used = new int[rows];
        _flags = new byte[rows];
        for (var i = 0; i < rows; i++) _map[i] = i;
        // Zeroed pages come from the kernel for nothing until they are touched.
        _cells = (Vector128<uint>*)NativeMemory.AllocZeroed((nuint)rows * (nuint)columns, 16);
    }

    public int Columns { get; }

    public int Rows { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<uint>* Cells(int row) => _cells + (nint)_map[row] * Columns;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Used(int row) => ref _used[_map[row]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Flags(int row) => ref _flags[_map[row]];

    public ReadOnlySpan<Cell> Row(int row) => new(Cells(row), Used(row));

    /// <summary>All columns of a row, the blank ones filled in; for operations that move or read cells anywhere.</summary>
    public Span<Cell> FullRow(int row)
    {
        Reserve(row, Columns);
        return new Span<Cell>(Cells(row), Columns);
    }

    public Cell this[int row, int column] => column < Used(row) ? Cell.From(Cells(row)[column]) : default;

    public bool Wrapped(int row) => (Flags(row) & WrappedFlag) != 0;

    public bool MayHaveWide(int row) => (Flags(row) & WideFlag) != 0;

    /// <summary>Makes the first <paramref name="count"/> cells of a row count, blank where they did not.</summary>
    public void Reserve(int row, int count)
    {
        ref var used = ref Used(row);
        if (used >= count) return;
        new Span<Vector128<uint>>(Cells(row) + used, count - used).Clear();
        used = count;
    }

    public void Clear(int row)
    {
        var slab = _map[row];
        _used[slab] = 0;
        _flags[slab] = 0;
    }

    /// <summary>Rows top+count..bottom move up by count; the freed rows at the bottom are cleared.</summary>
    public void ScrollUp(int top, int bottom, int count)
    {
        var map = _map;
        if (count == 1)
        {
            var first = map[top];
            Array.Copy(map, top + 1, map, top, bottom - top);
            map[bottom] = first;
            _used[first] = 0;
            _flags[first] = 0;
            return;
        }

        Rotate(map.AsSpan(top, bottom - top + 1), count);
        for (var row = bottom - count + 1; row <= bottom; row++) Clear(row);
    }

    public void ScrollDown(int top, int bottom, int count)
    {
        Rotate(_map.AsSpan(top, bottom - top + 1), bottom - top + 1 - count);
        for (var row = top; row < top + count; row++) Clear(row);
    }

    public void Put(int row, ReadOnlySpan<Cell> cells, byte flags)
    {
        cells.CopyTo(new Span<Cell>(Cells(row), Columns));
        Used(row) = cells.Length;
        Flags(row) = flags;
    }

    public void Dispose()
    {
        if (_cells is null) return;
        NativeMemory.Free(_cells);
        _cells = null;
        GC.SuppressFinalize(this);
    }

    ~Grid() => NativeMemory.Free(_cells);

    internal void Save(ref StateWriter writer)
    {
        for (var row = 0; row < Rows; row++)
        {
            writer.Write(Used(row));
            writer.Write(Flags(row));
            writer.WriteBytes(MemoryMarshal.AsBytes(Row(row)));
        }
    }

    internal void Restore(ref StateReader reader)
    {
        for (var row = 0; row < Rows; row++)
        {
            var used = reader.ReadCount(Columns);
            var flags = reader.Read<byte>();
            Put(row, MemoryMarshal.Cast<byte, Cell>(reader.ReadBytes(used * 16)), flags);
        }
    }

    /// <summary>Moves the first <paramref name="count"/> entries to the end.</summary>
    private static void Rotate(Span<int> map, int count)
    {
        map[..count].Reverse();
        map[count..].Reverse();
        map.Reverse();
    }
}
