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

    /// <summary>An extending mark that joins the consonants on both its sides to a conjunct (Indic_Conjunct_Break=Linker).</summary>
    Linker,

    /// <summary>A consonant of a script with conjuncts (Indic_Conjunct_Break=Consonant).</summary>
    Consonant,
}

/// <summary>The properties of a code point: width in bits 0-1, ambiguous width in bit 2, class in bits 3-6.</summary>
internal readonly record struct CharProperties(byte Bits)
{
    public int Width => Bits & 3;

    public bool IsAmbiguous => (Bits & 4) != 0;

    public CharClass Class => (CharClass)(Bits >> 3);
}
