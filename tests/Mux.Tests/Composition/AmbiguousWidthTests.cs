using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

/// <summary>With terminal.ambiguous_width: wide, panes, our own text and what is sent to the outer terminal count alike.</summary>
public class AmbiguousWidthTests
{
    private const string Ambiguous = "a§b±c×d°e";

    private readonly GlyphTable _glyphs = new(ambiguousWide: true);

    [Fact]
    public void Text_of_our_own_is_as_wide_as_that_of_a_pane()
    {
        using var pane = Pane(Ambiguous, wide: true);
        var surface = new Surface(20, 1, _glyphs);
        Assert.Equal(pane.Cursor.Column, surface.Write(0, 0, Ambiguous));
        Assert.Equal(13, _glyphs.Width(Ambiguous));
        Assert.Equal(9, new GlyphTable().Width(Ambiguous));
    }

    [Fact]
    public void Frames_and_shapes_of_our_own_take_one_column_still()
    {
        var surface = new Surface(20, 1, _glyphs);
        Assert.Equal(16, surface.Write(0, 0, "╭──┬──╮▲●○·│…┼┤ "));
        Assert.Equal("+--+--+!*o.|~++", surface.RowText(0));
        Assert.Equal('│', new GlyphTable().Shape('│'));
    }

    [Fact]
    public void The_line_between_panes_is_one_column_wide()
    {
        var surface = new Surface(10, 3, _glyphs);
        BorderPainter.Paint(surface, surface.Area, new Border(Orientation.Columns, new Rect(4, 0, 1, 3)), default, (0, 0));
        Assert.Equal("    |", surface.RowText(1));
        Assert.False(surface.Row(1)[4].IsWide);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_drifts_whatever_the_outer_terminal_takes_them_for(bool outerWide)
    {
        using var pane = Pane(Ambiguous + "|end\r\n\x1b(0qqx\x1b(B§|end", wide: true);
        using var outer = Pane("", outerWide);
        var shown = new Surface(20, 2, _glyphs);
        var next = new Surface(20, 2, _glyphs);
        var map = new GlyphMap(pane, _glyphs);
        for (var row = 0; row < 2; row++) map.Copy(pane.Row(row), next.Row(row));
        var writer = new FrameWriter(_glyphs, ColorDepth.True);
        for (var row = 0; row < 2; row++) writer.Row(row, shown.Row(row), next.Row(row));
        outer.Write(writer.Written);
        Assert.Equal("|end", Text(outer, 0, 13, 4));
        Assert.Equal("|end", Text(outer, 1, 5, 4));
        foreach (var (column, letter) in new[] { (0, "a"), (3, "b"), (6, "c"), (9, "d"), (12, "e") }) Assert.Equal(letter, Text(outer, 0, column, 1));
    }

    private static Emulator Pane(string text, bool wide)
    {
        var emulator = new Emulator(new CellSize(20, 2), new EmulatorOptions { AmbiguousWide = wide });
        emulator.Write(Encoding.UTF8.GetBytes(text));
        return emulator;
    }

    private static string Text(Emulator emulator, int row, int column, int count) =>
        string.Concat(emulator.Row(row).ToArray().Skip(column).Take(count).Select(cell => emulator.GetText(cell)));
}
