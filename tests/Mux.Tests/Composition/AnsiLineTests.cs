using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class AnsiLineTests
{
    [Fact]
    public void A_captured_line_shows_the_same_when_it_is_printed_again()
    {
        using var emulator = new Emulator(new CellSize(40, 1), new EmulatorOptions());
        emulator.Write(Encoding.UTF8.GetBytes("\x1b[1;31mred\x1b[0m plain \x1b[44m界\x1b[4:3;38;2;1;2;3me\u0301\x1b[0m  \x1b[7m "));
        var text = new StringBuilder();
        new AnsiLine(emulator).Append(emulator.Row(0), text);
        Assert.EndsWith("\x1b[0m", text.ToString());

        using var again = new Emulator(new CellSize(40, 1), new EmulatorOptions());
        again.Write(Encoding.UTF8.GetBytes(text.ToString()));
        var glyphs = new GlyphTable();
        var surface = new Surface(40, 1, glyphs);
        new GlyphMap(emulator, glyphs).Copy(emulator.Row(0), surface.Row(0));
        using var screen = new OuterScreen(40, 1, glyphs, ColorDepth.True);
        screen.Emulator.Write(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Null(screen.DifferenceTo(surface));
    }

    [Fact]
    public void A_blank_line_is_empty()
    {
        using var emulator = new Emulator(new CellSize(40, 1), new EmulatorOptions());
        var text = new StringBuilder();
        new AnsiLine(emulator).Append(emulator.Row(0), text);
        Assert.Equal("", text.ToString());
    }
}
