using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Tests.Composition;
using Orchtui.Mux.Tests.Server;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Clients;

public sealed class ClientScreenTests : IDisposable
{
    private readonly GlyphTable _glyphs = new();
    private readonly TestTerminal _terminal = new(60, 12);
    private readonly RawTerminal _raw;
    private readonly FileDescriptor _tty;

    public ClientScreenTests()
    {
        _raw = RawTerminal.TryOpen(_terminal.Slave, out _)!;
        _raw.EnterRaw();
        _tty = _raw.Reopen();
    }

    public void Dispose()
    {
        _tty.Dispose();
        _raw.Dispose();
        _terminal.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frames_and_resizes_at_random_always_end_in_what_was_drawn(bool synchronizes)
    {
        using var screen = new ClientScreen(_glyphs, ColorDepth.True) { Synchronizes = synchronizes };
        var random = new Random(5);
        var drawing = new RandomSurfaces(random, _glyphs);
        screen.Resize(new CellSize(60, 12));
        for (var frame = 0; frame < 120; frame++)
        {
            if (frame % 30 == 29)
            {
                var size = new CellSize(random.Next(10, 60), random.Next(3, 12));
                _terminal.Resize(size.Columns, size.Rows);
                screen.Resize(size);
            }

            drawing.Draw(screen.Next, random.Next(1, 15));
            screen.MarkAll();
            CellPosition? cursor = random.Next(3) == 0 ? null : new CellPosition(random.Next(screen.Next.Rows), random.Next(screen.Next.Columns));
            screen.Frame(new CursorLook(cursor, CursorShape.Default));
            Assert.Equal(FlushOutcome.Drained, screen.Flush(_tty));
            string? difference = null;
            await _terminal.UntilAsync(
                $"frame {frame} is shown: {difference}",
                () => (difference = Difference(screen.Next)) is null && _terminal.Emulator.CursorVisible == cursor.HasValue
                    && (cursor is null || _terminal.Emulator.Cursor == cursor));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Typed_text_goes_out_as_it_is_and_anything_else_out_of_sight_of_the_cursor(bool synchronizes)
    {
        using var screen = new ClientScreen(_glyphs, ColorDepth.True) { Synchronizes = synchronizes };
        screen.Resize(new CellSize(60, 12));
        Draw(screen, 2, 4, "$ ", cursor: 6);

        Assert.Equal("l", Draw(screen, 2, 6, "l", cursor: 7));
        Assert.Equal("s -l", Draw(screen, 2, 7, "s -l", cursor: 11));
        Assert.Equal("\x1b[3;13H", Draw(screen, 2, 7, "s -l", cursor: 12));

        var (begin, end) = synchronizes ? ("\x1b[?2026h", "\x1b[?2026l") : ("", "");
        Assert.Equal($"{begin}\x1b[?25lé\x1b[3;14H\x1b[?25h{end}", Draw(screen, 2, 12, "é", cursor: 13));
        Assert.Equal($"{begin}\x1b[?25l\x1b[5;1Hbelow\x1b[3;14H\x1b[?25h{end}", Draw(screen, 4, 0, "below", cursor: 13));
    }

    [Fact]
    public void Only_rows_marked_dirty_are_looked_at_and_nothing_new_sends_nothing()
    {
        using var screen = new ClientScreen(_glyphs, ColorDepth.True);
        screen.Resize(new CellSize(60, 12));
        screen.Frame(new CursorLook(new CellPosition(0, 0), CursorShape.Default));
        screen.Flush(_tty);
        screen.Next.Write(0, 3, "not marked");
        screen.Frame(new CursorLook(new CellPosition(0, 0), CursorShape.Default));
        Assert.False(screen.IsBlocked);
        screen.Dirty.Add(3);
        screen.Frame(new CursorLook(new CellPosition(0, 0), CursorShape.Default));
        Assert.True(screen.IsBlocked);
    }

    [Theory]
    [InlineData(true, ColorDepth.True, "#0a141e")]
    [InlineData(true, ColorDepth.Monochrome, "default")]
    [InlineData(false, ColorDepth.True, "default")]
    public void The_cursor_has_the_colour_of_the_pane_it_is_in_where_the_terminal_knows_one(bool knows, ColorDepth depth, string shown)
    {
        using var screen = new ClientScreen(_glyphs, depth) { ColorsCursor = knows };
        screen.Resize(new CellSize(60, 12));
        screen.Frame(new CursorLook(new CellPosition(0, 0), CursorShape.Default, Color.Rgb(10, 20, 30)));
        Assert.Equal(shown, AfterFlush(screen));
        screen.Frame(new CursorLook(new CellPosition(0, 0), CursorShape.Default, Color.Rgb(10, 20, 30)));
        Assert.False(screen.IsBlocked);
        screen.Frame(new CursorLook(new CellPosition(0, 0), CursorShape.Default));
        Assert.Equal("default", AfterFlush(screen));
    }

    [Fact]
    public void Leaving_gives_the_cursor_its_own_colour_back()
    {
        using var outer = new Emulator(new CellSize(20, 4), new EmulatorOptions());
        outer.Write("\x1b]12;red\x1b\\"u8);
        Assert.False(outer.CursorColorOverride.IsDefault);
        outer.Write(OuterTerminal.Leave);
        Assert.True(outer.CursorColorOverride.IsDefault);
    }

    private string AfterFlush(ClientScreen screen)
    {
        screen.Flush(_tty);
        _terminal.Read();
        return _terminal.Emulator.CursorColorOverride.ToString();
    }

    [Fact]
    public void A_terminal_that_takes_nothing_blocks_the_screen_until_it_has_taken_all()
    {
        using var screen = new ClientScreen(_glyphs, ColorDepth.True);
        screen.Resize(new CellSize(60, 12));
        var outcome = FlushOutcome.Drained;
        for (var i = 0; outcome == FlushOutcome.Drained; i++)
        {
            Assert.InRange(i, 0, 10_000);
            screen.Send(new byte[4096]);
            outcome = screen.Flush(_tty);
        }

        Assert.True(screen.IsBlocked);
        screen.Ring();
        while (screen.Flush(_tty) != FlushOutcome.Drained) _terminal.Read();
        Assert.False(screen.IsBlocked);
    }

    /// <summary>What one frame sends that shows a text, with the cursor in the third row.</summary>
    private string Draw(ClientScreen screen, int row, int column, string text, int cursor)
    {
        _terminal.Record = [];
        screen.Next.Write(column, row, text);
        screen.Dirty.Add(row);
        screen.Frame(new CursorLook(new CellPosition(2, cursor), CursorShape.Default));
        screen.Flush(_tty);
        _terminal.Read();
        return System.Text.Encoding.UTF8.GetString([.. _terminal.Record]);
    }

    private string? Difference(Surface surface)
    {
        using var outer = new OuterScreen(surface.Columns, surface.Rows, _glyphs, ColorDepth.True, _terminal.Emulator);
        return outer.DifferenceTo(surface);
    }
}
