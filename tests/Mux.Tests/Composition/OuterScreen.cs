using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

/// <summary>A terminal that frames are sent to, and the question whether it now shows a surface.</summary>
internal sealed class OuterScreen(int columns, int rows, GlyphTable glyphs, ColorDepth depth, Emulator? lent = null) : IDisposable
{
    public Emulator Emulator { get; } = lent ?? new(new CellSize(columns, rows), new EmulatorOptions { ScrollbackLines = 0 });

    public void Dispose()
    {
        if (lent is null) Emulator.Dispose();
    }

    /// <summary>The first cell that differs from a surface, described; null when there is none.</summary>
    public string? DifferenceTo(Surface surface)
    {
        var map = new GlyphMap(Emulator, glyphs);
        var shown = new Cell[surface.Columns];
        for (var row = 0; row < surface.Rows; row++)
        {
            map.Copy(Emulator.Row(row), shown);
            for (var column = 0; column < surface.Columns; column++)
            {
                var wanted = Normal(surface.Row(row), column);
                var seen = Normal(shown, column);
                if (wanted != seen) return $"({column},{row}): wanted {Describe(wanted)}, shown {Describe(seen)}\nwanted: {surface.RowText(row)}\nshown:  {Emulator.RowText(row)}";
            }
        }

        return null;
    }

    /// <summary>What of a cell can be seen at this depth: a blank is a blank however it came about, a right half is its left half's.</summary>
    private Cell Normal(ReadOnlySpan<Cell> cells, int column)
    {
        var cell = cells[column];
        if (cell.IsWideTail) return Normal(cells, column - 1).AsWideTail();
        var extra = glyphs.ExtraOf(cell.Extra);
        return new Cell(
            cell.Glyph == ' ' ? 0 : cell.Glyph, ColorDepths.Fit(cell.Foreground, depth), ColorDepths.Fit(cell.Background, depth),
            cell.Attributes & ~CellAttributes.Protected, cell.Underline, cell.IsWide)
            .WithIds(cell.Glyph == ' ' ? 0 : cell.Glyph, glyphs.Extra(extra with { UnderlineColor = ColorDepths.Fit(extra.UnderlineColor, depth) }));
    }

    private string Describe(Cell cell)
    {
        var extra = glyphs.ExtraOf(cell.Extra);
        return $"{cell.Glyph:x} fg {cell.Foreground} bg {cell.Background} {cell.Attributes} {cell.Underline} {(cell.IsWide ? "wide" : cell.IsWideTail ? "tail" : "")}"
            + $" underline {extra.UnderlineColor} link {extra.Link}";
    }
}
