namespace Orchtui.Terminal.Tests;

public sealed class ResizeTests
{
    [Fact]
    public void A_wider_screen_joins_wrapped_rows()
    {
        using var t = new EmulatorHarness(10, 5);
        t.Write("AAAAAAAAAABB");
        t.Resize(15, 5);
        Assert.Equal("AAAAAAAAAABB", t.Screen);
        Assert.Equal((0, 12), t.Cursor);
    }

    [Fact]
    public void A_narrower_screen_wraps_rows_and_the_cursor_stays_on_its_character()
    {
        using var t = new EmulatorHarness(10, 5);
        t.Write("ABCDEFGHI");
        t.Resize(6, 5);
        Assert.Equal("ABCDEF\nGHI", t.Screen);
        Assert.Equal((1, 3), t.Cursor);
        t.Resize(10, 5);
        Assert.Equal("ABCDEFGHI", t.Screen);
        Assert.Equal((0, 9), t.Cursor);
    }

    [Fact]
    public void Wide_characters_are_never_torn()
    {
        using var t = new EmulatorHarness(8, 4);
        t.Write("日本語x");
        t.Resize(5, 4);
        Assert.Equal("日本\n語x", t.Screen);
        t.Resize(8, 4);
        Assert.Equal("日本語x", t.Screen);
        t.Resize(1, 4);
        t.Resize(8, 4);
    }

    [Fact]
    public void A_lower_screen_pushes_rows_above_the_cursor_to_the_scrollback_and_a_higher_one_takes_them_back()
    {
        using var t = new EmulatorHarness(10, 5);
        t.Write("1\r\n2\r\n3\r\n4\r\n5");
        t.Resize(10, 3);
        Assert.Equal("3\n4\n5", t.Screen);
        Assert.Equal("1\n2", t.History);
        Assert.Equal((2, 1), t.Cursor);
        t.Resize(10, 5);
        Assert.Equal("1\n2\n3\n4\n5", t.Screen);
        Assert.Equal("", t.History);
        Assert.Equal((4, 1), t.Cursor);
    }

    [Fact]
    public void A_lower_screen_gives_up_blank_rows_first()
    {
        using var t = new EmulatorHarness(10, 5);
        t.Write("1\r\n2");
        t.Resize(10, 3);
        Assert.Equal("1\n2", t.Screen);
        Assert.Equal(0, t.Emulator.Scrollback.Count);
        t.Resize(10, 5);
        Assert.Equal("1\n2", t.Screen);
    }

    [Fact]
    public void A_line_that_began_in_the_scrollback_is_joined()
    {
        using var t = new EmulatorHarness(5, 2);
        t.Write("abcdefghijklm");
        Assert.Equal("abcde", t.History);
        t.Resize(20, 2);
        Assert.Equal("abcdefghijklm", t.Screen);
        Assert.Equal("", t.History);
    }

    [Fact]
    public void The_scrollback_is_wrapped_anew()
    {
        using var t = new EmulatorHarness(10, 2);
        t.Write("0123456789abc\r\nx\r\ny\r\nz");
        Assert.Equal("0123456789\nabc\nx", t.History);
        t.Resize(6, 2);
        Assert.Equal("012345\n6789ab\nc\nx", t.History);
        t.Resize(13, 2);
        Assert.Equal("0123456789abc\nx", t.History);
    }

    [Fact]
    public void A_passing_narrow_screen_costs_no_history()
    {
        using var t = new EmulatorHarness(40, 2, new EmulatorOptions { ScrollbackLines = 100 });
        for (var i = 0; i < 200; i++) t.Write($"line {i} with some words after it\r\n");
        var history = t.History;
        t.Resize(10, 2);
        t.Resize(40, 2);
        Assert.Equal(100, t.Emulator.Scrollback.Count);
        Assert.Equal(history, t.History);
        for (var i = 0; i < 2000; i++) t.Write("more\r\n");
        Assert.InRange(t.Emulator.Scrollback.Count, 100, 110);
    }

    [Fact]
    public void The_alternate_screen_is_cut_and_the_main_one_behind_it_reflows()
    {
        using var t = new EmulatorHarness(10, 4);
        t.Write("main line\r\n$ \e[?1049h\e[Halternate");
        t.Resize(5, 4);
        Assert.Equal("alter", t.Screen);
        t.Write("\e[?1049lx");
        Assert.Equal("main\nline\n$ x", t.Screen);
    }

    [Fact]
    public void Rows_are_not_lost_when_a_program_on_the_alternate_screen_saved_no_cursor()
    {
        using var t = new EmulatorHarness(10, 4);
        t.Write("1\r\n2\r\n3\r\n4\e[?47h");
        t.Resize(10, 2);
        t.Write("\e[?47l");
        Assert.Equal("3\n4", t.Screen);
        Assert.Equal("1\n2", t.History);
    }

    [Fact]
    public void A_resize_is_reported_in_band_where_asked()
    {
        using var t = new EmulatorHarness(10, 4);
        t.Write("\e[?2048h");
        t.Emulator.ClearReplies();
        t.Resize(20, 5);
        Assert.Equal("\e[48;5;20;100;200t", System.Text.Encoding.ASCII.GetString(t.Emulator.PendingReplies));
    }

    [Fact]
    public void Sizes_are_clamped()
    {
        using var t = new EmulatorHarness(0, -3);
        Assert.Equal(new CellSize(1, 1), t.Emulator.Size);
        t.Write("日x\r\n");
        t.Resize(100_000, 100_000);
        Assert.Equal(new CellSize(CellSize.MaxColumns, CellSize.MaxRows), t.Emulator.Size);
    }
}
