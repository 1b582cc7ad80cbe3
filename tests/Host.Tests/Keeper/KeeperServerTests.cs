using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Orchtui.Host.Keeper;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Keeper;

[Collection("keeper")]
public sealed class KeeperServerTests
{
    [Fact]
    public async Task A_pane_runs_and_its_exit_is_reported_and_released_once()
    {
        await using var home = new KeeperHome();
        var exits = new ConcurrentQueue<(string, ExitStatus)>();
        using var connection = await home.ConnectAsync(new KeeperEvents { PaneExited = (key, status) => exits.Enqueue((key, status)) });
        var pane = await KeeperHome.SpawnAsync(connection, "a", "/bin/sh", "-c", "echo hello; exit 3");
        Assert.False(pane.Existing);
        Assert.Contains("hello", KeeperHome.ReadToEnd(pane.Master, pane.Ring), StringComparison.Ordinal);
        await Eventually.TrueAsync("the exit is reported", () => !exits.IsEmpty);
        Assert.Equal([("a", ExitStatus.Exited(3))], exits);
        Assert.False(await connection.SignalAsync("a", Signal.Kill));
        Assert.True(await connection.ReleaseAsync("a"));
        Assert.False(await connection.ReleaseAsync("a"));
        Assert.Empty((await connection.ListAsync())!);
    }

