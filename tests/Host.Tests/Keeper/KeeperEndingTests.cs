using System.Globalization;
using Orchtui.Host.Keeper;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Keeper;

[Collection("keeper")]
public sealed class KeeperEndingTests
{
    [Fact]
    public async Task Shutdown_ends_stubborn_panes_and_jobs_of_their_sessions_and_then_the_keeper()
    {
        await using var home = new KeeperHome();
        var lost = new TaskCompletionSource();
        using var connection = await home.ConnectAsync(new KeeperEvents { Lost = lost.SetResult });
        var stubborn = await KeeperHome.SpawnAsync(connection, "stubborn", KeeperHome.DummyAgent, "trap-term");
        KeeperHome.ReadUntil(stubborn.Master, stubborn.Ring, "ready");
        const string JobOfItsOwnGroup = "set -m; (trap '' HUP TERM; echo job $BASHPID.; exec sleep 60) & read y";
        var shell = await KeeperHome.SpawnAsync(connection, "shell", "bash", "-c", JobOfItsOwnGroup);
        var job = int.Parse(KeeperHome.ReadUntil(shell.Master, shell.Ring, ".").Split(' ', '.')[1], CultureInfo.InvariantCulture);

        Assert.True(await connection.ShutdownAsync(TimeSpan.FromMilliseconds(200)));
        Assert.True(KeeperHome.IsGone(stubborn.Pid));
        Assert.True(KeeperHome.IsGone(shell.Pid));
        await KeeperHome.EndedAsync(job, "the job");
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await KeeperHome.EndedAsync(connection.KeeperPid, "the keeper");
        Assert.Contains("sent SIGKILL", home.Log, StringComparison.Ordinal);
        Assert.False(connection.IsAlive);
        Assert.IsType<SpawnOutcome.KeeperLost>(await connection.SpawnAsync(KeeperHome.Pane("more", "true")));
        Assert.Null(await connection.ListAsync());
    }

    [Fact]
    public async Task A_terminated_keeper_ends_its_panes_politely_first()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        const string SaysGoodbye = "trap 'echo bye; exit 0' HUP; echo ready; while :; do read -t 9 x; done";
        var pane = await KeeperHome.SpawnAsync(connection, "a", "bash", "-c", SaysGoodbye);
        KeeperHome.ReadUntil(pane.Master, pane.Ring, "ready");
        Assert.True(ProcessSignals.Send(connection.KeeperPid, Signal.Terminate));
        await KeeperHome.EndedAsync(connection.KeeperPid, "the keeper");
        Assert.Contains("bye", KeeperHome.ReadToEnd(pane.Master, pane.Ring), StringComparison.Ordinal);
        Assert.Contains("a ended: exit 0", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_keeper_is_noticed_its_panes_go_on_and_a_new_one_takes_new_panes()
    {
        await using var home = new KeeperHome();
        var lost = new TaskCompletionSource();
        using var connection = await home.ConnectAsync(new KeeperEvents { Lost = lost.SetResult });
        var pane = await KeeperHome.SpawnAsync(connection, "a", "/bin/cat");
        Assert.True(ProcessSignals.Send(connection.KeeperPid, Signal.Kill));
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(20));

        pane.Master.Write("still here\n"u8);
        KeeperHome.ReadUntil(pane.Master, pane.Ring, "still here");
        Assert.True(File.Exists(home.Options.SocketPath), "a killed keeper leaves its socket");
        using var next = await home.ConnectAsync();
        Assert.NotEqual(connection.KeeperPid, next.KeeperPid);
        Assert.False((await KeeperHome.SpawnAsync(next, "a", "/bin/cat")).Existing);

        ProcessSignals.SendGroup(pane.Pid, Signal.Kill);
        KeeperHome.ReadToEnd(pane.Master, pane.Ring);
        await Eventually.TrueAsync("the killed keeper is no zombie", () => !Directory.Exists($"/proc/{connection.KeeperPid}"));
    }
}
