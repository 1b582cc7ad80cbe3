using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Panes;

public sealed class CopyModeTests : IDisposable
{
    private const int Limit = 20;

    private readonly Emulator _emulator = new(new CellSize(20, 5), new EmulatorOptions { ScrollbackLines = Limit });
    private readonly GlyphTable _glyphs = new();
    private int _lines;

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public void Scrolling_stops_at_both_ends()
    {
        Print(15);
        var copy = new CopyMode(_emulator);
        copy.Scroll(1000);
        Assert.Equal(_emulator.Scrollback.Count, copy.Offset);
        Assert.Equal("line 0", Shown(copy, 0));
        copy.Scroll(-1000);
        Assert.True(copy.AtBottom);
        copy.ToTop();
        Assert.Equal("line 0", Shown(copy, 0));
        copy.ToBottom();
        Assert.Equal("line 14", Shown(copy, 3));
    }

    [Fact]
    public void The_shown_lines_stay_in_place_while_new_ones_come()
    {
        Print(15);
        var copy = new CopyMode(_emulator);
        copy.Scroll(3);
        var before = Shown(copy);
        Print(4);
        copy.Follow();
        Assert.Equal(before, Shown(copy));
    }

    [Fact]
    public void They_stay_in_place_when_the_scrollback_is_full_and_drops_old_lines()
    {
        Print(Limit + 10);
        var copy = new CopyMode(_emulator);
        copy.Scroll(8);
        var before = Shown(copy);
        for (var i = 0; i < 5; i++)
        {
            Print(2);
            copy.Follow();
        }

        Assert.Equal(before, Shown(copy));
    }

    [Fact]
    public void Lines_that_are_dropped_give_way_to_the_oldest_there_are()
    {
        Print(Limit + 10);
        var copy = new CopyMode(_emulator);
        copy.ToTop();
        var oldest = _emulator.Scrollback.FirstLine;
        Print(5);
        Assert.False(copy.Follow());
        Assert.Equal($"line {oldest + 5}", Shown(copy, 0));
        Assert.Equal(0, copy.Cursor.Row);
        Print(500);
        Assert.False(copy.Follow());
        Assert.Equal(["line 26", "line 27", "line 28", "line 29", ""], Shown(copy));
        Assert.True(copy.AtBottom);
    }

    [Fact]
    public void The_screen_is_seen_as_it_was()
    {
        Write("first\r\nsecond");
        var copy = new CopyMode(_emulator);
        Write("\x1b[2J\x1b[Hother");
        Assert.Equal(["first", "second"], Shown(copy)[..2]);
    }

    [Fact]
    public void The_cursor_scrolls_at_the_edges_and_stays_inside()
    {
        Print(15);
        var copy = new CopyMode(_emulator);
        copy.MoveCursor(-10, 0);
        Assert.Equal(0, copy.Cursor.Row);
        Assert.Equal(6, copy.Offset);
        copy.MoveCursor(0, 1000);
        Assert.Equal(19, copy.Cursor.Column);
        copy.MoveCursor(100, -1000);
        Assert.Equal(new CellPosition(4, 0), copy.Cursor);
        Assert.True(copy.AtBottom);
    }

    [Fact]
    public void A_smaller_screen_takes_the_cursor_along()
    {
        Print(15);
        var copy = new CopyMode(_emulator);
        copy.Scroll(4);
        copy.MoveCursor(0, 1000);
        _emulator.Resize(new CellSize(8, 2));
        copy.Follow();
        Assert.True(copy.Cursor is { Row: < 2, Column: < 8 }, $"{copy.Cursor}");
        Assert.InRange(copy.Offset, 0, _emulator.Scrollback.Count);
    }

    [Fact]
    public void Running_text_is_joined_where_it_was_wrapped_and_trimmed_where_it_was_not()
    {
        Write("one two three four five six\r\n  padded   \r\n\r\nlast");
        var copy = new CopyMode(_emulator);
        copy.ToTop();
        copy.Select(SelectionShape.Text);
        copy.MoveCursor(100, 100);
        Assert.Equal("one two three four five six\n  padded\n\nlast", copy.SelectedText());
        copy.SwapEnds();
        Assert.Equal(0, copy.Cursor.Column);
        copy.MoveCursor(0, 4);
        Assert.StartsWith("two three", copy.SelectedText());
    }

