using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orchtui.Terminal;

/// <summary>A set of screen rows: an inline bitmap over <see cref="CellSize.MaxRows"/> rows, so that it costs no allocation.</summary>
public struct RowSet
{
    private const int Words = CellSize.MaxRows / 64;

    [InlineArray(Words)]
    private struct Bitmap
    {
        private ulong _first;
    }

    private Bitmap _bits;

    public readonly bool this[int row] => (uint)row < CellSize.MaxRows && (_bits[row >> 6] & 1ul << (row & 63)) != 0;

    public readonly bool IsEmpty
    {
        get
        {
            foreach (var word in _bits)
                if (word != 0) return false;
            return true;
        }
    }

    public readonly int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _bits) count += BitOperations.PopCount(word);
            return count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row) => _bits[(row & CellSize.MaxRows - 1) >> 6] |= 1ul << (row & 63);

    /// <summary>Adds the rows from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public void AddRange(int first, int last)
    {
        for (var word = first >> 6; word <= last >> 6; word++)
        {
            var mask = ulong.MaxValue;
            if (word == first >> 6) mask &= ulong.MaxValue << (first & 63);
            if (word == last >> 6) mask &= ulong.MaxValue >> (63 - (last & 63));
            _bits[word] |= mask;
        }
    }

    public void Remove(int row) => _bits[(row & CellSize.MaxRows - 1) >> 6] &= ~(1ul << (row & 63));

    public void UnionWith(in RowSet other)
    {
        for (var i = 0; i < Words; i++) _bits[i] |= other._bits[i];
    }

    public void Clear() => _bits = default;

    /// <summary>The lowest row of the set that is not below <paramref name="from"/>, or -1.</summary>
    public readonly int Next(int from)
    {
        if (from >= CellSize.MaxRows) return -1;
        var word = from >> 6;
        var bits = _bits[word] & ulong.MaxValue << (from & 63);
        while (bits == 0)
        {
            if (++word == Words) return -1;
            bits = _bits[word];
        }

        return word << 6 | BitOperations.TrailingZeroCount(bits);
    }
}
