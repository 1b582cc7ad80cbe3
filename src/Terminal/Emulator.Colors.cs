using System.Globalization;
using System.Text;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private static readonly uint[] BasePalette =
    [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ];

    /// <summary>Colours that the program set by OSC 4, packed as <see cref="Color"/>; 0 is an untouched one.</summary>
    private uint[]? _palette;

    /// <summary>The program's own colour for a palette entry (OSC 4); default where it set none.</summary>
    public Color PaletteOverride(byte index) => _palette is null ? default : new Color(_palette[index]);

    /// <summary>The program's own default foreground (OSC 10); default where it set none.</summary>
    public Color ForegroundOverride => new(_state.DynamicColors[0]);

    /// <summary>The program's own default background (OSC 11); default where it set none.</summary>
    public Color BackgroundOverride => new(_state.DynamicColors[1]);

    /// <summary>The program's own cursor colour (OSC 12); default where it set none.</summary>
    public Color CursorColorOverride => new(_state.DynamicColors[2]);

    /// <summary>Whether any colour of a cell may be shown as another one: <see cref="Shown"/> tells as which.</summary>
    public bool OverridesColors => _palette is not null || _state.DynamicColors[0] != 0 || _state.DynamicColors[1] != 0;

    /// <summary>The colour that a foreground or background is shown in, as the program has set it by OSC 4, 10 and 11.</summary>
    public Color Shown(Color color, bool isBackground)
    {
        if (color.IsRgb) return color;
        var own = color.IsIndexed ? PaletteOverride(color.Index) : isBackground ? BackgroundOverride : ForegroundOverride;
        return own.IsDefault ? color : own;
    }

    /// <summary>What OSC 10 answers while the program set no colour of its own; taken from the options at first.</summary>
    public Color DefaultForeground { get; set; }

    /// <summary>What OSC 11 answers while the program set no colour of its own; taken from the options at first.</summary>
    public Color DefaultBackground { get; set; }

    /// <summary>OSC 4: index;colour pairs, where ? asks.</summary>
    private void PaletteColors(ReadOnlySpan<byte> text, bool bell)
    {
        var parts = Encoding.ASCII.GetString(text).Split(';');
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) continue;
            if (parts[i + 1] == "?")
            {
                ReplyOsc($"4;{index};{Specification(PaletteColor(index))}", bell);
            }
            else if (ParseColor(parts[i + 1]) is { } color)
            {
                (_palette ??= new uint[256])[index] = color.Packed;
                TouchRows(0, _size.Rows - 1);
            }
        }
    }

    private void ResetPalette(ReadOnlySpan<byte> text)
    {
        TouchRows(0, _size.Rows - 1);
        if (text.IsEmpty)
        {
            _palette = null;
            return;
        }

        foreach (var part in Encoding.ASCII.GetString(text).Split(';'))
            if (_palette is not null && byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                _palette[index] = 0;
    }

    /// <summary>OSC 10 to 19: each further part is the next number's.</summary>
    private void DynamicColors(int number, ReadOnlySpan<byte> text, bool bell)
    {
        foreach (var part in Encoding.ASCII.GetString(text).Split(';'))
        {
            if (number > 19) return;
            if (part == "?") ReplyOsc($"{number};{Specification(DynamicColor(number))}", bell);
            else if (ParseColor(part) is { } color) SetDynamicColor(number, color.Packed);
            number++;
        }
    }

    private Color DynamicColor(int number)
    {
        if (_state.DynamicColors[number - DynamicColorSet.First] is not 0 and var packed) return new Color(packed);
        return number is 11 or 14 or 16 or 17 ? DefaultBackground : DefaultForeground;
    }

    private void SetDynamicColor(int number, uint color)
    {
        _state.DynamicColors[number - DynamicColorSet.First] = color;
        TouchRows(0, _size.Rows - 1);
    }

    private Color PaletteColor(byte index)
    {
        if (_palette is not null && _palette[index] != 0) return new Color(_palette[index]);
        if (index < 16) return new Color(Color.Rgb(0, 0, 0).Packed | BasePalette[index]);
        if (index >= 232) return Gray((byte)(8 + (index - 232) * 10));
        var cube = index - 16;
        return Color.Rgb(Level(cube / 36), Level(cube / 6 % 6), Level(cube % 6));
    }

    private static Color Gray(byte level) => Color.Rgb(level, level, level);

    private static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + step * 40);

    private static string Specification(Color color) => $"rgb:{color.R * 257:x4}/{color.G * 257:x4}/{color.B * 257:x4}";

    /// <summary>The two notations of X11 that programs use: rgb:r/g/b with 1 to 4 digits, and #rgb to #rrrrggggbbbb.</summary>
    private static Color? ParseColor(string text)
    {
        if (text.StartsWith("rgb:", StringComparison.Ordinal))
        {
            var parts = text[4..].Split('/');
            return parts.Length == 3 ? FromParts(parts[0], parts[1], parts[2]) : null;
        }

        if (!text.StartsWith('#') || (text.Length - 1) % 3 != 0) return null;
        var digits = (text.Length - 1) / 3;
        return FromParts(text[1..(1 + digits)], text[(1 + digits)..(1 + 2 * digits)], text[(1 + 2 * digits)..]);
    }

    private static Color? FromParts(string red, string green, string blue) =>
        Scale(red) is { } r && Scale(green) is { } g && Scale(blue) is { } b ? Color.Rgb(r, g, b) : null;

    private static byte? Scale(string digits)
    {
        var isHex = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        if (!isHex || digits.Length is 0 or > 4) return null;
        return (byte)(value * 255 / ((1 << (digits.Length * 4)) - 1));
    }
}
