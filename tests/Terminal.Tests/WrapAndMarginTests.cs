namespace Orchtui.Terminal.Tests;

public sealed class WrapAndMarginTests
{
    [Fact]
    public void The_last_column_waits_before_it_wraps()
    {
        using var t = new EmulatorHarness(4, 3);
        t.Write("abcd");
        Assert.Equal((0, 3), t.Cursor);
        Assert.True(t.Emulator.PendingWrap);
        t.Write("e");
        Assert.Equal("abcd\ne", t.Screen);
        Assert.True(t.Emulator.RowWrapped(0));
    }

    [Fact]
    public void A_line_end_after_a_full_row_makes_no_empty_row()
    {
        using var t = new EmulatorHarness(4, 3);
        t.Write("abcd\r\ne");
        Assert.Equal("abcd\ne", t.Screen);
        Assert.False(t.Emulator.RowWrapped(0));
    }

    [Fact]
    public void A_line_feed_never_returns_the_carriage_unless_asked()
    {
        using var t = new EmulatorHarness(8, 3);
        t.Write("ab\nc\e[20h\nd");
        Assert.Equal("ab\n  c\nd", t.Screen);
    }

    [Fact]
    public void Without_wrapping_the_last_column_is_overwritten()
    {
        using var t = new EmulatorHarness(4, 3);
        t.Write("\e[?7labcdefg");
        Assert.Equal("abcg", t.Screen);
    }

    [Fact]
    public void A_scroll_region_moves_only_its_rows()
    {
        using var t = new EmulatorHarness(4, 4);
        t.Write("1\r\n2\r\n3\r\n4\e[2;3r\e[3;1H\nx");
        Assert.Equal("1\n3\nx\n4", t.Screen);
        Assert.Equal(0, t.Emulator.Scrollback.Count);
    }

    [Fact]
    public void Rows_that_leave_a_region_at_the_top_go_to_the_scrollback()
    {
        using var t = new EmulatorHarness(4, 4);
        t.Write("1\r\n2\r\n3\r\n4\e[1;3r\e[3;1H\n");
        Assert.Equal("1", t.History);
        Assert.Equal("2\n3\n\n4", t.Screen);
    }

    [Fact]
    public void Left_and_right_margins_bound_printing_and_scrolling()
    {
        using var t = new EmulatorHarness(8, 3);
        t.Write("aaaaaaaa\r\nbbbbbbbb\r\ncccccccc\e[?69h\e[3;5s\e[1;3Hxyzw\e[3;3H\n");
        Assert.Equal("aawbbaaa\nbbcccbbb\ncc   ccc", t.Screen);
    }

    [Fact]
    public void Origin_mode_counts_from_the_margins()
    {
        using var t = new EmulatorHarness(8, 5);
        Assert.Equal("\e[2;1R", t.Write("\e[2;4r\e[?6h\e[2;1Hx\r\e[6n"));
        Assert.Equal("\n\nx", t.Screen);
    }

    [Fact]
    public void The_line_drawing_set_replaces_letters()
    {
        using var t = new EmulatorHarness(8, 2);
        t.Write("\e(0lqk\e(Bq\x0e\e)0q\x0fq\eNq");
        Assert.Equal("┌─┐q─qq", t.Screen);
    }

    [Fact]
    public void A_saved_cursor_brings_back_pen_and_place()
    {
        using var t = new EmulatorHarness(8, 3);
        t.Write("\e[2;3H\e[1;31m\e7\e[H\e[0mx\e8y");
        Assert.Equal((1, 3), t.Cursor);
        Assert.Equal(CellAttributes.Bold, t.Cell(1, 2).Attributes);
        Assert.Equal(Color.Indexed(1), t.Cell(1, 2).Foreground);
    }

    [Fact]
    public void Coming_back_from_the_alternate_screen_goes_on_at_the_end_of_the_line()
    {
        using var t = new EmulatorHarness(4, 3);
        t.Write("abcd\e[?1049hxx\e[?1049le");
        Assert.Equal("abcd\ne", t.Screen);
    }

    [Fact]
    public void Nothing_a_program_writes_changes_the_size()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("x\e[?3h\e[8;50;100t\e[?40h\e[?3h\e[4;10;10t\e[100$|\e[50*|");
        Assert.Equal(new CellSize(20, 5), t.Emulator.Size);
        Assert.Equal("", t.Screen);
    }
}
