using System.Runtime.InteropServices;
using System.Text;

namespace Orchtui.Terminal.Unicode;

/// <summary>
/// Interns the text of cells that hold more than one code point: an entry is (glyph before, code point), so a cluster is a chain and
/// equal clusters have equal ids. Entries are never removed (the scrollback names them), hence the caps: a full table and an overlong
/// cluster drop further marks.
/// </summary>
internal sealed class ClusterTable
{
    internal const int MaxEntries = 1 << 16;

    /// <summary>Longer than any emoji sequence in use; stops text that piles up marks.</summary>
    internal const int MaxCodePoints = 24;

    private ulong[] _entries = [];
    private byte[] _lengths = [];
    private int[] _buckets = [];
    private int _count;

    public int Count => _count;

    /// <summary>The glyph for <paramref name="glyph"/> followed by <paramref name="codePoint"/>; the same glyph when a cap is
    /// reached.</summary>
    public uint Append(uint glyph, uint codePoint)
    {
        var key = (ulong)glyph << 32 | codePoint;
        if (_count * 2 >= _buckets.Length && !Grow()) return glyph;
        var at = Find(key);
        if (_buckets[at] != 0) return Cell.ClusterFlag | (uint)(_buckets[at] - 1);
        var length = Length(glyph) + 1;
        if (length > MaxCodePoints) return glyph;
        _entries[_count] = key;
        _lengths[_count] = (byte)length;
        _buckets[at] = ++_count;
        return Cell.ClusterFlag | (uint)(_count - 1);
    }

    public bool Contains(uint glyph) => (glyph & ~Cell.ClusterFlag) < (uint)_count;

    public uint Last(uint glyph) => (glyph & Cell.ClusterFlag) == 0 ? glyph : (uint)_entries[glyph & ~Cell.ClusterFlag];

    public uint First(uint glyph)
    {
        while ((glyph & Cell.ClusterFlag) != 0) glyph = (uint)(_entries[glyph & ~Cell.ClusterFlag] >> 32);
        return glyph;
    }

    /// <summary>Whether a consonant goes on a conjunct: behind a consonant there are marks only, a linker among them (rule GB9c).</summary>
    public bool EndsInConjunct(uint glyph)
    {
        for (var hasLinker = false; ; glyph = (uint)(_entries[glyph & ~Cell.ClusterFlag] >> 32))
        {
            var kind = WidthTable.Get(Last(glyph)).Class;
            if (kind == CharClass.Consonant) return hasLinker;
            if ((glyph & Cell.ClusterFlag) == 0 || kind is not (CharClass.Linker or CharClass.Extend or CharClass.ZeroWidthJoiner)) return false;
            hasLinker |= kind == CharClass.Linker;
        }
    }

    /// <summary>Writes the code points of a glyph and returns how many there are.</summary>
    public int CodePoints(uint glyph, Span<uint> into)
    {
        if ((glyph & Cell.ClusterFlag) != 0 && !Contains(glyph)) glyph = 0xfffd;
        var length = Length(glyph);
        for (var i = length - 1; i > 0; i--)
        {
            var entry = _entries[glyph & ~Cell.ClusterFlag];
            into[i] = (uint)entry;
            glyph = (uint)(entry >> 32);
        }

        into[0] = glyph;
        return length;
    }

    public string Text(uint glyph)
    {
        Span<uint> points = stackalloc uint[MaxCodePoints];
        var text = new StringBuilder();
        foreach (var point in points[..CodePoints(glyph, points)]) text.Append(ToRune(point).ToString());
        return text.ToString();
    }

    internal static Rune ToRune(uint codePoint) => Rune.TryCreate(codePoint, out var rune) ? rune : Rune.ReplacementChar;

    internal void Save(ref StateWriter writer)
    {
        writer.Write(_count);
        writer.WriteBytes(MemoryMarshal.AsBytes(_entries.AsSpan(0, _count)));
    }

    internal void Restore(ref StateReader reader)
    {
        var count = reader.ReadCount(MaxEntries);
        var entries = MemoryMarshal.Cast<byte, ulong>(reader.ReadBytes(count * sizeof(ulong)));
        for (var i = 0; i < count; i++) Append((uint)(entries[i] >> 32), (uint)entries[i]);
        if (_count != count) throw new InvalidDataException("The saved cluster table repeats an entry.");
    }

    private int Length(uint glyph) => (glyph & Cell.ClusterFlag) == 0 ? 1 : _lengths[glyph & ~Cell.ClusterFlag];

    private int Find(ulong key)
    {
        var mask = _buckets.Length - 1;
        var at = (int)(key * 0x9e37_79b9_7f4a_7c15 >> 40) & mask;
        while (_buckets[at] != 0 && _entries[_buckets[at] - 1] != key) at = (at + 1) & mask;
        return at;
    }

    private bool Grow()
    {
        if (_count >= MaxEntries) return false;
        var capacity = Math.Max(64, _entries.Length * 2);
        Array.Resize(ref _entries, capacity);
        Array.Resize(ref _lengths, capacity);
        _buckets = new int[capacity * 2];
        for (var i = 0; i < _count; i++) _buckets[Find(_entries[i])] = i + 1;
        return true;
    }
}
