using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

/// <summary>How many lines a pane keeps is its own.</summary>
public class ScrollbackLimitTests
{
    private const string Script = "i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo line $i; done; printf over; read x; "
        + "while [ $i -gt 0 ]; do i=$((i-1)); echo line $i; done; printf again; sleep 100";

    [Theory]
    [InlineData(null, 100)]
    [InlineData(0, 0)]
    [InlineData(20, 20)]
    [InlineData(250, 250)]
    public async Task A_pane_keeps_its_number_of_lines_through_a_restart_with_another_default(int? own, int kept)
    {
        await using var fixture = MuxFixture.Started(scrollback: 100);
        var handles = fixture.Spawn(Script);
        var ring = handles.Ring.Handle.Duplicate();
        var master = handles.Master!.Handle.Duplicate();
        var id = await fixture.Mux.InvokeAsync(mux =>
        {
            var fresh = mux.NewPaneId();
            mux.Add(MuxFixture.Record(fresh, Script) with { ScrollbackLines = own }, handles, new PanePlace.NewWindow(new CellSize(80, 22)));
            return fresh;
        });
        await fixture.PaneShowsAsync(id, "over");
        Assert.Equal(kept, await CountAsync(fixture, id));

        var next = await fixture.ReplaceAsync(options => options with { ScrollbackLines = 50 });
        Assert.Empty(next.Restore(new Dictionary<PaneId, PaneHandles>
        {
            [id] = new(PtyMaster.FromHandle(master), OutputRing.FromHandle(ring)!, handles.Pid, null),
        }));
        Assert.Equal(kept, next.FindPane(id)!.Record.ScrollbackLines);
        next.Start();
        await fixture.SendAsync(id, "\n");
        await fixture.PaneShowsAsync(id, "again");
        Assert.Equal(kept, await CountAsync(fixture, id));
    }

    [Fact]
    public async Task After_a_change_of_the_width_all_lines_are_wrapped_before_somebody_looks()
    {
        await using var fixture = MuxFixture.Started(scrollback: 10_000);
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("seq -f 'line %g with some more words behind it' 9000; sleep 100");
        await fixture.PaneShowsAsync(pane, "line 9000");
        await fixture.ShowAsync(pane);
        client.Resize(30, 24);
        await client.ShowsAsync("size=30x24");
        await Eventually.TrueAsync(
            "nothing is set aside", () => fixture.Mux.InvokeAsync(mux => !mux.FindPane(pane)!.Emulator.Scrollback.HasUnwrapped));
        Assert.InRange(await CountAsync(fixture, pane), 17_000, 18_000);
    }

    [Fact]
    public async Task Who_looks_back_during_a_change_of_the_width_keeps_the_distance_from_the_bottom()
    {
        await using var fixture = MuxFixture.Started(scrollback: 10_000);
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("seq -f 'line %g' 9000; sleep 100");
        await fixture.PaneShowsAsync(pane, "line 9000");
        await fixture.ShowAsync(pane);
        await fixture.Mux.InvokeAsync(mux => mux.EnterCopyMode(mux.Clients.Single(), 5000));
        await client.ShowsAsync("line 3990");
        client.Resize(30, 24);
        await client.ShowsAsync("size=30x24");
        await client.ShowsAsync("line 3990");
    }

    private static Task<int> CountAsync(MuxFixture fixture, PaneId id) =>
        fixture.Mux.InvokeAsync(mux => mux.FindPane(id)!.Emulator.Scrollback.Count);
}
