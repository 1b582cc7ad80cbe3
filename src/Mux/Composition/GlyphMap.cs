using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>
/// Translates the cluster and extra ids of one emulator into those of the surfaces. Ids of an emulator never change their meaning,
/// so each is looked up once.
/// </summary>
internal sealed class GlyphMap(Emulator emulator, GlyphTable glyphs)
{
    private readonly Dictionary<uint, uint> _clusters = [];
    private readonly Dictionary<ushort, ushort> _extras = [];

    /// <summary>Copies cells to a surface; what is left of the target becomes blank.</summary>
    public void Copy(ReadOnlySpan<Cell> from, Span<Cell> to)
    {
        if (from.Length > to.Length) from = from[..to.Length];
        from.CopyTo(to);
        to[from.Length..].Clear();
        for (var i = 0; i < from.Length; i++)
            if (from[i].Glyph >= Cell.ClusterFlag || from[i].Extra != 0) to[i] = Translate(from[i]);
        if (from.IsEmpty) return;

        // Half a wide character cannot be shown.
        if (from[0].IsWideTail) to[0] = default;
        if (from.Length == to.Length && from[^1].IsWide) to[^1] = default;
    }

    private Cell Translate(in Cell cell) => cell.WithIds(
        cell.Glyph >= Cell.ClusterFlag ? Cluster(cell.Glyph) : cell.Glyph,
        cell.Extra != 0 ? Extra(cell) : (ushort)0);

    private uint Cluster(uint glyph)
    {
        if (!_clusters.TryGetValue(glyph, out var id)) _clusters[glyph] = id = glyphs.Cluster(emulator.ClusterText(glyph));
        return id;
    }

    private ushort Extra(in Cell cell)
    {
        if (!_extras.TryGetValue(cell.Extra, out var id))
            _extras[cell.Extra] = id = glyphs.Extra(new CellExtra(emulator.UnderlineColor(cell), emulator.Hyperlink(cell)));
        return id;
    }
}
