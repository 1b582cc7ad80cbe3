namespace Orchtui.Terminal.Colors;

/// <summary>
/// Colours that are named by what the eye sees (CIE spaces, TekHVC) or by intensity (rgbi), turned into levels of the screen that X11's
/// library assumes. The formulas are those of that library where they differ from the textbook's (the lightness of CIELab below 8, the
/// scales of a*, b*, u* and v*), since the answers are compared with xterm's. A colour outside of what the screen shows keeps its hue and
/// lightness and loses colour until it fits.
/// </summary>
internal static class DeviceIndependentColor
{
    /// <summary>What rounding may put a colour outside of the screen's range.</summary>
    private const double Tolerance = 0.001;

    private const double DarkLightness = 7.99953624;
    private const double DarkY = 0.008856;
    private const double ChromaScale = 7.50725;

    /// <summary>Halvings of the way from grey to the colour; enough for the last bit of a level.</summary>
    private const int Halvings = 50;

    private static readonly Xyz White = new(0.9496644, 1, 1.40604030);
    private static readonly (double U, double V) WhiteUv = Chromaticity(White);

    /// <summary>TekHVC counts hues from the direction of the best red.</summary>
    private static readonly double HueOffset = Math.Atan((0.4931 - WhiteUv.V) / (0.7127 - WhiteUv.U));

    private readonly record struct Xyz(double X, double Y, double Z);

    /// <summary>The colour, or null when there is no such space.</summary>
    public static Color? Convert(string space, double first, double second, double third) => space.ToUpperInvariant() switch
    {
        "RGBI" => ScreenProfile.FromIntensities(first, second, third),
        "CIEXYZ" => OnScreen(new Xyz(first, second, third)),
        "CIEUVY" => OnScreen(FromUv(first, second, third)),
        "CIEXYY" => OnScreen(FromXy(first, second, third)),
        "CIELAB" => OnScreen(FromLab(first, second, third)),
        "CIELUV" => OnScreen(FromLuv(first, second, third)),
        "TEKHVC" => OnScreen(FromHvc(first, second, third)),
        _ => null,
    };

    private static Color OnScreen(Xyz color)
    {
        if (!Fits(Intensities(color), Tolerance)) color = Desaturated(color);
        var (red, green, blue) = Intensities(color);
        return ScreenProfile.FromIntensities(red, green, blue);
    }

    private static Xyz Desaturated(Xyz color)
    {
        if (color.Y >= 1) return White;
        var (u, v) = Chromaticity(color);
        var inside = 0.0;
        var outside = 1.0;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (inside + outside) / 2;
            if (Fits(Intensities(Between(middle)), 0)) inside = middle;
            else outside = middle;
        }

        return Between(inside);
        Xyz Between(double share) => FromUv(WhiteUv.U + (u - WhiteUv.U) * share, WhiteUv.V + (v - WhiteUv.V) * share, color.Y);
    }

    private static bool Fits((double Red, double Green, double Blue) light, double tolerance) =>
        Math.Min(light.Red, Math.Min(light.Green, light.Blue)) > -tolerance
        && Math.Max(light.Red, Math.Max(light.Green, light.Blue)) <= 1 + tolerance;

    private static (double Red, double Green, double Blue) Intensities(Xyz color) => (
        3.48340481253539 * color.X - 1.521763749272852 * color.Y - 0.5592313335404978 * color.Z,
        -1.071527513061936 * color.X + 1.965937952043724 * color.Y + 0.03673691339553462 * color.Z,
        0.06351179790497788 * color.X - 0.2002050100049648 * color.Y + 0.8107094203164822 * color.Z);

    private static (double U, double V) Chromaticity(Xyz color)
    {
        var sum = color.X + 15 * color.Y + 3 * color.Z;
        return sum == 0 ? WhiteUv : (4 * color.X / sum, 9 * color.Y / sum);
    }

    private static Xyz FromUv(double u, double v, double y) =>
        v == 0 ? new Xyz(0, y, 0) : new Xyz(9 * u * y / (4 * v), y, y * (12 - 3 * u - 20 * v) / (4 * v));

    private static Xyz FromXy(double x, double y, double luminance) =>
        y == 0 ? new Xyz(0, luminance, 0) : new Xyz(x * luminance / y, luminance, (1 - x - y) * luminance / y);

    private static Xyz FromLab(double lightness, double a, double b)
    {
        var root = (lightness + 16) / 116;
        if (Math.Pow(root, 3) >= DarkY)
            return new Xyz(White.X * Math.Pow(root + a / 5, 3), Math.Pow(root, 3), White.Z * Math.Pow(root - b / 2, 3));
        root = lightness / 9.03292;
        return new Xyz(White.X * (root + a / 3893.5), root, White.Z * (root - b / 1557.4));
    }

    private static Xyz FromLuv(double lightness, double u, double v)
    {
        if (lightness == 0) return default;
        var scale = 13 * lightness / 100;
        return FromUv(WhiteUv.U + u / scale, WhiteUv.V + v / scale, Luminance(lightness));
    }

    private static Xyz FromHvc(double hue, double value, double chroma)
    {
        if (value == 0) return default;
        var angle = double.DegreesToRadians(hue) + HueOffset;
        var reach = chroma / (value * ChromaScale);
        return FromUv(WhiteUv.U + Math.Cos(angle) * reach, WhiteUv.V + Math.Sin(angle) * reach, Luminance(value));
    }

    private static double Luminance(double lightness) =>
        lightness < DarkLightness ? lightness / 903.29 : Math.Pow((lightness + 16) / 116, 3);
}
