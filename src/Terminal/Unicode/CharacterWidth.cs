namespace Orchtui.Terminal.Unicode;

/// <summary>How many columns a text takes, by the same tables as the emulator.</summary>
public static class CharacterWidth
{
    private const int EmojiPresentation = 0xfe0f;

    /// <summary>The columns of one grapheme cluster: those of its widest character, two with the emoji selector; 0 for a lone mark.</summary>
    public static int Of(ReadOnlySpan<char> cluster, bool ambiguousWide = false)
    {
        var width = 0;
        foreach (var rune in cluster.EnumerateRunes())
        {
            if (rune.Value == EmojiPresentation && width > 0) return 2;
            var properties = WidthTable.Get((uint)rune.Value);
            width = Math.Max(width, ambiguousWide && properties.IsAmbiguous ? 2 : properties.Width);
        }

        return width;
    }

    /// <summary>The columns of one character by itself.</summary>
    public static int Of(System.Text.Rune rune, bool ambiguousWide = false)
    {
        var properties = WidthTable.Get((uint)rune.Value);
        return ambiguousWide && properties.IsAmbiguous ? 2 : properties.Width;
    }

    /// <summary>Whether terminals disagree on the columns of a code point (East Asian ambiguous width).</summary>
    public static bool IsAmbiguous(uint codePoint) => WidthTable.Get(codePoint).IsAmbiguous;
}
