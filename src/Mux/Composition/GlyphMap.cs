using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>
/// Translates the cells of one emulator into those of the surfaces: the ids of clusters and extras, and the colours that the program has
/// given another meaning, for itself alone (OSC 4, 10, 11, reverse screen). Ids of an emulator never change their meaning, so each is looked
/// up once; colours may, so they are resolved each time.
/// </summary>
internal sealed class GlyphMap(Emulator emulator, GlyphTable glyphs)
{
    private readonly Dictionary<uint, uint> _clusters = [];
    private readonly Dictionary<(ushort Extra, Color Underline), ushort> _extras = [];

    /// <summary>Copies cells to a surface; what is left of the target becomes blank.</summary>
    public void Copy(ReadOnlySpan<Cell> from, Span<Cell> to)
    {
        if (from.Length > to.Length) from = from[..to.Length];
        from.CopyTo(to);
        to[from.Length..].Clear();
        for (var i = 0; i < from.Length; i++)
            if (from[i].Glyph >= Cell.ClusterFlag || from[i].Extra != 0) to[i] = Translate(from[i]);

        // Half a wide character cannot be shown.
        if (!from.IsEmpty && from[0].IsWideTail) to[0] = default;
        if (from.Length > 0 && from.Length == to.Length && from[^1].IsWide) to[^1] = default;
        if (emulator.OverridesColors || emulator.ReverseVideo) Recolor(to);
    }

    /// <summary>Blank cells too: a background of the program's own, and a reversed one, fill the whole row.</summary>
    private void Recolor(Span<Cell> cells)
    {
        var reverse = emulator.ReverseVideo ? CellAttributes.Inverse : CellAttributes.None;
        foreach (ref var cell in cells)
        {
            var foreground = emulator.Shown(cell.Foreground, isBackground: false);
            cell = cell.WithLook(foreground, emulator.Shown(cell.Background, isBackground: true), cell.Attributes ^ reverse);
        }
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
        var underline = emulator.UnderlineColor(cell);
        if (underline.IsIndexed) underline = emulator.Shown(underline, isBackground: false);
        if (!_extras.TryGetValue((cell.Extra, underline), out var id))
            _extras[(cell.Extra, underline)] = id = glyphs.Extra(new CellExtra(underline, emulator.Hyperlink(cell)));
        return id;
    }
}
