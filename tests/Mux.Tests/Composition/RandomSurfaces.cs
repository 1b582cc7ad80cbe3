using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

/// <summary>Draws what screens are made of at random: runs of text with every look, wide characters, clusters, links, blanks.</summary>
internal sealed class RandomSurfaces(Random random, GlyphTable glyphs)
{
    private static readonly string[] Texts =
        ["a", "word", "some longer text", "界", "漢字", "e\u0301", "e\u0302", "👩‍👩‍👧", "──┼──", "  ", "x y", "…", "Ω", "\u2764\ufe0f"];

    public void Draw(Surface surface, int strokes)
    {
        for (var i = 0; i < strokes; i++)
        {
            var row = random.Next(surface.Rows);
            var column = random.Next(surface.Columns);
            switch (random.Next(5))
            {
                case 0:
                    surface.Fill(new Rect(column, row, random.Next(1, surface.Columns), random.Next(1, 3)), Blank());
                    break;
                case 1:
                    surface.Fill(new Rect(column, row, random.Next(1, surface.Columns), 1));
                    break;
                default:
                    var taken = surface.Write(column, row, Texts[random.Next(Texts.Length)], Look());
                    Adorn(surface.Row(row).Slice(column, taken));
                    break;
            }
        }
    }

    public Color Color() => random.Next(4) switch
    {
        0 => Terminal.Color.Default,
        1 => Terminal.Color.Indexed((byte)random.Next(16)),
        2 => Terminal.Color.Indexed((byte)random.Next(256)),
        _ => Terminal.Color.Rgb((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)),
    };

    private Style Look() => random.Next(3) == 0 ? default : new Style(Color(), Color(), (CellAttributes)random.Next(0x100));

    private Cell Blank() => new(0, Terminal.Color.Default, Color(), (CellAttributes)(random.Next(2) * (int)CellAttributes.Inverse));

    /// <summary>Gives some text an underline of its own style, colour and link.</summary>
    private void Adorn(Span<Cell> cells)
    {
        if (random.Next(3) > 0) return;
        var underline = (UnderlineStyle)random.Next(6);
        var link = random.Next(2) == 0 ? (Hyperlink?)new Hyperlink(random.Next(2) == 0 ? "" : $"i{random.Next(3)}", $"https://example.com/{random.Next(4)}") : null;
        var extra = glyphs.Extra(new CellExtra(random.Next(2) == 0 ? Color() : default, link));
        foreach (ref var cell in cells)
        {
            var (isWide, isTail) = (cell.IsWide, cell.IsWideTail);
            cell = new Cell(cell.Glyph, cell.Foreground, cell.Background, cell.Attributes, underline, isWide).WithIds(cell.Glyph, extra);
            if (isTail) cell = cell.AsWideTail();
        }
    }
}
