namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>The erasing sequences and the two kinds of protection, on a screen of 8x3.</summary>
public sealed class ErasingTests
{
    private const string Letters = "abcde\r\nfghij\r\nklmno";
    private const string Margins = "\e[?69h\e[2;4s\e[2;3r\e[2;3H";

    [Theory]
    [InlineData("J", "abcde\nfg")]
    [InlineData("1J", "\n   ij\nklmno")]
    [InlineData("2J", "")]
    [InlineData("3J", "abcde\nfghij\nklmno")]
    [InlineData("K", "abcde\nfg\nklmno")]
    [InlineData("1K", "abcde\n   ij\nklmno")]
    [InlineData("2K", "abcde\n\nklmno")]
    public void Plain_and_selective_erases_ignore_the_margins(string sequence, string expected)
    {
        foreach (var prefix in new[] { "\e[", "\e[?" })
        {
            using var t = new EmulatorHarness(8, 3);
            t.Write(Letters + Margins + prefix + sequence);
            Assert.Equal(expected, t.Screen);
        }
    }

    [Theory]
    [InlineData("\e[?2J", "b")]
    [InlineData("\e[?2K", "b")]
    [InlineData("\e[1;1;1;3${", "b")]
    [InlineData("\e[2J", "")]
    [InlineData("\e[2K", "")]
    [InlineData("\e[1;1H\e[3X", "")]
    [InlineData("\e[1;1;1;3$z", "")]
    public void Only_selective_erases_spare_what_DECSCA_protects(string sequence, string kept)
    {
        using var t = new EmulatorHarness(8, 3);
        t.Write("a\e[1\"qb\e[2\"qc" + sequence);
        Assert.Equal(kept, t.Screen.Trim());
    }

    [Theory]
    [InlineData("\e[2J", "b")]
    [InlineData("\e[2K", "b")]
    [InlineData("\e[1;1H\e[3X", "b")]
    [InlineData("\e[1;1;1;3${", "")]
    public void The_other_erases_spare_what_SPA_protects(string sequence, string kept)
    {
        using var t = new EmulatorHarness(8, 3);
        t.Write("a\eVb\eWc" + sequence);
        Assert.Equal(kept, t.Screen.Trim());
    }

    [Theory]
    [InlineData("\e[1;3H\e[9X", "ab\nfghij\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[1;3H\e[2X", "ab  e\nfghij\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[1;1H\e[4X", "    e\nfghij\nklmno")]
    public void Erasing_characters_ignores_the_columns(string sequence, string expected)
    {
        using var t = new EmulatorHarness(8, 3);
        t.Write(Letters + sequence);
        Assert.Equal(expected, t.Screen);
    }
}
