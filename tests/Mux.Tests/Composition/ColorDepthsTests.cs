using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class ColorDepthsTests
{
    [Theory]
    [InlineData("xterm-256color", "", false, ColorDepth.Palette)]
    [InlineData("xterm-256color", "truecolor", false, ColorDepth.True)]
    [InlineData("xterm-256color", "truecolor", true, ColorDepth.Monochrome)]
    [InlineData("xterm-direct", "", false, ColorDepth.True)]
    [InlineData("xterm-kitty", "", false, ColorDepth.True)]
    [InlineData("xterm", "", false, ColorDepth.Sixteen)]
    [InlineData("linux", "", false, ColorDepth.Sixteen)]
    [InlineData("vt100", "", false, ColorDepth.Monochrome)]
    [InlineData("dumb", "truecolor", false, ColorDepth.Monochrome)]
    [InlineData("", "", false, ColorDepth.Monochrome)]
    public void The_depth_is_read_from_the_usual_variables(string term, string colorTerm, bool noColor, ColorDepth expected) =>
        Assert.Equal(expected, ColorDepths.Detect(term, colorTerm, noColor));

    [Fact]
    public void A_terminal_with_all_colours_gets_every_colour_as_it_is()
    {
        foreach (var color in Samples()) Assert.Equal(color, ColorDepths.Fit(color, ColorDepth.True));
    }

    [Fact]
    public void A_lesser_terminal_gets_only_colours_it_has()
    {
        foreach (var color in Samples())
        {
            Assert.True(ColorDepths.Fit(color, ColorDepth.Monochrome).IsDefault);
            var palette = ColorDepths.Fit(color, ColorDepth.Palette);
            Assert.True(palette.IsDefault || palette.IsIndexed);
            var sixteen = ColorDepths.Fit(color, ColorDepth.Sixteen);
            Assert.True(sixteen.IsDefault || sixteen is { IsIndexed: true, Index: < 16 }, $"{color} became {sixteen}");
            Assert.Equal(sixteen, ColorDepths.Fit(sixteen, ColorDepth.Sixteen));
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 16)]
    [InlineData(255, 255, 255, 231)]
    [InlineData(255, 0, 0, 196)]
    [InlineData(95, 135, 175, 67)]
    [InlineData(118, 118, 118, 243)]
    public void An_exact_palette_colour_is_found(byte red, byte green, byte blue, byte expected) =>
        Assert.Equal(Color.Indexed(expected), ColorDepths.Fit(Color.Rgb(red, green, blue), ColorDepth.Palette));

    [Theory]
    [InlineData(255, 0, 0, 9)]
    [InlineData(0, 0, 135, 4)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(255, 255, 255, 15)]
    [InlineData(128, 128, 128, 7)]
    public void Sixteen_colours_keep_the_hue(byte red, byte green, byte blue, byte expected) =>
        Assert.Equal(Color.Indexed(expected), ColorDepths.Fit(Color.Rgb(red, green, blue), ColorDepth.Sixteen));

    private static IEnumerable<Color> Samples()
    {
        yield return Color.Default;
        for (var i = 0; i < 256; i++) yield return Color.Indexed((byte)i);
        for (var i = 0; i < 4096; i++) yield return Color.Rgb((byte)((i >> 8) * 17), (byte)((i >> 4 & 15) * 17), (byte)((i & 15) * 17));
    }
}
