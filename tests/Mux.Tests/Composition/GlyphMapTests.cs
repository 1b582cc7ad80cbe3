using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class GlyphMapTests
{
    private readonly GlyphTable _glyphs = new();

    [Fact]
    public void Underlines_have_the_colours_that_the_program_gave_its_palette_at_each_time()
    {
        var glyphs = new GlyphTable();
        using var emulator = new Emulator(new CellSize(10, 1), new EmulatorOptions());
        var map = new GlyphMap(emulator, glyphs);
        emulator.Write("\x1b[4;58:5:3mx"u8);
        Assert.Equal(Color.Indexed(3), Underline());
        emulator.Write("\x1b]4;3;#010203\x1b\\"u8);
        Assert.Equal(Color.Rgb(1, 2, 3), Underline());
        emulator.Write("\x1b]4;3;medium orchid\x1b\\"u8);
        Assert.Equal(Color.Rgb(0xba, 0x55, 0xd3), Underline());
        emulator.Write("\x1b]104\x1b\\"u8);
        Assert.Equal(Color.Indexed(3), Underline());

        Color Underline()
        {
            var cells = new Cell[10];
            map.Copy(emulator.Row(0), cells);
            return glyphs.ExtraOf(cells[0].Extra).UnderlineColor;
        }
    }

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

    [Fact]
    public void Colours_the_program_has_set_are_resolved_and_those_it_has_not_are_left()
    {
        using var emulator = Showing("\x1b]4;1;#102030\x1b\\a\x1b[31mb\x1b[32mc\x1b[38;2;9;9;9;41md");
        var cells = Copy(emulator, 6);
        Assert.Equal([Color.Default, Color.Rgb(16, 32, 48), Color.Indexed(2), Color.Rgb(9, 9, 9)], cells[..4].Select(cell => cell.Foreground));
        Assert.Equal([Color.Default, Color.Rgb(16, 32, 48)], new[] { cells[2].Background, cells[3].Background });
        Assert.Equal(default, cells[5]);
        emulator.Write("\x1b]10;#0a0b0c\x1b\\\x1b]11;rgb:01/02/03\x1b\\"u8);
        cells = Copy(emulator, 6);
        Assert.Equal((Color.Rgb(10, 11, 12), Color.Rgb(1, 2, 3)), (cells[0].Foreground, cells[0].Background));
        Assert.Equal(Color.Rgb(1, 2, 3), cells[5].Background);
        emulator.Write("\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\"u8);
        cells = Copy(emulator, 6);
        Assert.Equal((Color.Default, Color.Indexed(1), default(Cell)), (cells[0].Foreground, cells[1].Foreground, cells[5]));
    }

    [Fact]
    public void A_reversed_screen_is_reversed_cell_by_cell_to_its_edges()
    {
        using var emulator = Showing("\x1b[?5ha\x1b[7mb");
        var cells = Copy(emulator, 4);
        Assert.Equal([true, false, true, true], cells.Select(cell => (cell.Attributes & CellAttributes.Inverse) != 0));
        emulator.Write("\x1b[?5l"u8);
        Assert.Equal([false, true, false, false], Copy(emulator, 4).Select(cell => (cell.Attributes & CellAttributes.Inverse) != 0));
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
