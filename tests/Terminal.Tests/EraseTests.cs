namespace Orchtui.Terminal.Tests;

public sealed class EraseTests
{
    [Theory]
    [InlineData("\e[J", "aaaa\nb")]
    [InlineData("\e[1J", "\n  bb\ncccc")]
    [InlineData("\e[2J", "")]
    [InlineData("\e[K", "aaaa\nb\ncccc")]
    [InlineData("\e[1K", "aaaa\n  bb\ncccc")]
    [InlineData("\e[2K", "aaaa\n\ncccc")]
    [InlineData("\e[2X", "aaaa\nb  b\ncccc")]
    [InlineData("\e[P", "aaaa\nbbb\ncccc")]
    [InlineData("\e[2@", "aaaa\nb  bbb\ncccc")]
    [InlineData("\e[L", "aaaa\n\nbbbb\ncccc")]
    [InlineData("\e[M", "aaaa\ncccc")]
    public void Erasing_and_editing_start_at_the_cursor(string sequence, string expected)
    {
        using var t = new EmulatorHarness(8, 4);
        t.Write("aaaa\r\nbbbb\r\ncccc\e[2;2H" + sequence);
        Assert.Equal(expected, t.Screen);
    }

    [Fact]
    public void Erased_cells_take_the_background()
    {
        using var t = new EmulatorHarness(8, 2);
        t.Write("ab\e[44m\e[K");
        Assert.Equal(Color.Indexed(4), t.Cell(0, 7).Background);
        Assert.Equal(Color.Default, t.Cell(0, 1).Background);
    }

    [Fact]
    public void A_default_erase_to_the_end_leaves_no_cells()
    {
        using var t = new EmulatorHarness(8, 2);
        t.Write("abcdef\e[3G\e[K");
        Assert.Equal(2, t.Emulator.Row(0).Length);
    }

    [Fact]
    public void Selective_erase_spares_protected_cells()
    {
        using var t = new EmulatorHarness(8, 2);
        t.Write("a\e[1\"qb\e[0\"qc\e[?2K");
        Assert.Equal(" b", t.Screen);
        t.Write("\e[2K");
        Assert.Equal("", t.Screen);
    }

    [Theory]
    [InlineData("\e[1;2Hx", " x")]
    [InlineData("\e[1;1Hx", "x")]
    [InlineData("\e[1;2H\e[X", "")]
    public void Half_of_a_wide_character_does_not_survive(string sequence, string expected)
    {
        using var t = new EmulatorHarness(8, 2);
        t.Write("日" + sequence);
        Assert.Equal(expected, t.Screen);
    }

    [Fact]
    public void Rectangles_are_filled_copied_and_erased()
    {
        using var t = new EmulatorHarness(8, 4);
        t.Write("\e[88;1;1;2;2$x\e[1;1;2;2;1;3;4;1$v\e[1;1;1;1$z");
        Assert.Equal(" X\nXX\n   XX\n   XX", t.Screen);
    }

    [Fact]
    public void The_checksum_of_a_rectangle_is_that_of_xterm()
    {
        using var t = new EmulatorHarness(8, 2);
        Assert.Equal("\eP7!~FFBF\e\\", t.Write("A\e[7;1;1;1;1;1*y"));
    }
}