    [Fact]
    public async Task Spawning_a_key_again_gives_the_same_pane()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        var first = await KeeperHome.SpawnAsync(connection, "k", "/bin/sh", "-c", "echo once; read line; exit 4");
        var second = await KeeperHome.SpawnAsync(connection, "k", "/bin/sh", "-c", "echo twice");
        Assert.Equal(first.Pid, second.Pid);
        Assert.True(second.Existing);
        KeeperHome.ReadUntil(second.Master, second.Ring, "once");
        Assert.Equal(first.Ring.Position, second.Ring.Position);
        Assert.False(await connection.ReleaseAsync("k"));
    }

    [Fact]
    public async Task A_program_that_cannot_start_leaves_nothing_behind()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        var missing = Assert.IsType<SpawnOutcome.Failed>(await connection.SpawnAsync(KeeperHome.Pane("x", "no-such-program")));
        Assert.Equal(SpawnFailureKind.ProgramNotFound, missing.Failure.Kind);
        var ring = Assert.IsType<SpawnOutcome.Failed>(
            await connection.SpawnAsync(KeeperHome.Pane("x", "true") with { RingBytes = 100_000 }));
        Assert.Contains("power of two", ring.Failure.Message, StringComparison.Ordinal);
        var nul = Assert.IsType<SpawnOutcome.Failed>(await connection.SpawnAsync(KeeperHome.Pane("x", "true", "a\0b")));
        Assert.Contains("NUL", nul.Failure.Message, StringComparison.Ordinal);
        Assert.Empty((await connection.ListAsync())!);
    }

    [Fact]
    public async Task A_second_connection_lists_the_panes_with_their_attributes_and_works_with_them()
    {
        await using var home = new KeeperHome();
        using var first = await home.ConnectAsync();
        var spawn = KeeperHome.Pane("cat", "/bin/cat") with { Attributes = "pane 7"u8.ToArray() };
        var pane = Assert.IsType<SpawnOutcome.Spawned>(await first.SpawnAsync(spawn));

        using var second = await home.ConnectAsync();
        var listed = Assert.Single((await second.ListAsync())!);
        Assert.Equal(("cat", pane.Pid, (ExitStatus?)null), (listed.Key, listed.Pid, listed.Status));
        Assert.Equal("pane 7", Encoding.UTF8.GetString(listed.Attributes.Span));
        listed.Master.Write("typed\n"u8);
        KeeperHome.ReadUntil(listed.Master, listed.Ring, "typed");
        Assert.Equal(first.KeeperPid, second.KeeperPid);
    }

    [Fact]
    public async Task An_exit_that_no_host_saw_is_collected_by_a_later_one_with_the_output()
    {
        await using var home = new KeeperHome();
        var first = await home.ConnectAsync();
        var pane = await KeeperHome.SpawnAsync(first, "late", "/bin/sh", "-c", "read line; echo last words; exit 7");
        first.Dispose();
        pane.Master.Write("\n"u8);
        await KeeperHome.EndedAsync(pane.Pid, "the pane");
        pane.Master.Dispose();
        pane.Ring.Dispose();

        // That the program is gone is known to the system a moment before its keeper has noted how it ended.
        using var second = await home.ConnectAsync();
        var listed = Assert.Single((await second.ListAsync())!);
        await Eventually.TrueAsync("the keeper has noted the end", async () => (listed = Assert.Single((await second.ListAsync())!)).Status is not null);
        Assert.Equal(ExitStatus.Exited(7), listed.Status);
        Assert.Contains("last words", KeeperHome.ReadToEnd(listed.Master, listed.Ring), StringComparison.Ordinal);
        Assert.True(await second.ReleaseAsync("late"));
    }

    [Fact]
    public async Task The_keeper_ends_by_itself_when_nothing_is_left_to_keep()
    {
        await using var home = new KeeperHome();
        var connection = await home.ConnectAsync();
        var pane = await KeeperHome.SpawnAsync(connection, "a", "/bin/true");
        await KeeperHome.EndedAsync(pane.Pid, "the pane");
        await Eventually.TrueAsync("the pane is released", () => connection.ReleaseAsync("a"));
        Assert.False(KeeperHome.IsGone(connection.KeeperPid));
        connection.Dispose();
        await KeeperHome.EndedAsync(connection.KeeperPid, "the keeper");
        Assert.False(File.Exists(home.Options.SocketPath));
    }

    [Theory]
    [InlineData("300", "60000")]
    [InlineData("60000", "300")]
    public async Task A_status_is_kept_for_its_grace_and_no_longer(string collectGrace, string startGrace)
    {
        await using var home = new KeeperHome();
        var connection = await home.ConnectAsync(null, KeeperHome.KeeperHost, "keeper", home.Options.Home, collectGrace, startGrace);
        if (collectGrace == "300")
        {
            var pane = await KeeperHome.SpawnAsync(connection, "a", "/bin/true");
            await KeeperHome.EndedAsync(pane.Pid, "the pane");
        }

        connection.Dispose();
        await KeeperHome.EndedAsync(connection.KeeperPid, "the keeper");
    }

    [Fact]
    public async Task A_child_gets_usual_limits_default_signals_and_no_descriptor_of_the_keeper()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        const string Survey = "echo limit $(ulimit -Sn); echo fds $(cd /proc/$$/fd; echo *); grep -E '^Sig(Blk|Ign)' /proc/$$/status";
        var pane = await KeeperHome.SpawnAsync(connection, "a", "bash", "-c", Survey);
        var output = KeeperHome.ReadToEnd(pane.Master, pane.Ring);
        Assert.Contains("limit 1024\r\n", output, StringComparison.Ordinal);
        // 3 is the shell's own: the pipe that it reads the echoed list from.
        Assert.Contains("fds 0 1 2 3\r\n", output, StringComparison.Ordinal);
        Assert.Contains("SigBlk:\t0000000000000000", output, StringComparison.Ordinal);
        Assert.Matches("SigIgn:\t0000000[01]80000000|SigIgn:\t0000000000000000", output);
    }

    [Fact]
    public async Task Three_hundred_panes_are_handed_over_whole()
    {
        const int Count = 300;
        await using var home = new KeeperHome();
        using var first = await home.ConnectAsync();
        for (var i = 0; i < Count; i++)
            using (var pane = new Handed(await KeeperHome.SpawnAsync(first, $"p{i}", "/bin/sh", "-c", $"echo I am {i}.; read x")))
                KeeperHome.ReadUntil(pane.Spawned.Master, pane.Spawned.Ring, ".");

        using var second = await home.ConnectAsync();
        var panes = (await second.ListAsync())!;
        Assert.Equal(Count, panes.Select(pane => pane.Pid).Distinct().Count());
        foreach (var pane in panes)
        {
            var text = Encoding.UTF8.GetString(pane.Ring.Slice(0, pane.Ring.Position));
            Assert.Contains($"I am {pane.Key[1..]}.", text, StringComparison.Ordinal);
            Assert.True(pane.Master.Resize(new PtySize(100, 30)));
            pane.Dispose();
        }
    }

    [Fact]
    public async Task A_signal_to_the_session_reaches_jobs_in_groups_of_their_own()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        const string JobOfItsOwnGroup = "set -m; (trap '' HUP; echo job $BASHPID.; exec sleep 60) & read y";
        var shell = await KeeperHome.SpawnAsync(connection, "a", "bash", "-c", JobOfItsOwnGroup);
        var job = int.Parse(KeeperHome.ReadUntil(shell.Master, shell.Ring, ".").Split(' ', '.')[1], CultureInfo.InvariantCulture);
        Assert.True(await connection.SignalAsync("a", Signal.Kill, wholeSession: true));
        await KeeperHome.EndedAsync(job, "the job");
        await KeeperHome.EndedAsync(shell.Pid, "the shell");
    }

    [Fact]
    public async Task Orphans_of_panes_are_reaped()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        var pane = await KeeperHome.SpawnAsync(connection, "a", "bash", "-c", "(setsid sh -c 'echo orphan $$.; exec sleep 60' & ); read y");
        var output = KeeperHome.ReadUntil(pane.Master, pane.Ring, ".");
        var orphan = int.Parse(output.Split(' ', '.')[1], CultureInfo.InvariantCulture);
        await Eventually.TrueAsync("the orphan has come to the keeper", () => ParentOf(orphan) == connection.KeeperPid);
        Assert.True(ProcessSignals.Send(orphan, Signal.Kill));
        await Eventually.TrueAsync("the orphan has been reaped", () => !Directory.Exists($"/proc/{orphan}"));
    }

    [Fact]
    public async Task Hang_ups_and_interrupts_do_not_end_the_keeper()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        foreach (var signal in new[] { Signal.Hangup, Signal.Interrupt, Signal.Quit })
            Assert.True(ProcessSignals.Send(connection.KeeperPid, signal));
        await KeeperHome.SpawnAsync(connection, "a", "/bin/cat");
        Assert.Single((await connection.ListAsync())!);
    }

    private sealed record Handed(SpawnOutcome.Spawned Spawned) : IDisposable
    {
        public void Dispose()
        {
            Spawned.Master.Dispose();
            Spawned.Ring.Dispose();
        }
    }

    private static int ParentOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
