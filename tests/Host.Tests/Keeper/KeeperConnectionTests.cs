using System.Diagnostics;
using Orchtui.Host.Keeper;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Keeper;

[Collection("keeper")]
public sealed class KeeperConnectionTests
{
    [Fact]
    public async Task Hosts_that_start_at_once_get_one_keeper()
    {
        await using var home = new KeeperHome();
        var connections = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => home.ConnectAsync())));
        Assert.Single(connections.Select(connection => connection.KeeperPid).Distinct());
        Assert.Equal(1, home.Log.Split('\n').Count(line => line.Contains("serves ", StringComparison.Ordinal)));
        foreach (var connection in connections) connection.Dispose();
    }

    [Fact]
    public async Task A_host_that_comes_while_the_keeper_ends_gets_a_new_one()
    {
        await using var home = new KeeperHome();
        for (var i = 0; i < 12; i++)
        {
            var connection = await home.ConnectAsync();
            await KeeperHome.SpawnAsync(connection, "a", "/bin/cat");
            var ending = (i % 3) switch
            {
                0 => connection.ShutdownAsync(TimeSpan.FromSeconds(1)),
                1 => connection.SignalAsync("a", Signal.Kill),
                _ => Task.FromResult(ProcessSignals.Send(connection.KeeperPid, Signal.Terminate)),
            };
            if (i % 2 == 0) Assert.True(await ending);
            await SpawnWithTheNextKeeperAsync(home, $"b{i}");
            await ending;
            connection.Dispose();
            if (i % 3 != 1) await KeeperHome.EndedAsync(connection.KeeperPid, "the keeper that was told to end");
        }
    }

    [Fact]
    public async Task A_socket_that_a_dead_keeper_left_is_replaced()
    {
        await using var home = new KeeperHome();
        home.Options.CreateFolders();
        UnixListener.TryBind(home.Options.SocketPath, out _)!.Dispose();
        using var connection = await home.ConnectAsync();
        Assert.NotNull(await connection.ListAsync());
    }

    [Fact]
    public async Task A_long_home_gets_a_short_socket_in_a_private_folder()
    {
        var deep = KeeperOptions.ForHome("/tmp/" + new string('d', 120));
        Assert.StartsWith($"/tmp/orchtui-{Self.UserId}/", deep.SocketPath, StringComparison.Ordinal);
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.GetDirectoryName(home.Options.SocketPath)!));
    }

    [Fact]
    public async Task A_keeper_that_cannot_be_started_is_a_failure_that_says_so()
    {
        await using var home = new KeeperHome();
        var result = await KeeperConnection.ConnectOrStartAsync(
            home.Options, ["/no/such/program"], KeeperEvents.Ignored, TimeProvider.System);
        Assert.Null(result.Connection);
        Assert.Contains("ENOENT", result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_cannot_be_prepared_is_a_failure_that_says_so()
    {
        using var directory = new TemporaryDirectory();
        var options = KeeperOptions.ForHome(directory.Write("file", ""));
        var result = await KeeperConnection.ConnectOrStartAsync(options, ["true"], KeeperEvents.Ignored, TimeProvider.System);
        Assert.Contains("could not be made private", result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keeper_that_does_not_answer_in_time_is_lost()
    {
        await using var home = new KeeperHome();
        using var silent = Listen(home);
        var time = new ManualTime();
        var connecting = KeeperConnection.ConnectAsync(home.Options, KeeperEvents.Ignored, time);
        await Eventually.TrueAsync("the deadline is armed", () => time.ArmedTimers > 0);
        time.Advance(KeeperConnection.AnswerDeadline);
        var result = await connecting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("The keeper hung up.", result.Failure);
        File.Delete(home.Options.SocketPath);
    }

    [Fact]
    public async Task A_keeper_of_a_foreign_version_is_named_with_what_to_do()
    {
        await using var home = new KeeperHome();
        using var listener = Listen(home);
        var connecting = KeeperConnection.ConnectAsync(home.Options, KeeperEvents.Ignored, TimeProvider.System);
        UnixConnection? peer = null;
        await Eventually.TrueAsync("the host connects", () => (peer = listener.Accept()) is not null);
        peer!.WriteAll(KeeperCodec.Encode(1, new KeeperMessage.Incompatible(99)));
        Assert.Contains("protocol 99", (await connecting).Failure, StringComparison.Ordinal);
        peer.Dispose();
        File.Delete(home.Options.SocketPath);
    }

    [Fact]
    public async Task A_host_that_talks_nonsense_or_never_listens_disturbs_nobody()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        await KeeperHome.SpawnAsync(connection, "a", "/bin/cat");
        using var rude = UnixConnection.Connect(home.Options.SocketPath).Connection!;
        rude.WriteAll(KeeperCodec.Encode(1, new KeeperMessage.List()));
        Assert.True(rude.Read(new byte[100]).HungUp, "who does not greet is hung up on");

        using var deaf = UnixConnection.Connect(home.Options.SocketPath).Connection!;
        deaf.WriteAll(KeeperCodec.Encode(1, new KeeperMessage.Hello(KeeperProtocol.Version)));
        for (var i = 0; i < 5000; i++) deaf.WriteAll(KeeperCodec.Encode(i, new KeeperMessage.List()));
        Assert.Single((await connection.ListAsync())!);
    }

    [RequiresFact("root", "setpriv")]
    public async Task Another_user_is_refused_even_where_the_socket_can_be_opened()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        const int Welcomed = 10, HungUp = 11;
        Assert.Equal(Welcomed, Greet(home.Options.SocketPath, KeeperHome.KeeperHost));

        const UnixFileMode Anyone = (UnixFileMode)0b111_111_111;
        foreach (var path in new[] { home.Options.Home, Path.GetDirectoryName(home.Options.SocketPath)!, home.Options.SocketPath })
            File.SetUnixFileMode(path, Anyone);
        Assert.Equal(HungUp, Greet(home.Options.SocketPath, "setpriv", "--reuid=65534", "--clear-groups", KeeperHome.KeeperHost));
        Assert.Contains("refuses a connection of user 65534", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_waits_for_an_ending_keeper_without_starting_one_in_vain()
    {
        await using var home = new KeeperHome();
        using var connection = await home.ConnectAsync();
        var stubborn = await KeeperHome.SpawnAsync(connection, "stubborn", KeeperHome.DummyAgent, "trap-term");
        KeeperHome.ReadUntil(stubborn.Master, stubborn.Ring, "ready");
        var ending = connection.ShutdownAsync(TimeSpan.FromSeconds(1.5));
        await Eventually.TrueAsync("the keeper listens no more", () => !File.Exists(home.Options.SocketPath));
        using var next = await home.ConnectAsync();
        Assert.True(await ending);
        Assert.NotEqual(connection.KeeperPid, next.KeeperPid);
        Assert.DoesNotContain("is the keeper of", home.Log, StringComparison.Ordinal);
    }

    /// <summary>A host that was let in just before the end began is told to ask the next keeper, and that one does it.</summary>
    private static async Task SpawnWithTheNextKeeperAsync(KeeperHome home, string key)
    {
        using var next = await home.ConnectAsync();
        var outcome = await next.SpawnAsync(KeeperHome.Pane(key, "/bin/cat"));
        if (outcome is SpawnOutcome.Spawned) return;
        Assert.IsType<SpawnOutcome.KeeperLost>(outcome);
        await Eventually.TrueAsync("the ending keeper hangs up", () => !next.IsAlive);
        using var afterThat = await home.ConnectAsync();
        await KeeperHome.SpawnAsync(afterThat, key, "/bin/cat");
    }

    private static UnixListener Listen(KeeperHome home)
    {
        home.Options.CreateFolders();
        return UnixListener.TryBind(home.Options.SocketPath, out _)!;
    }

    private static int Greet(string socket, params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "greet", socket]))!;
        Assert.True(process.WaitForExit(20_000));
        return process.ExitCode;
    }
}
