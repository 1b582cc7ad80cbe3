namespace Orchtui.Terminal.Tests.Reflow;

public sealed class ReflowTests
{
    [Fact]
    public void Blanks_at_the_end_of_a_line_wrap_into_no_row_of_their_own()
    {
        using var t = new EmulatorHarness(20, 6);
        t.Write("\e[44mbar\e[K\e[m\r\nspaces" + new string(' ', 14) + "\r\nend");
        t.Resize(8, 6);
        Assert.Equal("bar\nspaces\nend", t.Screen);
        Assert.Equal(Color.Indexed(4), t.Cell(0, 7).Background);
    }

    [Fact]
    public void Blanks_with_a_line_through_them_are_text()
    {
        using var t = new EmulatorHarness(12, 6);
        t.Write("name: \e[4m      \e[m\r\nend");
        t.Resize(8, 6);
        Assert.Equal("name:\n\nend", t.Screen);
        Assert.Equal(UnderlineStyle.Single, t.Cell(1, 3).Underline);
    }

    [Fact]
    public void A_cursor_behind_a_row_that_has_become_full_overwrites_nothing()
    {
        using var t = new EmulatorHarness(20, 4);
        t.Write("$ 12345678");
        t.Resize(10, 4);
        Assert.Equal((0, 9), t.Cursor);
        t.Write("9");
        Assert.Equal("$ 12345678\n9", t.Screen);
    }

    [Fact]
    public void Without_wrapping_such_a_cursor_waits_for_no_wrap()
    {
        using var t = new EmulatorHarness(20, 4);
        t.Write("\e[?7l$ 12345678");
        t.Resize(10, 4);
        t.Write("9");
        Assert.Equal("$ 12345679", t.Screen);
    }

    [Fact]
    public void A_cursor_behind_the_text_keeps_its_distance()
    {
        using var t = new EmulatorHarness(40, 4);
        t.Write("ab\e[30G");
        t.Resize(12, 4);
        Assert.Equal((2, 5), t.Cursor);
        t.Resize(40, 4);
        Assert.Equal((0, 29), t.Cursor);
        Assert.Equal("ab", t.Screen);
    }

    [Fact]
    public void What_no_longer_fits_below_the_cursor_is_given_up_and_the_cursor_stays_on_its_character()
    {
        using var t = new EmulatorHarness(10, 4);
        t.Write("aaaaaaaaaa\r\nbbbbbbbbbb\r\ncccccccccc\r\ndddddddddd\e[2;3H");
        t.Resize(5, 4);
        Assert.Equal("bbbbb\nbbbbb\nccccc\nccccc", t.Screen);
        Assert.Equal((0, 2), t.Cursor);
        Assert.Equal("aaaaa\naaaaa", t.History);
    }

    [Fact]
    public void A_prompt_is_typed_on_where_it_was()
    {
        using var t = new EmulatorHarness(30, 5);
        t.Write("output of something before\r\n\e]133;A\e\\user@host:~/src$ \e]133;B\e\\git com");
        foreach (var columns in new[] { 12, 7, 50, 9, 30 }) t.Resize(columns, 5);
        t.Write("mit");
        Assert.Equal("output of something before\nuser@host:~/src$ git commit", t.Screen);
        Assert.Equal(PromptMarks.Prompt, t.Emulator.RowMarks(1));
    }

    [Fact]
    public void Marks_go_with_their_character_into_the_scrollback_and_back()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("a long line before the prompt\r\n\e]133;A\e\\$ make\r\n\e]133;C\e\\done\r\n\e]133;A\e\\$ ");
        Assert.Equal("a long line before t\nhe prompt", t.History);
        t.Resize(7, 2);
        Assert.Equal(PromptMarks.Prompt, t.Emulator.Scrollback.Marks(5));
        Assert.Equal(PromptMarks.Output, t.Emulator.RowMarks(0));
        t.Resize(40, 10);
        Assert.Equal(
            [PromptMarks.None, PromptMarks.Prompt, PromptMarks.Output, PromptMarks.Prompt],
            Enumerable.Range(0, 4).Select(t.Emulator.RowMarks));
    }

    [Fact]
    public void A_cleared_line_keeps_its_mark_and_a_cleared_screen_has_none()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("\e]133;A\e\\\r\e[K$ ");
        Assert.Equal(PromptMarks.Prompt, t.Emulator.RowMarks(0));
        t.Write("\e[2J");
        Assert.Equal(PromptMarks.None, t.Emulator.RowMarks(0));
    }

    [Fact]
    public void A_hyperlink_is_one_over_all_rows()
    {
        using var t = new EmulatorHarness(30, 5);
        t.Write("see \e]8;id=1;http://long/\e\\a link of some length\e]8;;\e\\ there");
        t.Resize(9, 5);
        foreach (var (row, column) in new[] { (0, 4), (1, 0), (2, 6) }) Assert.Equal("http://long/", t.Emulator.Hyperlink(t.Cell(row, column))?.Uri);
        Assert.Null(t.Emulator.Hyperlink(t.Cell(2, 8)));
    }

    [Fact]
    public void The_cursor_that_DECSC_saved_goes_with_its_character()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("0123456789abc\e7def\r\nmore");
        t.Resize(10, 5);
        t.Write("\e8X");
        Assert.Equal("0123456789\nabcXef\nmore", t.Screen);
    }

    [Fact]
    public void A_wide_character_at_the_margin_moves_as_a_whole_and_leaves_no_gap_behind()
    {
        using var t = new EmulatorHarness(10, 5);
        t.Write("abcdefgh日本");
        t.Resize(9, 5);
        Assert.Equal("abcdefgh\n日本", t.Screen);
        Assert.True(t.Cell(0, 8).IsSpacer);
        t.Resize(12, 5);
        Assert.Equal("abcdefgh日本", t.Screen);
    }

    [Fact]
    public void The_alternate_screen_never_reflows()
    {
        using var t = new EmulatorHarness(10, 4);
        t.Write("\e[?1049h0123456789abcdef\e]133;A\e\\");
        t.Resize(5, 4);
        Assert.Equal("01234\nabcde", t.Screen);
        t.Resize(20, 4);
        Assert.Equal("01234\nabcde", t.Screen);
    }

    [Fact]
    public void A_line_too_long_to_be_taken_at_once_stays_one_line()
    {
        using var t = new EmulatorHarness(50, 3);
        var text = string.Concat(Enumerable.Range(0, 12_000).Select(i => $"{i % 10}ab"));
        t.Write(text);
        foreach (var columns in new[] { 33, 80, 7, 50 }) t.Resize(columns, 3);
        Assert.Equal(text, LogicalText.Of(t.Emulator).Replace($"{{cursor at {text.Length}}}", "", StringComparison.Ordinal));
    }
}
