namespace Orchtui.Terminal;

internal enum Charset : byte
{
    Ascii,
    British,
    LineDrawing,
    Dutch,
    Finnish,
    French,
    FrenchCanadian,
    German,
    Italian,
    Norwegian,
    Spanish,
    Swedish,
    Swiss,
}

/// <summary>The national replacement sets and the line-drawing set: which characters take the places of which ASCII ones.</summary>
internal static class Charsets
{
    private const string LineDrawing = "\u25c6\u2592\u2409\u240c\u240d\u240a\u00b0\u00b1\u2424\u240b\u2518\u2510\u250c\u2514\u253c"
        + "\u23ba\u23bb\u2500\u23bc\u23bd\u251c\u2524\u2534\u252c\u2502\u2264\u2265\u03c0\u2260\u00a3\u00b7";

    // Positions that national sets replace, in the order of the strings below.
    private const string Places = "#@[\\]^_`{|}~";

    private static readonly string?[] Replacements =
    [
        null, null, null, // ASCII, British and line drawing are handled apart.
        "£¾ĳ½|^_`¨ƒ¼´", "#@ÄÖÅÜ_éäöåü", "£à°ç§^_`éùè¨", "#àâçêî_ôéùèû", "#§ÄÖÜ^_`äöüß", "£§°çé^_ùàòèì",
        "#ÄÆØÅÜ_äæøåü", "£§¡Ñ¿^_`°ñç~", "#ÉÄÖÅÜ_éäöåü", "ùàéçêîèôäöüû",
    ];

    public static Charset? FromDesignator(byte final) => final switch
    {
        (byte)'B' or (byte)'1' => Charset.Ascii,
        (byte)'0' or (byte)'2' => Charset.LineDrawing,
        (byte)'A' => Charset.British,
        (byte)'4' => Charset.Dutch,
        (byte)'C' or (byte)'5' => Charset.Finnish,
        (byte)'R' or (byte)'f' => Charset.French,
        (byte)'Q' or (byte)'9' => Charset.FrenchCanadian,
        (byte)'K' => Charset.German,
        (byte)'Y' => Charset.Italian,
        (byte)'E' or (byte)'6' or (byte)'`' => Charset.Norwegian,
        (byte)'Z' => Charset.Spanish,
        (byte)'H' or (byte)'7' => Charset.Swedish,
        (byte)'=' => Charset.Swiss,
        _ => null,
    };

    public static uint Translate(Charset set, byte character)
    {
        if (set == Charset.Ascii) return character;
        if (set == Charset.British) return character == '#' ? 0xa3u : character;
        if (set == Charset.LineDrawing)
            return character is >= 0x60 and <= 0x7e ? LineDrawing[character - 0x60] : character == '_' ? 0xa0u : character;
        var place = Places.IndexOf((char)character);
        return place < 0 ? character : Replacements[(int)set]![place];
    }
}
