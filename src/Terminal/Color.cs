namespace Orchtui.Terminal;

/// <summary>The default colour, one of 256 palette entries, or 24-bit RGB, packed as kind (8 bits) and value (24 bits).</summary>
public readonly record struct Color
{
    private const uint IndexedKind = 1u << 24;
    private const uint RgbKind = 2u << 24;

    internal Color(uint packed) => Packed = packed;

    public uint Packed { get; }

    public static Color Default => default;

    public static Color Indexed(byte index) => new(IndexedKind | index);

    public static Color Rgb(byte red, byte green, byte blue) => new(RgbKind | (uint)(red << 16 | green << 8 | blue));

    public bool IsDefault => Packed == 0;

    public bool IsIndexed => Packed >> 24 == 1;

    public bool IsRgb => Packed >> 24 == 2;

    public byte Index => (byte)Packed;

    public byte R => (byte)(Packed >> 16);

    public byte G => (byte)(Packed >> 8);

    public byte B => (byte)Packed;

    public override string ToString() => IsRgb ? $"#{Packed & 0xffffff:x6}" : IsIndexed ? $"{Index}" : "default";
}
