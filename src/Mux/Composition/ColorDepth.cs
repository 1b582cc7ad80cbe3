using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>How many colours an outer terminal shows.</summary>
public enum ColorDepth
{
    Monochrome,
    Sixteen,
    Palette,
    True,
}

/// <summary>Fits a colour to what the outer terminal shows.</summary>
internal static class ColorDepths
{
    private static ReadOnlySpan<byte> CubeLevels => [0, 95, 135, 175, 215, 255];

    /// <summary>Reads the depth from the usual variables; NO_COLOR asks for none.</summary>
    public static ColorDepth Detect(string term, string colorTerm, bool noColor)
    {
        if (noColor || term is "" or "dumb" || term.StartsWith("vt", StringComparison.Ordinal) || term.EndsWith("-m", StringComparison.Ordinal))
            return ColorDepth.Monochrome;
        if (colorTerm is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal) || term.Contains("kitty") || term.Contains("ghostty"))
            return ColorDepth.True;
        return term.Contains("256color") ? ColorDepth.Palette : ColorDepth.Sixteen;
    }

    public static Color Fit(Color color, ColorDepth depth)
    {
        if (color.IsDefault || depth == ColorDepth.True) return color;
        if (depth == ColorDepth.Monochrome) return Color.Default;
        if (color.IsRgb) color = Color.Indexed(NearestPalette(color.R, color.G, color.B));
        return depth == ColorDepth.Palette || color.Index < 16 ? color : Color.Indexed(NearestSixteen(color.Index));
    }

    /// <summary>The nearer of the best cube colour and the best grey.</summary>
    private static byte NearestPalette(int red, int green, int blue)
    {
        int r = CubeIndex(red), g = CubeIndex(green), b = CubeIndex(blue);
        var average = (red + green + blue) / 3;
        var grey = average < 4 ? 0 : average > 238 ? 23 : (average - 3) / 10;
        var level = 8 + (10 * grey);
        var cube = Distance(red - CubeLevels[r], green - CubeLevels[g], blue - CubeLevels[b]);
        return cube <= Distance(red - level, green - level, blue - level)
            ? (byte)(16 + (36 * r) + (6 * g) + b)
            : (byte)(232 + grey);
    }

    private static int CubeIndex(int value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;

    private static int Distance(int r, int g, int b) => (r * r) + (g * g) + (b * b);

    private static byte NearestSixteen(byte index)
    {
        var (r, g, b) = index >= 232
            ? (8 + (10 * (index - 232)), 8 + (10 * (index - 232)), 8 + (10 * (index - 232)))
            : (CubeLevels[(index - 16) / 36], CubeLevels[(index - 16) / 6 % 6], CubeLevels[(index - 16) % 6]);
        var bright = Math.Max(r, Math.Max(g, b));
        if (bright < 48) return 0;
        var threshold = bright / 2;
        var hue = (r > threshold ? 1 : 0) | (g > threshold ? 2 : 0) | (b > threshold ? 4 : 0);
        if (hue == 7) return (byte)(bright > 215 ? 15 : bright > 120 ? 7 : 8);
        return (byte)(hue + (bright > 175 ? 8 : 0));
    }
}