    [Fact]
    public void Text_from_the_scrollback_is_copied_like_that_of_the_screen()
    {
        Write("a line that is wrapped over three rows of the screen, long ago\r\n");
        Print(15);
        var copy = new CopyMode(_emulator);
        copy.ToTop();
        copy.Select(SelectionShape.Lines);
        Assert.Equal("a line that is wrapped over three rows of the screen, long ago", copy.SelectedText());
        copy.MoveCursor(4, 0);
        Assert.Equal("a line that is wrapped over three rows of the screen, long ago\nline 0", copy.SelectedText());
    }

    [Fact]
    public void Wide_characters_are_copied_whole_and_the_gap_before_a_wrapped_one_is_no_text()
    {
        Write("1234567890123456789漢字");
        var copy = new CopyMode(_emulator);
        copy.ToTop();
        copy.Select(SelectionShape.Lines);
        Assert.Equal("1234567890123456789漢字", copy.SelectedText());
        copy.ClearSelection();
        copy.MoveTo(1, 1);
        copy.Select(SelectionShape.Text);
        Assert.Equal("漢", copy.SelectedText());
        copy.MoveTo(1, 2);
        Assert.Equal("漢字", copy.SelectedText());
    }

    [Fact]
    public void A_rectangle_takes_its_columns_of_every_row()
    {
        Write("abcdef\r\ngh\r\nijklmn");
        var copy = new CopyMode(_emulator);
        copy.MoveTo(0, 3);
        copy.ToggleRectangle();
        copy.MoveTo(2, 1);
        Assert.Equal("bcd\nh\njkl", copy.SelectedText());
        copy.ToggleRectangle();
        Assert.Equal("def\ngh\nij", copy.SelectedText());
    }

    [Fact]
    public void Words_are_walked_as_vi_does()
    {
        Write("one, two(three)\r\n\r\n  four_5 漢字 x");
        var copy = new CopyMode(_emulator);
        copy.ToTop();
        Assert.Equal(["0,3", "0,5", "0,8", "0,9", "0,14", "2,2", "2,9", "2,14"], Walk(copy, copy.ToNextWord, 8));
        Assert.Equal(["2,9", "2,2", "0,14", "0,9", "0,8", "0,5", "0,3", "0,0"], Walk(copy, copy.ToPreviousWord, 8));
        Assert.Equal(["0,2", "0,3", "0,7"], Walk(copy, copy.ToWordEnd, 3));
        copy.MoveTo(2, 10);
        copy.ToFirstText();
        Assert.Equal(new CellPosition(2, 2), copy.Cursor);
        copy.ToLineEnd();
        Assert.Equal(new CellPosition(2, 14), copy.Cursor);
        copy.ToLineStart();
        Assert.Equal(new CellPosition(2, 0), copy.Cursor);
    }

    [Fact]
    public void Line_ends_and_words_go_over_the_rows_of_a_wrapped_line()
    {
        Write("0123456789012345 wrapped_word end");
        var copy = new CopyMode(_emulator);
        copy.ToTop();
        copy.ToNextWord();
        Assert.Equal(new CellPosition(0, 17), copy.Cursor);
        copy.ToNextWord();
        Assert.Equal(new CellPosition(1, 10), copy.Cursor);
        copy.ToPreviousWord();
        Assert.Equal(new CellPosition(0, 17), copy.Cursor);
        copy.ToLineEnd();
        Assert.Equal(new CellPosition(1, 12), copy.Cursor);
        copy.ToLineStart();
        Assert.Equal(new CellPosition(0, 0), copy.Cursor);
    }

    [Fact]
    public void A_search_finds_everything_in_scrollback_and_screen_and_goes_round()
    {
        Print(15);
        Write("over the edge: a NeeDle here");
        var copy = new CopyMode(_emulator);
        Assert.True(copy.Find("line 1", -1));
        Assert.Equal((6, 6), (copy.MatchCount, copy.MatchNumber));
        Assert.True(copy.FindAgain(reverse: false));
        Assert.Equal(5, copy.MatchNumber);
        Assert.True(copy.FindAgain(reverse: true));
        Assert.True(copy.FindAgain(reverse: true));
        Assert.Equal((1, "line 1"), (copy.MatchNumber, Shown(copy, copy.Cursor.Row)));
        Assert.True(copy.Find("needle", 1));
        Assert.Equal((1, 17), (copy.MatchCount, copy.Cursor.Column));
        Assert.False(copy.Find("Needle", 1));
        Assert.False(copy.Find("absent", 1));
        Assert.Equal(0, copy.MatchCount);
    }

