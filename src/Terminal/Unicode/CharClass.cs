namespace Orchtui.Terminal.Unicode;

/// <summary>What a code point does to the cell before it; keep in step with generate-widths.mjs.</summary>
internal enum CharClass : byte
{
    Other,

    /// <summary>Joins the cell before it and takes no column.</summary>
    Extend,
    ZeroWidthJoiner,
    RegionalIndicator,
    Pictograph,
    EmojiModifier,
    SpacingMark,

    /// <summary>Digits, # and *, which become an emoji with a variation selector.</summary>
    KeycapBase,
}

/// <summary>The properties of a code point: width in bits 0-1, ambiguous width in bit 2, class in bits 3-6.</summary>
internal readonly record struct CharProperties(byte Bits)
{
    public int Width => Bits & 3;

    public bool IsAmbiguous => (Bits & 4) != 0;

    public CharClass Class => (CharClass)(Bits >> 3);
}
