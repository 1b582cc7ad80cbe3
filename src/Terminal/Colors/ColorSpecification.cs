using System.Globalization;

namespace Orchtui.Terminal.Colors;

/// <summary>
/// The colour notations of X11 that xterm reads: rgb: with one to four digits a part, which are scaled; # with the same, which are the
/// leading digits; rgbi: with intensities from 0 to 1; the colour spaces of <see cref="DeviceIndependentColor"/>; and the names of
/// <see cref="ColorNames"/>.
/// </summary>
public static class ColorSpecification
{
    public static Color? Parse(string text)
    {
        if (text.StartsWith('#')) return FromDigits(text.AsSpan(1));
        var colon = text.IndexOf(':');
        if (colon < 0) return ColorNames.Find(text);
        var parts = text[(colon + 1)..].Split('/');
        if (parts.Length != 3) return null;
        var space = text[..colon];
        if (!space.Equals("rgb", StringComparison.OrdinalIgnoreCase)) return FromNumbers(space, parts);
        return Scaled(parts[0]) is { } red && Scaled(parts[1]) is { } green && Scaled(parts[2]) is { } blue
            ? Color.Rgb(red, green, blue) : null;
    }

    public static string Format(Color color) => $"rgb:{color.R * 257:x4}/{color.G * 257:x4}/{color.B * 257:x4}";

    private static Color? FromDigits(ReadOnlySpan<char> digits)
    {
        var each = digits.Length / 3;
        if (digits.Length % 3 != 0 || each is 0 or > 4) return null;
        return Leading(digits[..each]) is { } red && Leading(digits[each..(2 * each)]) is { } green && Leading(digits[(2 * each)..]) is { } blue
            ? Color.Rgb(red, green, blue) : null;
    }

    private static Color? FromNumbers(string space, string[] parts)
    {
        Span<double> numbers = stackalloc double[3];
        for (var i = 0; i < 3; i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return null;
        return DeviceIndependentColor.Convert(space, numbers[0], numbers[1], numbers[2]);
    }

    private static byte? Leading(ReadOnlySpan<char> digits) =>
        Hex(digits) is { } value ? (byte)(value << (16 - 4 * digits.Length) >> 8) : null;

    private static byte? Scaled(string digits) =>
        digits.Length is >= 1 and <= 4 && Hex(digits) is { } value ? (byte)(value * 255 / ((1 << (digits.Length * 4)) - 1)) : null;

    private static int? Hex(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
