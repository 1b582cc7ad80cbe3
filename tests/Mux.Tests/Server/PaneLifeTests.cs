using System.Text;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class PaneLifeTests
{
    [Fact]
    public async Task A_restored_pane_is_cell_by_cell_what_it_was()
    {
        await using var fixture = MuxFixture.Started(scrollback: 300);
        const string Script =
            "stty -icanon -echo; printf '\\033]0;a title\\007\\033[?2004h\\033[?1002;1006h\\033[4 q'; i=0; while [ $i -lt 900 ]; do i=$((i+1)); "
            + "printf \"\\033[3$((i%8))mline $i 界 e\\314\\201 \\033[4:3mcurly\\033[0m\\r\\n\"; done; printf '\\007\\033[5;10H\\033]8;;https://example.com\\033\\\\link\\033]8;;\\033\\\\ \\033[5n'; "
            + "dd bs=1 count=4 2>/dev/null >/dev/null; printf done; read x; echo \"after <$x>\"; sleep 100";
        var handles = fixture.Spawn(Script);
        var ring = handles.Ring.Handle.Duplicate();
        var master = handles.Master!.Handle.Duplicate();
        var id = await fixture.Mux.InvokeAsync(mux =>
        {
            var fresh = mux.NewPaneId();
            mux.Add(MuxFixture.Record(fresh, Script), handles, new PanePlace.NewWindow(new CellSize(80, 22)));
            return fresh;
        });
        await fixture.PaneShowsAsync(id, "done");
        var before = await fixture.Mux.InvokeAsync(mux => Describe(mux.FindPane(id)!.Emulator));

        var next = await fixture.ReplaceAsync();
        var lost = next.Restore(new Dictionary<PaneId, PaneHandles>
        {
            [id] = new(PtyMaster.FromHandle(master), OutputRing.FromHandle(ring)!, handles.Pid, null),
        });
        Assert.Empty(lost);
        Assert.Equal(before, Describe(next.FindPane(id)!.Emulator));
        Assert.Equal(0, next.Start().Number);
        await fixture.SendAsync(id, "hello\n");
        await fixture.PaneShowsAsync(id, "after <hello>");
    }

    [Fact]
    public async Task Without_a_usable_saved_screen_a_pane_comes_back_from_the_ring_alone()
    {
        await using var fixture = new MuxFixture();
        var handles = fixture.Spawn("sleep 100");
        handles.Ring.Append("what the ring holds"u8);
        PaneFiles.Create(fixture.Options.PanesDirectory, MuxFixture.Record(new PaneId(4), ""), _ => { }).Dispose();
        using (var screen = ScreenFile.Open(Path.Combine(fixture.Options.PanesDirectory, "4", "screen"), _ => { })) screen.Write(0, "not a saved screen"u8);
        Assert.Empty(fixture.Mux.Restore(new Dictionary<PaneId, PaneHandles> { [new PaneId(4)] = handles }));
        Assert.Equal("what the ring holds", fixture.Mux.FindPane(new PaneId(4))!.Emulator.RowText(0));
        fixture.Mux.Start();
        Assert.Equal(new PaneId(5), await fixture.Mux.InvokeAsync(mux => mux.NewPaneId()));
    }

    [Fact]
    public async Task Layout_focus_and_zoom_come_back_without_the_panes_that_are_gone()
    {
        await using var fixture = MuxFixture.Started();
        var first = await fixture.OpenAsync("sleep 100");
        var second = await fixture.OpenBesideAsync(first, "sleep 100");
        var third = await fixture.OpenBesideAsync(second, "sleep 100", Orientation.Rows);
        var alone = await fixture.OpenAsync("sleep 100");
        await fixture.Mux.InvokeAsync(mux => mux.RenameWindow(mux.Session.WindowOf(first)!, "work"));
        var next = await fixture.ReplaceAsync();
        Assert.Empty(next.Restore(new Dictionary<PaneId, PaneHandles> { [first] = fixture.Spawn("sleep 100"), [second] = fixture.Spawn("sleep 100") }));
        var window = Assert.Single(next.Session.Windows);
        Assert.Equal([first, second], window.Layout.Panes);
        Assert.Equal("work", window.Name);
        Assert.True(window.Layout.Contains(window.Focused));
        Assert.NotEqual(third, window.Focused);
        next.Start();
        Assert.Equal(alone.Value + 1, (await fixture.Mux.InvokeAsync(mux => mux.NewPaneId())).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"windows": null}""")]
    [InlineData("""{"windows": [null]}""")]
    [InlineData("""{"windows": [{"index": 1, "name": "x", "focused": 1, "columns": 80, "rows": 24, "layout": {"children": []}}]}""")]
    [InlineData("""{"windows": [{"index": 0, "name": "x", "focused": 1, "columns": 80, "rows": 24, "layout": {"pane": 1}}]}""")]
    [InlineData("""{"windows": [{"index": 1, "name": "x", "focused": 9, "columns": -8, "rows": 0, "layout": {"orientation": "columns", "children": [{"pane": 1}]}}]}""")]
    [InlineData("""{"windows": [{"index": 1, "name": "x", "focused": 1, "columns": 80, "rows": 24, "layout": {"orientation": "rows", "children": [{"pane": 1, "weight": 0}, {"pane": 1, "weight": -1}, null]}}]}""")]
    public async Task A_damaged_layout_costs_the_layout_and_no_pane(string json)
    {
        await using var fixture = new MuxFixture();
        PaneFiles.Create(fixture.Options.PanesDirectory, MuxFixture.Record(new PaneId(1), ""), _ => { }).Dispose();
        File.WriteAllText(Path.Combine(fixture.Folder, "session.json"), json);
        Assert.Empty(fixture.Mux.Restore(new Dictionary<PaneId, PaneHandles> { [new PaneId(1)] = fixture.Spawn("sleep 100") }));
        var window = Assert.Single(fixture.Mux.Session.Windows);
        Assert.Equal(new PaneId(1), Assert.Single(window.Layout.Panes));
        Assert.True(window.Index > 0);
        fixture.Mux.Start();
    }

    [Fact]
    public async Task Waiting_completes_when_the_condition_holds_or_the_pane_goes()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("read x; echo seen; sleep 100");
        var seen = await fixture.Mux.InvokeAsync(mux => mux.WhenAsync(pane, one => one.Emulator.RowText(1) == "seen", CancellationToken.None));
        var never = await fixture.Mux.InvokeAsync(mux => mux.WhenAsync(pane, _ => false, CancellationToken.None));
        using var cancel = new CancellationTokenSource();
        var given = await fixture.Mux.InvokeAsync(mux => mux.WhenAsync(pane, _ => false, cancel.Token));
        Assert.False(seen.IsCompleted);
        await fixture.SendAsync(pane, "\n");
        Assert.True(await seen);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await fixture.Mux.InvokeAsync(mux => mux.Remove(pane));
        Assert.False(await never);
        Assert.False(await await fixture.Mux.InvokeAsync(mux => mux.WhenAsync(pane, _ => true, CancellationToken.None)));
    }

    [Fact]
    public async Task A_pane_that_is_waited_for_is_shown_when_it_comes_and_no_other()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var waiting = await ExpectAsync(fixture, new PaneId(2), TimeSpan.FromSeconds(60));
        await fixture.OpenAsync("echo other; sleep 100");
        Assert.False(waiting.IsCompleted);
        await fixture.OpenAsync("echo wanted; sleep 100");
        Assert.Equal(PaneArrival.Shown, await waiting);
        await client.ShowsAsync("wanted");
        Assert.Equal(PaneArrival.Shown, await await ExpectAsync(fixture, new PaneId(1), TimeSpan.FromSeconds(60)));
        await client.ShowsAsync("other");
    }

    [Fact]
    public async Task Whoever_does_something_else_is_left_where_they_are()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var waiting = await ExpectAsync(fixture, new PaneId(1), TimeSpan.FromSeconds(60));
        client.Type("x");
        Assert.Equal(PaneArrival.GivenUp, await waiting);
        await fixture.OpenAsync("sleep 100");
        Assert.Equal(0, await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Window));
        waiting = await ExpectAsync(fixture, new PaneId(9), TimeSpan.FromSeconds(60));
        client.Connection.Dispose();
        Assert.Equal(PaneArrival.GivenUp, await waiting);
    }

    [Fact]
    public async Task A_pane_that_does_not_come_is_not_waited_for_for_ever()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        Assert.Equal(PaneArrival.TimedOut, await await ExpectAsync(fixture, new PaneId(1), TimeSpan.FromMilliseconds(50)));
        await client.ShowsAsync("home view");
    }

    [Fact]
    public async Task A_condition_that_fails_later_is_its_callers_and_the_multiplexer_goes_on()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("read x; echo seen; sleep 100");
        var calls = 0;
        var failing = await fixture.Mux.InvokeAsync(mux =>
            mux.WhenAsync(pane, _ => ++calls == 1 ? false : throw new InvalidOperationException("mine"), CancellationToken.None));
        await fixture.SendAsync(pane, "\n");
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        await fixture.PaneShowsAsync(pane, "seen");
    }

    [Fact]
    public async Task An_exit_status_is_seen_even_while_something_else_holds_the_terminal()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("sleep 100");
        var ended = await fixture.Mux.InvokeAsync(mux => mux.WhenAsync(pane, one => one.Exit is not null, CancellationToken.None));
        await fixture.Mux.InvokeAsync(mux => mux.SetExit(pane, ExitStatus.Exited(3)));
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
        Assert.DoesNotContain(fixture.Host.Told, told => told.StartsWith("ended"));
    }

    [Fact]
    public async Task A_pane_ends_once_both_its_status_and_its_hang_up_are_known()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("echo last words");
        await fixture.ToldAsync($"hungup {pane}");
        await fixture.Mux.InvokeAsync(mux =>
        {
            mux.SetExit(pane, ExitStatus.Exited(0));
            mux.SetExit(pane, ExitStatus.Exited(1));
        });
        await fixture.ToldAsync($"ended {pane} exit 0");
        Assert.Contains("last words", await fixture.TextAsync(pane));
        await fixture.Mux.InvokeAsync(mux => mux.Remove(pane));
        await fixture.ToldAsync($"removed {pane}");
        Assert.Empty(await fixture.Mux.InvokeAsync(mux => mux.StoredPanes().ToList()));
    }

    [Fact]
    public async Task A_pane_whose_folder_cannot_be_deleted_is_removed_all_the_same()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("sleep 100");
        var folder = Path.Combine(fixture.Options.PanesDirectory, $"{pane}");
        Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, "a file where a folder was");
        await fixture.Mux.InvokeAsync(mux => mux.Remove(pane));
        Assert.Null(await fixture.Mux.InvokeAsync(mux => mux.FindPane(pane)));
    }

    [Fact]
    public async Task A_program_that_asks_and_never_listens_is_bounded()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync("stty raw -echo; i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf '\\033[c\\033[c\\033[c\\033[c\\033[c\\033[c\\033[c\\033[c\\033[c\\033[c'; done; printf finished; sleep 100");
        await fixture.PaneShowsAsync(pane, "finished");
        var before = GC.GetTotalMemory(true);
        await fixture.Mux.InvokeAsync(mux => mux.FindPane(pane)!.Send(new byte[60 * 1024 * 1024]));
        await fixture.Mux.InvokeAsync(mux => mux.FindPane(pane)!.Send(new byte[60 * 1024 * 1024]));
        Assert.InRange(GC.GetTotalMemory(true) - before, 0, 100 * 1024 * 1024);
    }

    [Fact]
    public async Task Closing_the_last_pane_of_a_window_sends_its_clients_back_where_they_came_from()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var one = await fixture.OpenAsync("echo one; sleep 100");
        var two = await fixture.OpenAsync("echo two; sleep 100");
        await fixture.ShowAsync(one);
        await client.ShowsAsync("one");
        await fixture.ShowAsync(two);
        await client.ShowsAsync("two");
        await fixture.Mux.InvokeAsync(mux => mux.Remove(two));
        await client.ShowsAsync("one");
        await fixture.Mux.InvokeAsync(mux => mux.Remove(one));
        await client.ShowsAsync("home view");
    }

    [Fact]
    public async Task What_is_asked_after_the_end_is_refused_and_hangs_nobody()
    {
        await using var fixture = MuxFixture.Started();
        await fixture.Mux.StopAsync("");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Mux.InvokeAsync(_ => 1).WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
    }

    [RequiresFact("root", "mount")]
    public async Task On_a_full_disk_panes_go_on_and_a_new_one_is_refused_as_an_error()
    {
        await using var fixture = MuxFixture.Started();
        using var disk = SmallDisk.Mount(kilobytes: 2048);
        var options = new MuxOptions { RunDirectory = disk.Path, AttachSocket = Path.Combine(fixture.Folder, "other.sock") };
        using var mux = new MuxServer(options, fixture.Host, TimeProvider.System);
        mux.Start();
        var handles = fixture.Spawn("read x; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo line $i; done; echo over; sleep 100");
        var pane = await mux.InvokeAsync(one => one.Add(MuxFixture.Record(one.NewPaneId(), ""), handles, new PanePlace.NewWindow(null)));
        disk.Fill();
        await mux.InvokeAsync(one => one.SendTo(pane, "\r"u8));
        await Eventually.TrueAsync("the pane goes on", () => mux.InvokeAsync(_ => Enumerable.Range(0, 22).Any(row => pane.Emulator.RowText(row) == "over")));
        await Assert.ThrowsAnyAsync<IOException>(() => mux.InvokeAsync(one => one.Add(
            MuxFixture.Record(one.NewPaneId(), new string('x', 100_000)), fixture.Spawn("sleep 100"), new PanePlace.NewWindow(null))));
        await mux.StopAsync("");
    }

    private static Task<Task<PaneArrival>> ExpectAsync(MuxFixture fixture, PaneId id, TimeSpan limit) =>
        fixture.Mux.InvokeAsync(mux => mux.ShowWhenThereAsync(mux.Clients.Single(), pane => pane.Id == id, limit));

    private static string Describe(Emulator emulator)
    {
        var text = new StringBuilder();
        text.AppendLine($"{emulator.Size} {emulator.Cursor} {emulator.CursorShape} {emulator.Title} {emulator.InputModes} {emulator.Scrollback.FirstLine} {emulator.Scrollback.Count}");
        var line = new Cell[CellSize.MaxColumns];
        for (var i = 0; i < emulator.Scrollback.Count; i++) Append(text, emulator, line.AsSpan(0, emulator.Scrollback.ReadLine(i, line)));
        for (var row = 0; row < emulator.Size.Rows; row++) Append(text, emulator, emulator.Row(row));
        return text.ToString();
    }

    private static void Append(StringBuilder text, Emulator emulator, ReadOnlySpan<Cell> cells)
    {
        foreach (var cell in cells)
            text.Append($"{emulator.GetText(cell)}[{cell.Foreground},{cell.Background},{cell.Attributes},{cell.Underline},{emulator.Hyperlink(cell)?.Uri}]");
        text.AppendLine();
    }
}
