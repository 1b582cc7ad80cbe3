namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>Soft and full reset, the saved cursor and the alternate screens.</summary>
public sealed class ResetTests
{
    [Theory]
    [InlineData("\e[6;5H\e7\e[!p\e8", 1, 1)]
    [InlineData("\e[6;5H\e[!p", 6, 5)]
    [InlineData("\e[3;4r\e[!p\e[4;1H\r\n", 5, 1)]
    [InlineData("\e[?69h\e[5;6s\e[!p\e[5;5Hab", 5, 7)]
    [InlineData("\e[?45h\e[!p\e[2;1H\b", 2, 1)]
    [InlineData("\e[?7l\e[!p\e[1;79Hxxx", 2, 2)]
    [InlineData("\e[3;4r\e[?6h\e[!p\e[4;5r\e[1;1H", 1, 1)]
    [InlineData("\e[?69h\e[!p\e[2;4s\e[3;3Habc", 3, 6)]
    [InlineData("\e[6;5H\ec", 1, 1)]
    [InlineData("\eH\e[C\eH\ec\t", 1, 9)]
    [InlineData("\e[?69h\e[3;5s\e[4;6r\ec\e[4;3H\e[D\e[A", 3, 2)]
    [InlineData("\e[3;5H\e7\ec\e8", 1, 1)]
    public void The_cursor_stands_where_a_reset_leaves_it(string input, int row, int column) => AssertCursor(input, row, column);

    [Theory]
    [InlineData("\e[6;5H{0}\e[1;1H{1}", 6, 5)]
    [InlineData("\e[6;5H\e[!p{1}", 1, 1)]
    [InlineData("\e[3;2H{0}\e[?47h\e[7;6H{0}\e[?47l{1}", 3, 2)]
    [InlineData("\e[3;2H{0}\e[?47h\e[7;6H{0}\e[?47l{1}\e[?47h{1}", 7, 6)]
    [InlineData("{0}\e[5;7r\e[?69h\e[5;7s\e[?6h{1}\e[1;1H\e[?69l\e[1;1HX", 1, 2)]
    [InlineData("\e[?45h{0}\e[?45l{1}\e[2;1H\b", 2, 1)]
    [InlineData("{0}\e[?7l{1}\e[1;79Habcd", 1, 80)]
    public void The_three_ways_to_save_the_cursor_are_one(string pattern, int row, int column)
    {
        foreach (var (save, restore) in new[] { ("\e7", "\e8"), ("\e[s", "\e[u"), ("\e[?1048h", "\e[?1048l") })
            AssertCursor(pattern.Replace("{0}", save, StringComparison.Ordinal).Replace("{1}", restore, StringComparison.Ordinal), row, column);
    }

    [Fact]
    public void A_saved_cursor_brings_protection_back()
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write("\e[1\"q\e7\e[0\"q\e8a\e[0\"qb\e[1;1;1;2${");
        Assert.Equal("a", t.Screen);
    }

    [Theory]
    [InlineData("47", false)]
    [InlineData("1047", true)]
    [InlineData("1049", true)]
    public void The_alternate_screens_differ_in_what_they_clear(string mode, bool cleared)
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write($"abc\r\nab\e[?{mode}h\e[2J\e[2;1Hdef");
        Assert.Equal("\ndef", t.Screen);
        t.Write($"\e[?{mode}l");
        Assert.Equal("abc\nab", t.Screen);
        Assert.Equal(mode == "1049" ? (1, 2) : (1, 3), t.Cursor);
        t.Write($"\e[?{mode}h");
        Assert.Equal(cleared ? "" : "\ndef", t.Screen);
    }

    [Fact]
    public void A_full_reset_forgets_the_alternate_screen_and_its_saved_cursor()
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write("m\e[?47h\e[2;2Ha\e7\ec");
        Assert.Equal("", t.Screen);
        t.Write("\e[?47h");
        Assert.Equal("", t.Screen);
        t.Write("\e8");
        Assert.Equal((0, 0), t.Cursor);
    }

    [Fact]
    public void A_full_reset_leaves_single_bytes_and_their_replies()
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write("\e%@\e G\ec");
        Assert.Equal("\e[0n", t.Write("\e[5n"));
        t.Write("é");
        Assert.Equal("é", t.Screen);
    }

    [Fact]
    public void Column_mode_clears_the_screen_and_the_margins_where_it_is_allowed()
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write("abc\e[1;2r\e[?3h");
        Assert.Equal("abc", t.Screen);
        t.Write("\e[?40h\e[?3h");
        Assert.Equal("", t.Screen);
        Assert.Equal("\eP1$r1;3r\e\\", t.Write("\eP$qr\e\\"));
    }

    [Fact]
    public void The_alignment_test_fills_the_screen_and_frees_the_cursor()
    {
        using var t = new EmulatorHarness(4, 3);
        t.Write("\e[?69h\e[2;3s\e[2;3r\e[3;3H\e#8");
        Assert.Equal("EEEE\nEEEE\nEEEE", t.Screen);
        Assert.Equal((0, 0), t.Cursor);
        t.Write("\e[2;2H\e[A\e[D");
        Assert.Equal((0, 0), t.Cursor);
    }

    private static void AssertCursor(string input, int row, int column)
    {
        using var t = new EmulatorHarness(80, 25);
        Assert.Equal($"\e[{row};{column}R", t.Write(input + "\e[6n"));
    }
}
