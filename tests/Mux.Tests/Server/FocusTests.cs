using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;
using Orchtui.Pty;

namespace Orchtui.Mux.Tests.Server;

/// <summary>Which programs are told that they have the focus, and when: each change once, in the order of what else reaches them.</summary>
public class FocusTests
{
    /// <summary>Asks for reports and shows what it gets.</summary>
    private const string Asking = "stty raw -echo; printf '\\033[?1004hready'; exec cat -v";

    [Fact]
    public async Task A_program_that_asks_is_told_how_it_stands()
    {
        await using var fixture = MuxFixture.Started();
        await fixture.AttachAsync();
        var hidden = await fixture.OpenAsync(Asking);
        await fixture.PaneShowsAsync(hidden, "ready^[[O");
        await fixture.ShowAsync(hidden);
        await fixture.PaneShowsAsync(hidden, "ready^[[O^[[I");
    }

    [Fact]
    public async Task A_program_that_does_not_ask_is_told_nothing_and_one_that_asks_anew_is_told_anew()
    {
        await using var fixture = MuxFixture.Started();
        await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(
            "stty raw -echo; dd bs=1 count=1 2>/dev/null; printf '\\033[?1004hon'; dd bs=1 count=4 2>/dev/null | cat -v; "
            + "printf '\\033[?1004loff'; dd bs=1 count=1 2>/dev/null; printf '\\033[?1004hagain'; exec cat -v");
        await fixture.ShowAsync(pane);
        await fixture.SendAsync(pane, "a");
        await fixture.PaneShowsAsync(pane, "aon");
        await fixture.SendAsync(pane, "b");
        await fixture.PaneShowsAsync(pane, "aon^[[Iboff");
        await SelectAsync(fixture, Session.Home);
        await fixture.ShowAsync(pane);
        await fixture.SendAsync(pane, "c");
        await fixture.PaneShowsAsync(pane, "aon^[[Iboffcagain^[[I");
    }

