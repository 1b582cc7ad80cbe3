using System.Globalization;
using System.Text;
using Orchtui.Terminal;
using Orchtui.Terminal.Unicode;

namespace Orchtui.Mux.Composition;

/// <summary>
/// The grapheme clusters and extras (underline colour, hyperlink) that stand on any surface. Each emulator has tables of its own;
/// this one is shared by all surfaces, so that ids can be compared between frames and panes. Entries are never removed: the table
/// is bounded, and past the bound a cluster is shown by its first code point and an extra is left out. Also says how wide text is.
/// Not thread-safe.
/// </summary>
public sealed class GlyphTable(bool ambiguousWide = false)
{
    /// <summary>What stands for the frames and shapes of our own screens where they would take two columns.</summary>
    private const string AmbiguousShapes = "─│╭╮╰╯┼┤├┴┬·▲●○…";
    private const string NarrowShapes = "-|+++++++++.!*o~";

    private const char ZeroWidthJoiner = '\u200d';
    private const int FirstVariationSelector = 0xfe00;
    private const int LastVariationSelector = 0xfe0f;

    private const int ClusterLimit = 1 << 16;
    private const int ExtraLimit = ushort.MaxValue;

    private readonly Dictionary<string, uint> _clusterIds = new(StringComparer.Ordinal);
    private readonly List<(string Text, bool IsDisputed)> _clusters = [];
    private readonly Dictionary<CellExtra, ushort> _extraIds = [];
    private readonly List<CellExtra> _extras = [default];

    /// <summary>East Asian ambiguous characters take two columns, as the outer terminals are then set to as well.</summary>
    public bool AmbiguousWide { get; } = ambiguousWide;

    /// <summary>The character that draws a frame or a shape of our own screens in one column.</summary>
    public char Shape(char shape) =>
        AmbiguousWide && AmbiguousShapes.IndexOf(shape) is >= 0 and var index ? NarrowShapes[index] : shape;

    /// <summary>Whether an outer terminal may show a glyph in another number of columns than the surface.</summary>
    internal bool IsDisputed(uint glyph) => (glyph & Cell.ClusterFlag) != 0
        ? _clusters[(int)(glyph & ~Cell.ClusterFlag)].IsDisputed
        : AmbiguousWide && glyph >= 0x80 && CharacterWidth.IsAmbiguous(glyph);

    /// <summary>
    /// The glyph of a text of several code points. A joiner at its end joins nothing on a surface, but some outer terminals would put
    /// the next cell into this one for it; so it is left out.
    /// </summary>
    public uint Cluster(string text)
    {
        if (text.TrimEnd(ZeroWidthJoiner) is { Length: > 0 } joined) text = joined;
        if (_clusterIds.TryGetValue(text, out var id)) return id;
        var first = Rune.GetRuneAt(text, 0);
        if (text.Length == first.Utf16SequenceLength || _clusters.Count == ClusterLimit) return (uint)first.Value;
        id = Cell.ClusterFlag | (uint)_clusters.Count;
        _clusters.Add((text, !IsPlainlyMarked(text)));
        _clusterIds.Add(text, id);
        return id;
    }

    public ushort Extra(CellExtra extra)
    {
        if (extra == default) return 0;
        if (_extraIds.TryGetValue(extra, out var id)) return id;
        if (_extras.Count == ExtraLimit) return 0;
        id = (ushort)_extras.Count;
        _extras.Add(extra);
        _extraIds.Add(extra, id);
        return id;
    }

    public CellExtra ExtraOf(ushort id) => _extras[id];

    public string ClusterText(uint glyph) => _clusters[(int)(glyph & ~Cell.ClusterFlag)].Text;

    /// <summary>A letter with accents is as wide as the letter everywhere; flags, joined emoji and presentations are not.</summary>
    private static bool IsPlainlyMarked(string text)
    {
        var rest = text.AsSpan(Rune.GetRuneAt(text, 0).Utf16SequenceLength);
        foreach (var rune in rest.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark || rune.Value is >= FirstVariationSelector and <= LastVariationSelector)
                return false;

        return true;
    }

    public void Append(uint glyph, StringBuilder text)
    {
        if ((glyph & Cell.ClusterFlag) != 0) text.Append(ClusterText(glyph));
        else if (glyph == 0) text.Append(' ');
        else text.Append(new Rune(glyph).ToString());
    }

    /// <summary>Splits text into what each takes one or two columns. Control characters are left out.</summary>
    public ClusterEnumerator Clusters(ReadOnlySpan<char> text) => new(this, text);

    public int Width(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var (_, columns) in Clusters(text)) width += columns;
        return width;
    }

    public ref struct ClusterEnumerator(GlyphTable table, ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public (uint Glyph, int Width) Current { get; private set; }

        public readonly ClusterEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                var length = StringInfo.GetNextTextElementLength(_rest);
                var element = _rest[..length];
                _rest = _rest[length..];
                if (Rune.DecodeFromUtf16(element, out var rune, out var used) != System.Buffers.OperationStatus.Done) rune = Rune.ReplacementChar;
                if (Rune.IsControl(rune)) continue;
                if (table.AmbiguousWide && used == length && rune.IsBmp) rune = new Rune(table.Shape((char)rune.Value));
                var width = used == length ? CharacterWidth.Of(rune, table.AmbiguousWide) : CharacterWidth.Of(element, table.AmbiguousWide);
                if (width == 0) continue;
                Current = (used == length ? (uint)rune.Value : table.Cluster(element.ToString()), width);
                return true;
            }

            return false;
        }
    }
}
