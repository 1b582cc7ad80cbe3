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
        copy.ScrollToTop();
        Assert.Equal("line 0", Shown(copy, 0));
        copy.ScrollToBottom();
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
        copy.ScrollToTop();
        Print(50);
        copy.Follow();
        Assert.Equal(_emulator.Scrollback.Count, copy.Offset);
        Assert.Equal($"line {_emulator.Scrollback.FirstLine}", Shown(copy, 0));
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
