using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class GlyphMapTests
{
    private readonly GlyphTable _glyphs = new();

    [Fact]
    public void Clusters_and_links_of_two_emulators_meet_under_one_id()
    {
        using var one = Showing("e\u0301\x1b]8;;https://example.com\x1b\\link");
        using var other = Showing("xy e\u0302e\u0301 \x1b]8;id=7;https://example.org\x1b\\z\x1b]8;;https://example.com\x1b\\link");
        var first = Copy(one, 20);
        var second = Copy(other, 20);
        Assert.Equal(first[0].Glyph, second[4].Glyph);
        Assert.Equal("e\u0301", _glyphs.ClusterText(first[0].Glyph));
        Assert.Equal(first[1], second[7]);
        Assert.Equal(new Hyperlink("7", "https://example.org"), _glyphs.ExtraOf(second[6].Extra).Link);
    }

    [Fact]
    public void What_the_pane_does_not_fill_becomes_blank()
    {
        using var emulator = Showing("ab");
        var cells = Copy(emulator, 6, new Cell('#', Color.Default, Color.Default));
        Assert.Equal("ab", emulator.LineText(cells));
        Assert.All(cells[2..], cell => Assert.Equal(default, cell));
    }

    [Fact]
    public void A_wide_character_cut_at_the_right_edge_is_left_out()
    {
        using var emulator = Showing("a界b");
        Assert.Equal(default, Copy(emulator, 2)[1]);
        Assert.True(Copy(emulator, 3)[1].IsWide);
    }

    [Fact]
    public void A_wide_character_cut_at_the_left_edge_is_left_out()
    {
        using var emulator = Showing("a界b");
        var cells = new Cell[4];
        new GlyphMap(emulator, _glyphs).Copy(emulator.Row(0)[2..], cells);
        Assert.Equal(default, cells[0]);
        Assert.Equal((uint)'b', cells[1].Glyph);
    }

    private static Emulator Showing(string text)
    {
        var emulator = new Emulator(new CellSize(20, 2), new EmulatorOptions());
        emulator.Write(Encoding.UTF8.GetBytes(text));
        return emulator;
    }

    private Cell[] Copy(Emulator emulator, int columns, Cell before = default)
    {
        var cells = new Cell[columns];
        Array.Fill(cells, before);
        new GlyphMap(emulator, _glyphs).Copy(emulator.Row(0), cells);
        return cells;
    }
}
