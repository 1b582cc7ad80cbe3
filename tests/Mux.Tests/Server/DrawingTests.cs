using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Layout;

namespace Orchtui.Mux.Tests.Server;

public class DrawingTests
{
    [Fact]
    public async Task The_colour_of_the_cursor_is_that_of_the_focused_pane()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var coloured = await fixture.OpenAsync("printf '\\033]12;orchid\\007coloured'; sleep 100");
        var plain = await fixture.OpenAsync("printf plain; sleep 100");
        await fixture.ShowAsync(coloured);
        await client.ShowsAsync("coloured");
        await client.Terminal.UntilAsync("its colour", () => client.Terminal.Emulator.CursorColorOverride == Terminal.Color.Rgb(0xda, 0x70, 0xd6));
        await fixture.ShowAsync(plain);
        await client.Terminal.UntilAsync("no colour", () => client.Terminal.Emulator.CursorColorOverride.IsDefault);
    }

    [Theory]
    [InlineData(false, 9)]
    [InlineData(true, 13)]
    public async Task The_width_of_ambiguous_characters_reaches_the_panes(bool wide, int column)
    {
        await using var fixture = MuxFixture.Started(change: options => options with { AmbiguousWide = wide });
        var pane = await fixture.OpenAsync("printf 'a§b±c×d°e'; sleep 100");
        await fixture.PaneShowsAsync(pane, "e");
        Assert.Equal(column, await fixture.Mux.InvokeAsync(mux => mux.FindPane(pane)!.Emulator.Cursor.Column));
    }

    [Fact]
    public async Task A_hidden_pane_is_never_drawn()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var hidden = await fixture.OpenAsync("read x; i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo secret $i; done; echo over; sleep 100");
        await client.ShowsAsync("home view");
        client.Terminal.Record = [];
        await fixture.SendAsync(hidden, "\r");
        await fixture.PaneShowsAsync(hidden, "over");
        await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Toast("it was done"));
        await client.ShowsAsync("it was done");
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString([.. client.Terminal.Record]));
        Assert.InRange(client.Terminal.Record.Count, 1, 500);
    }

    [Fact]
    public async Task A_synchronized_frame_is_shown_whole_or_not_at_all()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("stty -echo; echo before; read x; printf '\\033[?2026h\\033[2J\\033[Hhalf a frame'; read x; printf ' and the rest\\033[?2026l'; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("before");
        client.Terminal.Record = [];
        await fixture.SendAsync(pane, "\r\r");
        await client.ShowsAsync("half a frame and the rest");
        var sent = Encoding.UTF8.GetString([.. client.Terminal.Record]);
        Assert.Contains("\x1b[?2026h", sent);
        Assert.Equal(sent.Split("\x1b[?2026h").Length, sent.Split("\x1b[?2026l").Length);
    }

    [Fact]
    public async Task A_synchronized_frame_that_never_ends_is_shown_all_the_same()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await fixture.ShowAsync(await fixture.OpenAsync("printf '\\033[?2026hunfinished'; sleep 100"));
        await client.ShowsAsync("unfinished");
    }

    [Fact]
    public async Task A_preview_follows_the_cursor_and_every_row_of_it_is_right()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("read x; i=0; while [ $i -lt 40 ]; do i=$((i+1)); printf \"row $i.\\r\\n\"; sleep 0.01; done; printf '\\033[Htop'; sleep 0.1; printf '\\033[30;1Hlow'; sleep 100", columns: 80, rows: 30);
        fixture.Host.Home = client => new FakeView(client, "home view") { Shows = area => new PanePreview(pane, new Rect(5, 3, 60, 8)) };
        var client = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        await fixture.SendAsync(pane, "\r");
        await client.ShowsAsync("low");
        await AssertPreviewAsync(fixture, client, pane, new Rect(5, 3, 60, 8), skip: 22);
    }

    [Fact]
    public async Task A_window_larger_than_a_client_is_shown_around_its_cursor_and_every_row_is_right()
    {
        await using var fixture = MuxFixture.Started();
        var person = await fixture.AttachAsync(100, 40);
        var viewer = await fixture.AttachAsync(100, 20, hello => hello with { ReadOnly = true });
        var pane = await fixture.OpenAsync("read x; i=0; while [ $i -lt 37 ]; do i=$((i+1)); printf \"row $i.\\r\\n\"; sleep 0.01; done; printf last; sleep 100", columns: 100, rows: 38);
        await fixture.ShowAsync(pane);
        person.Type("\r");
        await person.ShowsAsync("last");
        await viewer.ShowsAsync("last");
        await AssertPreviewAsync(fixture, viewer, pane, new Rect(0, 1, 100, 18), skip: 20);
    }

    [Fact]
    public async Task Two_panes_beside_each_other_are_shown_with_a_line_between_them_and_zoom_hides_it()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync(81, 24);
        var left = await fixture.OpenAsync("echo left; sleep 100");
        await fixture.ShowAsync(left);
        var right = await fixture.OpenBesideAsync(left, "echo right; sleep 100");
        await client.Terminal.UntilAsync("both are shown", () => client.Terminal.Emulator.RowText(1) == "left" + new string(' ', 36) + "│right");
        await fixture.Mux.InvokeAsync(mux => mux.ToggleZoom(mux.Session.Windows.Single()));
        await client.Terminal.UntilAsync("the right one fills the window", () => client.Terminal.Emulator.RowText(1) == "right");
        await fixture.Mux.InvokeAsync(mux => mux.Remove(right));
        await client.Terminal.UntilAsync("the left one has all", () => client.Terminal.Emulator.RowText(1) == "left");
    }

    [Fact]
    public async Task A_reversed_screen_and_colours_of_the_programs_own_are_shown()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("printf 'text\\033]11;#102030\\033\\\\'; read x; printf '\\033]111\\033\\\\\\033[?5h'; read x; printf '\\033[?5l'; sleep 100");
        await fixture.ShowAsync(pane);
        Terminal.Cell Shown(int row, int column) => client.Terminal.Emulator.Row(row) is var cells && column < cells.Length ? cells[column] : default;
        await client.Terminal.UntilAsync("its background is everywhere", () =>
            Shown(1, 0).Background == Terminal.Color.Rgb(16, 32, 48) && Shown(15, 79).Background == Terminal.Color.Rgb(16, 32, 48));
        client.Type("\r");
        await client.Terminal.UntilAsync("all is reversed", () =>
            Shown(1, 0) is { Attributes: Terminal.CellAttributes.Inverse, Background.IsDefault: true } && Shown(15, 79).Attributes == Terminal.CellAttributes.Inverse);
        client.Type("\r");
        await client.Terminal.UntilAsync("nothing is", () => Shown(1, 0).Attributes == default && Shown(15, 79).Attributes == default);
    }

    [Fact]
    public async Task A_toast_goes_by_itself()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Toast("hello there"));
        await client.ShowsAsync("hello there");
        await client.Terminal.HidesAsync("hello there");
        await client.ShowsAsync("top window=0");
    }

    [Fact]
    public async Task A_message_that_is_wider_than_the_screen_is_shown_whole_and_gives_back_what_lies_below_it()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync(columns: 40, rows: 10);
        var pane = await fixture.OpenAsync("printf 'first line\\r\\nsecond line'; read x; printf '\\033[Hother line'; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("second line");
        await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Toast("This message is longer than one row of a narrow screen can hold."));
        await client.ShowsAsync("This message is longer than one row of");
        await client.ShowsAsync(" a narrow screen can hold.");
        await fixture.SendAsync(pane, "\r");
        await fixture.PaneShowsAsync(pane, "other line");
        await client.Terminal.HidesAsync("can hold");
        await client.ShowsAsync("top window=1");
        await client.ShowsAsync("other line");
    }

    private static async Task AssertPreviewAsync(MuxFixture fixture, TestClient client, PaneId pane, Rect area, int skip)
    {
        var rows = (await fixture.TextAsync(pane)).Split('\n');
        for (var row = 0; row < area.Rows; row++)
        {
            var wanted = rows[row + skip];
            await client.Terminal.UntilAsync($"row {row} of the preview is '{wanted}'", () => Shown(client, area, row) == wanted);
        }
    }

    private static string Shown(TestClient client, Rect area, int row) =>
        client.Terminal.Emulator.RowText(area.Row + row).PadRight(area.Right)[area.Column..area.Right].TrimEnd();
}
