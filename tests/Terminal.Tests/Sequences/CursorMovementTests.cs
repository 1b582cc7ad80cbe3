namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>Where the cursor comes to stand, as CPR tells it: on a screen of 80x25 with tabs every eight columns.</summary>
public sealed class CursorMovementTests
{
    private const string Margins = "\e[?69h\e[5;10s";
    private const string Box = "\e[6;11r\e[?69h\e[5;10s";

    [Theory]
    [InlineData("\e[3;5H\e[A", 2, 5)]
    [InlineData("\e[3;5H\e[99A", 1, 5)]
    [InlineData("\e[4;5r\e[3;1H\e[99A", 1, 1)]
    [InlineData("\e[2;4r\e[3;1H\e[99A", 2, 1)]
    [InlineData("\e[3;5H\e[B", 4, 5)]
    [InlineData("\e[3;5H\e[99B", 25, 5)]
    [InlineData("\e[2;4r\e[3;1H\e[99B", 4, 1)]
    [InlineData("\e[4;5r\e[6;1H\e[99B", 25, 1)]
    [InlineData("\e[3;5H\e[C", 3, 6)]
    [InlineData("\e[3;5H\e[99C", 3, 80)]
    [InlineData(Margins + "\e[3;12H\e[99C", 3, 80)]
    [InlineData(Margins + "\e[3;7H\e[99C", 3, 10)]
    [InlineData("\e[3;5H\e[D", 3, 4)]
    [InlineData("\e[3;5H\e[99D", 3, 1)]
    [InlineData(Margins + "\e[3;4H\e[99D", 3, 1)]
    [InlineData(Margins + "\e[3;7H\e[99D", 3, 5)]
    public void Arrows_stop_at_the_margin_they_are_inside_of(string input, int row, int column) => AssertCursor(input, row, column);

    [Theory]
    [InlineData("\e[3;5H\e[E", 4, 1)]
    [InlineData("\e[3;5H\e[99E", 25, 1)]
    [InlineData("\e[4;5r" + Margins + "\e[6;7H\e[99E", 25, 5)]
    [InlineData("\e[2;4r" + Margins + "\e[3;7H\e[99E", 4, 5)]
    [InlineData("\e[5;6H\e[2F", 3, 1)]
    [InlineData("\e[4;5r" + Margins + "\e[3;7H\e[99F", 1, 5)]
    [InlineData("\e[2;4r" + Margins + "\e[3;7H\e[99F", 2, 5)]
    public void Next_and_previous_line_go_to_the_left_margin(string input, int row, int column) => AssertCursor(input, row, column);

    [Theory]
    [InlineData("\e[3;6H\e[H", 1, 1)]
    [InlineData("\e[3;6H\e[2H", 2, 1)]
    [InlineData("\e[3;6H\e[;2H", 1, 2)]
    [InlineData("\e[3;6H\e[0;0f", 1, 1)]
    [InlineData("\e[99;99f", 25, 80)]
    [InlineData("\e[3;5H\e[G", 3, 1)]
    [InlineData("\e[3;5H\e[9999`", 3, 80)]
    [InlineData("\e[5;6H\e[2d", 2, 6)]
    [InlineData("\e[5;6H\e[99d", 25, 6)]
    [InlineData("\e[1;6H\e[a", 1, 7)]
    [InlineData("\e[6;5H\e[99a", 6, 80)]
    [InlineData("\e[6;1H\e[e", 7, 1)]
    [InlineData("\e[6;5H\e[99e", 25, 5)]
    [InlineData("\e[6;5H\e[2k", 6, 5)]
    [InlineData(Margins + "\e[3;5H\e[1G", 3, 1)]
    [InlineData(Box + "\e[9;7H\e[?6h\e[2`", 1, 2)]
    [InlineData(Box + "\e[9;7H\e[?6h\e[2d", 2, 1)]
    [InlineData(Box + "\e[?6h\e[2;2HX\e[2a\e[?6l\e[7;9H", 7, 9)]
    [InlineData(Box + "\e[?6h\e[99;99H", 6, 6)]
    [InlineData(Box + "\e[?6h\e[3;3H\e[?6l", 1, 1)]
    public void Positions_count_from_the_origin(string input, int row, int column) => AssertCursor(input, row, column);

    [Theory]
    [InlineData("\t", 1, 9)]
    [InlineData("\e[2I", 1, 17)]
    [InlineData("\e[1;25H\e[2Z", 1, 9)]
    [InlineData("\e[2;25H\e[5Z", 2, 1)]
    [InlineData("\e[?69h\e[5;30s\e[9;7H\e[2Z", 9, 1)]
    [InlineData("\e[?69h\e[5;30s\e[9;7H\e[2I", 9, 17)]
    [InlineData("\e[?69h\e[5;30s\e[9;1H\e[9I", 9, 30)]
    [InlineData("\e[9;30H\e[99I", 9, 80)]
    [InlineData("\e[3g\e[1;20H\eH\e[1;1H\t", 1, 20)]
    [InlineData("\e[1;9H\e[g\e[1;1H\t", 1, 17)]
    [InlineData("\e[1;10H\e[0g\e[1;1H\t\t", 1, 17)]
    [InlineData("\e[3g\e[?5W\t", 1, 9)]
    public void Tabs_go_to_their_stops(string input, int row, int column) => AssertCursor(input, row, column);

    [Theory]
    [InlineData("\e[3;3H\b", 3, 2)]
    [InlineData("\e[3;1H\b", 3, 1)]
    [InlineData(Margins + "\e[1;5H\b", 1, 5)]
    [InlineData(Margins + "\e[1;4H\b", 1, 3)]
    [InlineData("\e[?45h\e[3;1H\b", 2, 80)]
    [InlineData("\e[?1045h\e[3;1H\b", 2, 80)]
    [InlineData("\e[?45h\e[?7l\e[3;1H\b", 3, 1)]
    [InlineData("\e[?45h" + Margins + "\e[3;5H\b", 2, 10)]
    [InlineData("\e[?45h" + Margins + "\e[3;1H\b", 2, 10)]
    [InlineData("\e[?45h\e[2;5r\e[2;1H\b", 5, 80)]
    [InlineData("\e[?45h\e[5;5H\e[160D", 3, 5)]
    [InlineData("\e[1;79Habcd\e[?45h\e[4D", 1, 79)]
    [InlineData("\e[?45h\e[1;79Hab\b", 1, 80)]
    [InlineData("\e[3;3H\r", 3, 1)]
    [InlineData(Margins + "\e[1;6H\r", 1, 5)]
    [InlineData(Margins + "\e[1;4H\r", 1, 1)]
    [InlineData(Margins + "\e[?6h\e[1;1H\e[?69l\e[?69h\e[5;10s\e[1;4H\r", 1, 1)]
    public void Backspace_and_return_know_margins_and_reverse_wrap(string input, int row, int column) => AssertCursor(input, row, column);

    [Fact]
    public void The_fix_for_more_draws_a_tab_behind_a_full_row()
    {
        using var t = new EmulatorHarness(80, 25);
        t.Write("\e[?41h" + new string('x', 80) + "\t1");
        Assert.Equal((1, 9), t.Cursor);
        t.Write("\e[?41l\r\n" + new string('x', 80) + "\t");
        Assert.Equal((2, 79), t.Cursor);
        t.Write("2");
        Assert.Equal((3, 1), t.Cursor);
    }

    private static void AssertCursor(string input, int row, int column)
    {
        using var t = new EmulatorHarness(80, 25);
        Assert.Equal($"\e[{row};{column}R", t.Write(input + "\e[6n"));
    }
}
