using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class FrameWriterTests
{
    private readonly GlyphTable _glyphs = new();

    [Theory]
    [InlineData(ColorDepth.Monochrome)]
    [InlineData(ColorDepth.Sixteen)]
    [InlineData(ColorDepth.Palette)]
    [InlineData(ColorDepth.True)]
    public void Whatever_was_shown_the_next_surface_is_shown_exactly(ColorDepth depth)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (columns, rows) = (random.Next(2, 60), random.Next(1, 8));
            using var screen = new OuterScreen(columns, rows, _glyphs, depth);
            var drawing = new RandomSurfaces(random, _glyphs);
            var writer = new FrameWriter(_glyphs, depth);
            var shown = new Surface(columns, rows, _glyphs);
            var next = new Surface(columns, rows, _glyphs);
            for (var frame = 0; frame < 12; frame++)
            {
                drawing.Draw(next, random.Next(1, 30));
                Send(writer, shown, next, screen.Emulator);
                Assert.True(screen.DifferenceTo(next) is null, $"seed {seed}, frame {frame}, {columns}x{rows}: {screen.DifferenceTo(next)}");
            }
        }
    }

    [Fact]
    public void Equal_rows_send_nothing()
    {
        var shown = new Surface(20, 1, _glyphs);
        shown.Write(0, 0, "the same");
        var writer = new FrameWriter(_glyphs, ColorDepth.True);
        Assert.False(writer.Row(0, shown.Row(0), shown.Row(0)));
        Assert.Equal(0, writer.Written.Length);
    }

    [Fact]
    public void A_change_of_one_character_sends_little_more_than_it()
    {
        var shown = new Surface(80, 1, _glyphs);
        shown.Write(0, 0, new string('a', 80));
        var writer = new FrameWriter(_glyphs, ColorDepth.True);
        Assert.True(writer.Row(0, new Surface(80, 1, _glyphs).Row(0), shown.Row(0)));
        writer.Reset();
        var next = new Surface(80, 1, _glyphs);
        shown.Row(0).CopyTo(next.Row(0));
        next.Write(40, 0, "b");
        writer.Row(0, shown.Row(0), next.Row(0));
        Assert.Equal("\x1b[1;41Hb", Encoding.UTF8.GetString(writer.Written));
    }

    [Fact]
    public void The_rest_of_a_line_is_erased_instead_of_written()
    {
        var shown = new Surface(80, 1, _glyphs);
        shown.Write(0, 0, new string('a', 80));
        var next = new Surface(80, 1, _glyphs);
        next.Write(0, 0, "b");
        var writer = new FrameWriter(_glyphs, ColorDepth.True);
        writer.Row(0, shown.Row(0), next.Row(0));
        Assert.InRange(writer.Written.Length, 1, 32);
        Assert.EndsWith("\x1b[K", Encoding.UTF8.GetString(writer.Written));
    }

    [Fact]
    public void A_link_ends_where_it_ends_even_when_the_terminal_was_forgotten_meanwhile()
    {
        using var screen = new OuterScreen(10, 1, _glyphs, ColorDepth.True);
        var writer = new FrameWriter(_glyphs, ColorDepth.True);
        var shown = new Surface(10, 1, _glyphs);
        var next = new Surface(10, 1, _glyphs);
        next.Write(0, 0, "0123456789");
        var link = _glyphs.Extra(new CellExtra(default, new Hyperlink("", "https://example.com")));
        next.Row(0)[9] = next.Row(0)[9].WithIds('9', link);
        Send(writer, shown, next, screen.Emulator);
        writer.Forget();
        next.Write(0, 0, "abc");
        Send(writer, shown, next, screen.Emulator);
        Assert.Null(screen.DifferenceTo(next));
    }

    [Fact]
    public void A_link_beyond_ascii_is_sent_as_it_is_and_control_characters_never()
    {
        using var screen = new OuterScreen(10, 1, _glyphs, ColorDepth.True);
        var next = new Surface(10, 1, _glyphs);
        next.Write(0, 0, "ab");
        next.Row(0)[0] = next.Row(0)[0].WithIds('a', _glyphs.Extra(new CellExtra(default, new Hyperlink("", "https://example.com/ü"))));
        next.Row(0)[1] = next.Row(0)[1].WithIds('b', _glyphs.Extra(new CellExtra(default, new Hyperlink("", "https://example.com/\x1b[31m\u009cx"))));
        Send(new FrameWriter(_glyphs, ColorDepth.True), new Surface(10, 1, _glyphs), next, screen.Emulator);
        Assert.Equal("https://example.com/ü", screen.Emulator.Hyperlink(screen.Emulator.Row(0)[0])?.Uri);
        Assert.Equal("https://example.com/[31mx", screen.Emulator.Hyperlink(screen.Emulator.Row(0)[1])?.Uri);
    }

    /// <summary>Sends one frame and then shows the cursor somewhere, as a client screen does.</summary>
    private static void Send(FrameWriter writer, Surface shown, Surface next, Emulator emulator)
    {
        writer.Reset();
        for (var row = 0; row < next.Rows; row++)
        {
            writer.Row(row, shown.Row(row), next.Row(row));
            next.Row(row).CopyTo(shown.Row(row));
        }

        var at = (Row: next.Rows - 1, Column: next.Columns / 2);
        writer.MoveTo(at.Row, at.Column);
        emulator.Write(writer.Written);
        Assert.Equal(new CellPosition(at.Row, at.Column), emulator.Cursor);
    }
}