    [Fact]
    public async Task Going_from_pane_to_pane_tells_both()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var left = await fixture.OpenAsync(Asking);
        await fixture.ShowAsync(left);
        await fixture.PaneShowsAsync(left, "ready^[[");
        var right = await fixture.OpenBesideAsync(left, Asking);
        await fixture.PaneShowsAsync(left, "^[[I^[[O");
        await fixture.PaneShowsAsync(right, "ready^[[I");
        await client.ShowsAsync("│");
        client.Type("\x1b[<0;3;5M\x1b[<0;3;5m");
        await fixture.PaneShowsAsync(right, "ready^[[I^[[O");
        await fixture.PaneShowsAsync(left, "^[[I^[[O^[[I");
        await ZoomAsync(fixture);
        await FocusAsync(fixture, right);
        await fixture.PaneShowsAsync(right, "ready^[[I^[[O^[[I");
        await fixture.PaneShowsAsync(left, "^[[I^[[O^[[I^[[O");
        await fixture.Mux.InvokeAsync(mux => mux.Remove(right));
        await fixture.PaneShowsAsync(left, "^[[I^[[O^[[I^[[O^[[I");
    }

    [Fact]
    public async Task Going_from_window_to_window_tells_both_and_zooming_tells_nobody()
    {
        await using var fixture = MuxFixture.Started();
        await fixture.AttachAsync();
        var first = await fixture.OpenAsync(Asking);
        var second = await fixture.OpenAsync(Asking);
        await fixture.PaneShowsAsync(first, "ready^[[O");
        await fixture.PaneShowsAsync(second, "ready^[[O");
        await fixture.ShowAsync(first);
        await ZoomAsync(fixture);
        await ZoomAsync(fixture);
        await fixture.ShowAsync(first);
        await fixture.ShowAsync(second);
        await fixture.PaneShowsAsync(second, "ready^[[O^[[I");
        await SelectAsync(fixture, Session.Home);
        await fixture.PaneShowsAsync(second, "ready^[[O^[[I^[[O");
        await fixture.SendAsync(first, "end");
        await fixture.PaneShowsAsync(first, "ready^[[O^[[I^[[Oend");
    }

    [Fact]
    public async Task The_terminals_focus_is_that_of_the_active_pane_and_no_state_is_told_twice()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(Asking);
        await fixture.PaneShowsAsync(pane, "ready^[[O");
        await fixture.ShowAsync(pane);
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I");
        client.Type("\x1b[I1");
        await fixture.PaneShowsAsync(pane, "^[[I1");
        client.Type("\x1b[O");
        await fixture.PaneShowsAsync(pane, "^[[I1^[[O");
        client.Type("\x1b[O\x1b[I2");
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I1^[[O^[[I2");
    }

    [Fact]
    public async Task With_several_clients_a_pane_has_the_focus_while_one_focused_client_shows_it_as_active()
    {
        await using var fixture = MuxFixture.Started();
        var one = await fixture.AttachAsync();
        var other = await fixture.AttachAsync();
        await fixture.AttachAsync(change: hello => hello with { ReadOnly = true });
        var pane = await fixture.OpenAsync(Asking);
        await fixture.PaneShowsAsync(pane, "ready^[[O");
        await fixture.ShowAsync(pane);
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I");
        one.Type("\x1b[O1");
        await fixture.PaneShowsAsync(pane, "^[[I1");
        other.Type("\x1b[O");
        await fixture.PaneShowsAsync(pane, "^[[I1^[[O");
        one.Type("\x1b[I");
        await fixture.PaneShowsAsync(pane, "^[[I1^[[O^[[I");
        one.Connection.Dispose();
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I1^[[O^[[I^[[O");
    }

    [Fact]
    public async Task A_report_waits_for_the_end_of_a_paste()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(Asking);
        await fixture.PaneShowsAsync(pane, "ready^[[O");
        await fixture.ShowAsync(pane);
        client.Type("\x1b[200~first");
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[Ifirst");
        await SelectAsync(fixture, Session.Home);
        client.Type("second\x1b[201~");
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[Ifirstsecond^[[O");
    }

    [Fact]
    public async Task The_next_host_knows_what_was_told()
    {
        await using var fixture = MuxFixture.Started();
        await fixture.AttachAsync();
        var handles = fixture.Spawn(Asking);
        var ring = handles.Ring.Handle.Duplicate();
        var master = handles.Master!.Handle.Duplicate();
        var pane = await fixture.Mux.InvokeAsync(mux => mux.Add(MuxFixture.Record(mux.NewPaneId(), ""), handles, new PanePlace.NewWindow(null)).Id);
        await fixture.PaneShowsAsync(pane, "ready^[[O");
        await fixture.ShowAsync(pane);
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I");
        var next = await fixture.ReplaceAsync();
        next.Restore(new Dictionary<PaneId, PaneHandles> { [pane] = new(PtyMaster.FromHandle(master), OutputRing.FromHandle(ring)!, handles.Pid, null) });
        next.Start();
        await fixture.SendAsync(pane, "next");
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I^[[Onext");
        await fixture.AttachAsync();
        await fixture.ShowAsync(pane);
        await fixture.PaneShowsAsync(pane, "ready^[[O^[[I^[[Onext^[[I");
    }

    private static Task SelectAsync(MuxFixture fixture, int window) =>
        fixture.Mux.InvokeAsync(mux => mux.SelectWindow(mux.Clients.Single(), window));

    private static Task FocusAsync(MuxFixture fixture, PaneId pane) =>
        fixture.Mux.InvokeAsync(mux => mux.FocusPane(mux.Session.WindowOf(pane)!, pane));

    private static Task ZoomAsync(MuxFixture fixture) =>
        fixture.Mux.InvokeAsync(mux => mux.ToggleZoom(mux.Session.Find(mux.Clients.Single().Window)!));
}
