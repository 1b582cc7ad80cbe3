namespace Orchtui.Terminal.Unicode;

/// <summary>How many columns a text takes, by the same tables as the emulator.</summary>
public static class CharacterWidth
{
    private const int EmojiPresentation = 0xfe0f;

    /// <summary>The columns of one grapheme cluster: those of its widest character, two with the emoji selector; 0 for a lone mark.</summary>
    public static int Of(ReadOnlySpan<char> cluster)
    {
        var width = 0;
        foreach (var rune in cluster.EnumerateRunes())
        {
            if (rune.Value == EmojiPresentation && width > 0) return 2;
            width = Math.Max(width, WidthTable.Get((uint)rune.Value).Width);
        }

        return width;
    }
}
