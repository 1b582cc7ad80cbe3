namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>Where text goes at the margins, and what scrolls.</summary>
public sealed class WrappingTests
{
    private const string Box = "\e[?69h\e[3;7s\e[3;6r";

    [Theory]
    [InlineData("\e[1;9Habc", "        ab\nc")]
    [InlineData("\e[1;9H\e[?7lABC", "        AC")]
    [InlineData("\e[?69h\e[2;4sabcdefgh", "abcd\n efg\n h")]
    [InlineData(Box + "\e[6;6Habcdef", "\n\n\n\n     ab\n  cdef")]
    [InlineData(Box + "\e[6;6H\e[?7labcdef", "\n\n\n\n\n     af")]
    [InlineData(Box + "\e[4;9Habc", "\n\n\n        ab\nc")]
    [InlineData("\e[4h\e[1;1HabcdefghijXYZ", "abcdefghij\nXYZ")]
    [InlineData("abcdefghij\e[1;1H\e[4hX\e[1;10HYZ", "XabcdefghY\nZ")]
    public void Text_wraps_at_the_margin_it_is_inside_of(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\e[2;3r\e[2;1H1\r\n2\r\n", "\n2")]
    [InlineData("\e[2;3r\e[2;1H1\r\n2\e[4;1H\r\n", "\n1\n2")]
    [InlineData("\e[2;3r\e[2;1H1\r\n2\e[7;1H3\r\n", "\n1\n2\n\n\n\n3")]
    [InlineData("\e[3;3r\e[7;1Hx\n", "\n\n\n\n\nx")]
    [InlineData("\e[0;3r\e[2;1H1\r\n2\r\n3\r\n4", "2\n3\n4")]
    [InlineData("\e[3;1Hx\e[2;0r\e[7;1H\r\n", "\nx")]
    [InlineData("\e[2;1Hx\e[1;99r\e[7;1H\r\n", "x")]
    [InlineData("\e[2;3r\e[r\e[3;1H1\r\n2", "\n\n1\n2")]
    public void Only_the_scroll_region_scrolls(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\n")]
    [InlineData("\v")]
    [InlineData("\f")]
    public void New_line_mode_returns_the_carriage_at_every_line_feed(string control)
    {
        AssertScreen("ab" + control + "c", "ab\n  c");
        AssertScreen("\e[20hab" + control + "c", "ab\nc");
        AssertScreen("\e[20h\e[20lab" + control + "c", "ab\n  c");
    }

    private static void AssertScreen(string input, string expected)
    {
        using var t = new EmulatorHarness(10, 7);
        t.Write(input);
        Assert.Equal(expected, t.Screen);
    }
}