    [Fact]
    public void Prompts_are_gone_to_one_by_one()
    {
        for (var i = 0; i < 6; i++) Write($"\x1b]133;A\x1b\\$ command {i}\r\n\x1b]133;C\x1b\\output\r\noutput\r\n");
        var copy = new CopyMode(_emulator);
        for (var i = 5; i >= 0; i--)
        {
            copy.ToPrompt(-1);
            Assert.Equal($"$ command {i}", Shown(copy, copy.Cursor.Row));
        }

        copy.ToPrompt(-1);
        Assert.Equal("$ command 0", Shown(copy, copy.Cursor.Row));
        copy.ToPrompt(1);
        Assert.Equal("$ command 1", Shown(copy, copy.Cursor.Row));
    }

    [Fact]
    public void Matches_and_the_selection_are_marked()
    {
        Write("a needle in 漢字 hay");
        var copy = new CopyMode(_emulator);
        copy.Find("needle", 1);
        copy.MoveTo(0, 12);
        copy.Select(SelectionShape.Text);
        copy.MoveTo(0, 14);
        var surface = new Surface(20, 1, _glyphs);
        copy.PaintRow(0, 0, new GlyphMap(_emulator, _glyphs), surface.Row(0));
        var marked = string.Concat(surface.Row(0).ToArray().Select(cell =>
            (cell.Attributes & CellAttributes.Inverse) == 0 ? '.' : cell.Foreground == Color.Indexed(3) ? 'm' : 's'));
        Assert.Equal("..mmmmmm....ssss....", marked);
    }

    [Fact]
    public void Another_size_lets_go_of_what_was_selected_and_nothing_else_breaks()
    {
        Print(15);
        var copy = new CopyMode(_emulator);
        copy.Scroll(4);
        copy.Find("line", -1);
        copy.Select(SelectionShape.Text);
        copy.MoveCursor(-2, 3);
        _emulator.Resize(new CellSize(9, 3));
        copy.MoveCursor(1, 0);
        Assert.Equal("", copy.SelectedText());
        Assert.True(copy.FindAgain(reverse: false));
        Assert.Equal(3, Shown(copy).Length);
    }

    [Fact]
    public void Any_keys_over_any_output_keep_the_cursor_in_the_view()
    {
        var random = new Random(11);
        var copy = new CopyMode(_emulator);
        var actions = CopyKeys.All.Select(row => row.Action)
            .Except([CopyAction.Copy, CopyAction.Back, CopyAction.Leave, CopyAction.SearchNext, CopyAction.SearchPrevious]).ToArray();
        for (var i = 0; i < 5000; i++)
        {
            var step = random.Next(12);
            if (step == 0) Write(random.Next(3) == 0 ? "\x1b[3J" : "漢字 e\u0301 long text that wraps\r\n");
            else if (step == 1) _emulator.Resize(new CellSize(random.Next(1, 30), random.Next(1, 8)));
            else if (step == 2) copy.Find(random.Next(2) == 0 ? "text" : "line", random.Next(2) * 2 - 1);
            else CopyMotions.Apply(copy, actions[random.Next(actions.Length)]);
            if (step == 3) Assert.NotNull(copy.SelectedText());
            Assert.InRange(copy.Cursor.Row, 0, _emulator.Size.Rows - 1);
            Assert.InRange(copy.Cursor.Column, 0, _emulator.Size.Columns - 1);
            Shown(copy);
        }
    }

    private static string[] Walk(CopyMode copy, Action step, int times) => [.. Enumerable.Range(0, times).Select(_ =>
    {
        step();
        return $"{copy.Cursor.Row},{copy.Cursor.Column}";
    })];

    private void Write(string text) => _emulator.Write(Encoding.UTF8.GetBytes(text));

    private void Print(int lines)
    {
        for (var i = 0; i < lines; i++) _emulator.Write(Encoding.ASCII.GetBytes($"line {_lines++}\r\n"));
    }

    private string[] Shown(CopyMode copy) => [.. Enumerable.Range(0, _emulator.Size.Rows).Select(row => Shown(copy, row))];

    private string Shown(CopyMode copy, int row)
    {
        var surface = new Surface(_emulator.Size.Columns, 1, _glyphs);
        copy.PaintRow(row, 0, new GlyphMap(_emulator, _glyphs), surface.Row(0));
        return surface.RowText(0);
    }
}
