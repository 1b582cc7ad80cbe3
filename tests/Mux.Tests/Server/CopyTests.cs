using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Terminal.Search;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class CopyTests
{
    private const string Lines = "i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo \"line $i.\"; done; ";
    private const string Echo = "while read x; do echo \"got <$x>\"; done";

    [Fact]
    public async Task Keys_select_and_copy_to_the_buffer_and_the_clipboard_and_a_paste_brings_it_back()
    {
        await using var fixture = MuxFixture.Started();
        var (client, pane) = await OpenAsync(fixture, Lines + Echo);
        client.Terminal.Record = [];
        await client.ShowsAsync("line 60.");
        await EnterAsync(fixture);
        client.Type("kk0v$\r");
        await client.ShowsAsync("Copied 8 characters");
        Assert.Equal(["line 59."], await fixture.Mux.InvokeAsync(mux => mux.Buffers.ToList()));
        Assert.Contains($"\x1b]52;c;{Convert.ToBase64String("line 59."u8)}\x1b\\", Encoding.ASCII.GetString([.. client.Terminal.Record]));
        Assert.Null(await fixture.Mux.InvokeAsync(mux => mux.CopyStatusOf(mux.Clients.Single())));
        Assert.Null(await fixture.Mux.InvokeAsync(mux => mux.PasteBuffer(mux.Clients.Single())));
        client.Type("\r");
        await client.ShowsAsync("got <line 59.>");
        await fixture.ToldAsync($"typed {pane}");
    }

    [Fact]
    public async Task A_paste_is_bracketed_for_a_program_that_asked_for_it()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, "echo copied; stty raw -echo; printf '\\033[?2004hready'; dd bs=1 count=18 2>/dev/null | tr '\\033' E; sleep 100");
        await client.ShowsAsync("ready");
        await EnterAsync(fixture);
        client.Type("gve\r");
        await client.ShowsAsync("Copied 6");
        await fixture.Mux.InvokeAsync(mux => mux.PasteBuffer(mux.Clients.Single()));
        await client.ShowsAsync("E[200~copiedE[201~");
    }

    [Fact]
    public async Task A_drag_selects_and_copies_when_the_button_is_let_go()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, "echo 'one two three'; " + Echo);
        await client.ShowsAsync("one two three");
        client.Type("\x1b[<0;5;2M\x1b[<32;6;2M\x1b[<32;7;2M");
        await client.Terminal.UntilAsync("it is marked", () => client.Terminal.Emulator.Row(1)[4].Attributes.HasFlag(Terminal.CellAttributes.Inverse));
        client.Type("\x1b[<0;7;2m");
        await client.ShowsAsync("Copied 3 characters");
        Assert.Equal(["two"], await fixture.Mux.InvokeAsync(mux => mux.Buffers.ToList()));
        client.Type("typed\r");
        await client.ShowsAsync("got <typed>");
    }

    [Fact]
    public async Task A_click_selects_nothing_and_enters_nothing()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, "echo text; " + Echo);
        client.Type("\x1b[<0;2;2M\x1b[<0;2;2mafter\r");
        await client.ShowsAsync("got <after>");
        Assert.Empty(await fixture.Mux.InvokeAsync(mux => mux.Buffers.ToList()));
    }

    [Fact]
    public async Task A_drag_beyond_the_top_moves_the_view()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, Lines + Echo);
        await client.ShowsAsync("line 60.");
        client.Type("\x1b[<0;1;3M\x1b[<32;1;2M" + string.Concat(Enumerable.Repeat("\x1b[<32;1;1M", 5)));
        await Eventually.TrueAsync("it is scrolled", async () => (await fixture.Mux.InvokeAsync(mux => mux.CopyStatusOf(mux.Clients.Single())))?.Offset == 5);
        client.Type("\x1b[<0;1;1m");
        await client.ShowsAsync("Copied");
        Assert.StartsWith("line 35.\nline 36.", (await fixture.Mux.InvokeAsync(mux => mux.Buffers.ToList()))[0]);
    }

    [Fact]
    public async Task A_program_that_wants_the_mouse_gets_the_drag()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, "stty raw -echo; printf '\\033[?1002;1006hready'; dd bs=1 count=19 2>/dev/null | tr '\\033' E; sleep 100");
        await client.ShowsAsync("ready");
        client.Type("\x1b[<0;5;2M\x1b[<32;7;2M");
        await client.ShowsAsync("E[<0;5;1ME[<32;7;1M");
        Assert.Null(await fixture.Mux.InvokeAsync(mux => mux.CopyStatusOf(mux.Clients.Single())));
    }

    [Fact]
    public async Task One_clients_looking_back_leaves_the_others_where_they_are()
    {
        await using var fixture = MuxFixture.Started();
        var (client, pane) = await OpenAsync(fixture, Lines + Echo);
        var other = await fixture.AttachAsync(80, 24, hello => hello with { ReadOnly = true });
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("line 60.");
        await other.ShowsAsync("line 60.");
        other.Type("\x1b[<64;5;5M\x1b[<64;5;5M");
        await other.HidesAsync("line 60.");
        client.Type("still typing\r");
        await client.ShowsAsync("got <still typing>");
        Assert.DoesNotContain("still typing", other.Terminal.Text);
    }

    [Fact]
    public async Task Escape_goes_back_one_step_at_a_time()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, Lines + Echo);
        await EnterAsync(fixture);
        client.Type("v");
        await UntilStatusAsync(fixture, "selecting", status => status is { Selecting: "selecting" });
        client.Type("\x1b");
        await UntilStatusAsync(fixture, "not selecting", status => status is { Selecting: "" });
        client.Type("\x1b");
        await UntilStatusAsync(fixture, "left", status => status is null);
    }

    [Fact]
    public async Task A_search_says_how_many_there_are_and_where_one_is()
    {
        await using var fixture = MuxFixture.Started();
        var (client, _) = await OpenAsync(fixture, Lines + Echo);
        await client.ShowsAsync("line 60.");
        await fixture.Mux.InvokeAsync(mux => mux.SearchInCopy(mux.Clients.Single(), TextPattern.TryParse("line 5", out _), backwards: true));
        await UntilStatusAsync(fixture, "the last one", status => status is { Match: 11, Matches: 11, Needle: "line 5" });
        client.Type("n");
        await UntilStatusAsync(fixture, "the one before", status => status is { Match: 10 });
        await fixture.Mux.InvokeAsync(mux => mux.SearchInCopy(mux.Clients.Single(), TextPattern.TryParse("absent", out _), backwards: false));
        await client.ShowsAsync("'absent' is not found");
    }

    [Fact]
    public async Task Keys_elsewhere_are_not_delayed_while_a_long_scrollback_is_searched()
    {
        await using var fixture = MuxFixture.Started(scrollback: 100_000);
        var (client, pane) = await OpenAsync(fixture, "seq 1 101000 | sed 's/$/ some words behind the number to look through/'; echo end; " + Echo);
        await client.ShowsAsync("end");
        var other = await fixture.AttachAsync();
        var echo = await fixture.OpenAsync(Echo);
        await fixture.Mux.InvokeAsync(mux => mux.ShowPane(mux.Clients.Single(one => one.Id == mux.LatestClient!.Id), echo));
        var typing = await fixture.Mux.InvokeAsync(mux => mux.FindPane(echo)!);
        var waits = new List<double>();
        for (var round = 0; round < 10; round++)
        {
            await fixture.Mux.InvokeAsync(mux => mux.SearchInCopy(Searching(mux, pane), TextPattern.TryParse(@"1\d+ .*absent|(\w+ )+nothing", out _), backwards: true));
            for (var isSearching = true; isSearching;)
            {
                var begin = System.Diagnostics.Stopwatch.GetTimestamp();
                isSearching = await fixture.Mux.InvokeAsync(mux =>
                {
                    mux.SendTo(typing, "x"u8);
                    return mux.CopyStatusOf(Searching(mux, pane)) is { IsSearching: true };
                });
                waits.Add(System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }

        waits.Sort();
        Assert.True(waits.Count > 100, $"only {waits.Count} keys were typed while it was searched");
        Assert.InRange(waits[waits.Count / 4], 0, 3);
    }

    private static IClientContext Searching(MuxServer mux, PaneId pane) =>
        mux.Clients.Single(client => client.Window == mux.Session.WindowOf(pane)!.Index);

    [Fact]
    public async Task A_pane_that_goes_while_it_is_searched_takes_the_search_along()
    {
        await using var fixture = MuxFixture.Started(scrollback: 100_000);
        var (client, pane) = await OpenAsync(fixture, "seq 1 50000; echo end; " + Echo);
        await client.ShowsAsync("end");
        await fixture.Mux.InvokeAsync(mux => mux.SearchInCopy(mux.Clients.Single(), TextPattern.TryParse("absent", out _), backwards: true));
        await fixture.Mux.InvokeAsync(mux => mux.Remove(pane));
        var next = await fixture.OpenAsync("echo still here; sleep 100");
        await fixture.PaneShowsAsync(next, "still here");
    }

    [Fact]
    public async Task A_pane_that_goes_takes_its_copy_mode_along()
    {
        await using var fixture = MuxFixture.Started();
        var (_, pane) = await OpenAsync(fixture, Lines + Echo);
        await EnterAsync(fixture);
        await fixture.Mux.InvokeAsync(mux => mux.Remove(pane));
        Assert.Empty(await fixture.Mux.InvokeAsync(mux => ((Client)mux.Clients.Single()).Copies));
    }

    [Fact]
    public void Every_action_has_one_row_and_every_key_one_meaning()
    {
        Assert.Equal(Enum.GetValues<CopyAction>(), CopyKeys.All.Select(row => row.Action).Order());
        var keys = CopyKeys.All.SelectMany(row => row.Keys).ToList();
        Assert.Equal(keys.Distinct(), keys);
    }

    private static async Task<(TestClient Client, PaneId Pane)> OpenAsync(MuxFixture fixture, string command)
    {
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(command);
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("top window=1");
        return (client, pane);
    }

    private static async Task EnterAsync(MuxFixture fixture)
    {
        await Eventually.TrueAsync("there is output", async () => (await fixture.TextAsync(new PaneId(1))).Trim().Length > 0);
        await fixture.Mux.InvokeAsync(mux => mux.EnterCopyMode(mux.Clients.Single(), 0));
    }

    private static Task UntilStatusAsync(MuxFixture fixture, string what, Func<CopyStatus?, bool> condition) =>
        Eventually.TrueAsync(what, () => fixture.Mux.InvokeAsync(mux => condition(mux.CopyStatusOf(mux.Clients.Single()))));
}
