using System.Text;
using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class FaultTests
{
    private static readonly OutputFaultPoint FailOnBoom = output =>
    {
        if (output.IndexOf("boom"u8) >= 0) throw new InvalidOperationException("a fault\nwas forced");
    };

    [Fact]
    public async Task Output_that_breaks_the_emulator_costs_that_pane_and_its_program_goes_on()
    {
        await using var fixture = MuxFixture.Started(change: options => options with { FaultPoint = FailOnBoom });
        var client = await fixture.AttachAsync();
        var broken = await fixture.OpenAsync("read x; echo boom; while read y; do echo $y > \"$HOME/said\"; done");
        var sound = await fixture.OpenAsync("echo sound; sleep 100");
        await fixture.ShowAsync(broken);
        client.Type("\r");
        await client.ShowsAsync("This pane can no longer be drawn");
        await client.ShowsAsync("InvalidOperationException: a faultwas forced");
        await client.ShowsAsync("C-b x ends the program");
        client.Type("heard\r");
        await Eventually.TrueAsync("the program goes on", () => File.Exists(Path.Combine(fixture.Folder, "said")));
        await fixture.PaneShowsAsync(sound, "sound");
        Assert.Single(fixture.Host.Told, told => told.StartsWith($"warn Pane {broken} (pane{broken}) is no longer drawn") && told.Contains("FaultTests"));
        client.Resize(60, 20);
        await client.ShowsAsync("size=60x20");
        await client.ShowsAsync("This pane can no longer be drawn");
        await fixture.Mux.InvokeAsync(mux => mux.Remove(broken));
        Assert.Null(await fixture.Mux.InvokeAsync(mux => mux.FindPane(broken)));
    }

    [Fact]
    public async Task The_next_host_shows_the_fault_and_does_not_run_into_it()
    {
        var parsed = 0;
        await using var fixture = MuxFixture.Started(change: options => options with
        {
            FaultPoint = output =>
            {
                parsed++;
                FailOnBoom(output);
            },
        });
        var handles = fixture.Spawn("echo boom; sleep 100");
        var ring = handles.Ring.Handle.Duplicate();
        var master = handles.Master!.Handle.Duplicate();
        var id = await fixture.Mux.InvokeAsync(mux => mux.Add(MuxFixture.Record(mux.NewPaneId(), ""), handles, new PanePlace.NewWindow(null)).Id);
        await fixture.PaneShowsAsync(id, "can no longer be drawn");
        var next = await fixture.ReplaceAsync();
        parsed = 0;
        next.Restore(new Dictionary<PaneId, PaneHandles> { [id] = new(PtyMaster.FromHandle(master), OutputRing.FromHandle(ring)!, handles.Pid, null) });
        Assert.Equal(0, parsed);
        next.Start();
        await fixture.PaneShowsAsync(id, "can no longer be drawn");
    }

    [Fact]
    public async Task A_fault_in_what_an_earlier_host_left_costs_the_pane_and_not_the_start()
    {
        await using var fixture = new MuxFixture(change: options => options with { FaultPoint = FailOnBoom });
        var broken = fixture.Spawn("sleep 100");
        broken.Ring.Append("boom"u8);
        var sound = fixture.Spawn("sleep 100");
        sound.Ring.Append("fine"u8);
        foreach (var id in new[] { 1, 2 }) PaneFiles.Create(fixture.Options.PanesDirectory, MuxFixture.Record(new PaneId(id), ""), _ => { }).Dispose();
        fixture.Mux.Restore(new Dictionary<PaneId, PaneHandles> { [new PaneId(1)] = broken, [new PaneId(2)] = sound });
        fixture.Mux.Start();
        await fixture.PaneShowsAsync(new PaneId(1), "can no longer be drawn");
        await fixture.PaneShowsAsync(new PaneId(2), "fine");
        Assert.Contains(fixture.Host.Told, told => told.StartsWith("warn Pane 1 could not be restored"));
    }

    [Fact]
    public async Task A_pane_whose_restore_took_three_hosts_along_is_not_tried_again()
    {
        await using var fixture = new MuxFixture();
        var handles = fixture.Spawn("sleep 100");
        handles.Ring.Append("what kills a host"u8);
        using (var files = PaneFiles.Create(fixture.Options.PanesDirectory, MuxFixture.Record(new PaneId(1), ""), _ => { }))
            Assert.Equal([1, 2, 3], [files.BeginRestore(), files.BeginRestore(), files.BeginRestore()]);
        fixture.Mux.Restore(new Dictionary<PaneId, PaneHandles> { [new PaneId(1)] = handles });
        fixture.Mux.Start();
        await fixture.PaneShowsAsync(new PaneId(1), "The host ended each time");
    }

    [Fact]
    public async Task Two_unfinished_restores_are_bad_luck_and_forgotten_after_a_good_one()
    {
        await using var fixture = new MuxFixture();
        var handles = fixture.Spawn("sleep 100");
        handles.Ring.Append("fine"u8);
        using var files = PaneFiles.Create(fixture.Options.PanesDirectory, MuxFixture.Record(new PaneId(1), ""), _ => { });
        files.BeginRestore();
        files.BeginRestore();
        fixture.Mux.Restore(new Dictionary<PaneId, PaneHandles> { [new PaneId(1)] = handles });
        fixture.Mux.Start();
        await fixture.PaneShowsAsync(new PaneId(1), "fine");
        Assert.Equal(1, files.BeginRestore());
    }

    [Fact]
    public async Task A_host_that_fails_on_what_the_emulator_tells_it_loses_that_pane_only()
    {
        await using var fixture = MuxFixture.Started();
        fixture.Host.OnTitle = title =>
        {
            if (title == "bad") throw new ArgumentException("not this one");
        };
        var broken = await fixture.OpenAsync("printf '\\033]0;bad\\007'; sleep 100");
        await fixture.PaneShowsAsync(broken, "ArgumentException: not this one");
        await fixture.PaneShowsAsync(await fixture.OpenAsync("echo fine; sleep 100"), "fine");
    }

    [Fact]
    public void A_kept_pane_with_a_fault_comes_back_as_one()
    {
        using var folder = new TemporaryDirectory("orchtui-fault-");
        var record = MuxFixture.Record(new PaneId(1), "") with { Fault = "X: y" };
        using var files = PaneFiles.Create(folder.Path, record, _ => { });
        var parts = new PaneParts { Files = files, Options = new EmulatorOptions(), Listener = new Silent(), Prefix = "C-a" };
        using var pane = Pane.RestoreEnded(record, parts, ExitStatus.Exited(0));
        var text = new StringBuilder();
        for (var row = 0; row < 8; row++) text.AppendLine(pane!.Emulator.RowText(row));
        Assert.Contains("X: y", text.ToString());
        Assert.Contains("C-a x", text.ToString());
    }

    private sealed class Silent : IEmulatorListener;
}
