namespace Orchtui.Terminal.Tests.Unicode;

public sealed class GraphemeTests
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("日", 2)]
    [InlineData("한", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    [InlineData("👩‍💻", 2)]
    [InlineData("🇨🇭", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("❤\ufe0f", 2)]
    [InlineData("❤", 1)]
    [InlineData("1\ufe0f\u20e3", 2)]
    [InlineData("👨‍👩‍👧‍👦", 2)]
    [InlineData("─", 1)]
    [InlineData("⣿", 1)]
    [InlineData("\u1100\u1161\u11a8", 2)]
    [InlineData("✳", 1)]
    [InlineData("\U0001fae9", 2)] // Unicode 16
    [InlineData("\U0001faea", 2)] // Unicode 17
    [InlineData("a\u0897", 1)] // Unicode 16
    public void A_grapheme_fills_one_cell_of_its_width(string text, int width)
    {
        using var t = new EmulatorHarness(20, 2);
        t.Write(text + "|");
        Assert.Equal(width + 1, t.Cursor.Column);
        Assert.Equal(text, t.Emulator.GetText(t.Cell(0, 0)));
        Assert.Equal(text + "|", t.Screen);
    }

    [Fact]
    public void Two_flags_are_two_graphemes()
    {
        using var t = new EmulatorHarness(20, 2);
        t.Write("🇨🇭🇩🇪");
        Assert.Equal("🇨🇭", t.Emulator.GetText(t.Cell(0, 0)));
        Assert.Equal("🇩🇪", t.Emulator.GetText(t.Cell(0, 2)));
    }

    [Fact]
    public void A_cluster_is_the_same_in_any_split()
    {
        using var t = new EmulatorHarness(20, 2);
        foreach (var b in "👩‍💻e\u0301"u8.ToArray()) t.Emulator.Write([b]);
        Assert.Equal("👩‍💻e\u0301", t.Screen);
        Assert.Equal(3, t.Cursor.Column);
    }

    [Fact]
    public void A_wide_character_that_does_not_fit_wraps()
    {
        using var t = new EmulatorHarness(3, 3);
        t.Write("ab日x");
        Assert.Equal("ab\n日x", t.Screen);
        Assert.True(t.Emulator.RowWrapped(0));
    }

    [Theory]
    [InlineData("\u0915\u094d\u0937", 1)] // ka, virama, ssa
    [InlineData("\u0915\u093c\u094d\u200d\u0937", 1)] // with nukta and joiner
    [InlineData("\u0938\u094d\u0924\u094d\u0930", 1)] // three consonants
    [InlineData("\u0915\u0937", 2)] // no virama
    [InlineData("\u0915\u094da", 2)] // no consonant
    [InlineData("a\u094d\u0915", 2)] // none before
    [InlineData("\u0915\u0941\u094d\u0937", 1)] // a vowel sign is a mark as well
    [InlineData("\u1b13\u1b44\u1b13", 1)] // a linker that takes a column by itself
    public void Consonants_joined_by_a_virama_are_one_grapheme_where_clusters_are_asked_for(string text, int columns)
    {
        using var t = new EmulatorHarness(20, 2);
        t.Write("\e[?2027h" + text);
        Assert.Equal(columns, t.Cursor.Column);
        Assert.Equal(text, t.Screen);
        using var plain = new EmulatorHarness(20, 2);
        plain.Write(text);
        Assert.True(plain.Cursor.Column >= columns);
    }

    [Fact]
    public void Spacing_marks_join_only_when_grapheme_clusters_are_asked_for()
    {
        using var plain = new EmulatorHarness(20, 2);
        plain.Write("\u0915\u093e");
        Assert.Equal(2, plain.Cursor.Column);
        using var clusters = new EmulatorHarness(20, 2);
        clusters.Write("\e[?2027h\u0915\u093e");
        Assert.Equal(1, clusters.Cursor.Column);
    }

    [Fact]
    public void Ambiguous_characters_are_wide_when_the_option_says_so()
    {
        using var t = new EmulatorHarness(20, 2, new EmulatorOptions { AmbiguousWide = true });
        t.Write("§x");
        Assert.Equal(3, t.Cursor.Column);
    }

    [Fact]
    public void Piled_up_marks_are_bounded()
    {
        using var t = new EmulatorHarness(20, 2);
        t.Write("a" + new string('\u0301', 1000));
        Assert.InRange(t.Emulator.GetText(t.Cell(0, 0)).Length, 2, 64);
    }

    [Fact]
    public void The_table_knows_the_last_code_point() => Assert.Equal(1, Terminal.Unicode.WidthTable.Get(0x10ffff).Width);
}
