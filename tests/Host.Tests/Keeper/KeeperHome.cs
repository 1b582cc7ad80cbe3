using System.Diagnostics;
using System.Text;
using Orchtui.Host.Keeper;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Keeper;

/// <summary>A home of its own with a real keeper process, which is ended with everything it keeps when the test ends.</summary>
internal sealed class KeeperHome : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("orchtui-keeper-");
    private readonly HashSet<int> _keepers = [];

    internal KeeperHome() => Options = KeeperOptions.ForHome(_directory.Path);

    internal static string DummyAgent { get; } = Path.Combine(AppContext.BaseDirectory, "Orchtui.DummyAgent");

    internal static string KeeperHost { get; } = Path.Combine(AppContext.BaseDirectory, "Orchtui.KeeperHost");

    internal KeeperOptions Options { get; }

    internal string Log => File.Exists(Options.LogPath) ? File.ReadAllText(Options.LogPath) : "";

    internal static IReadOnlyList<KeyValuePair<string, string>> ChildEnvironment { get; } =
    [
        new("PATH", "/usr/local/bin:/usr/bin:/bin"),
        new("DOTNET_ROOT", Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? ""),
    ];

    internal async Task<KeeperConnection> ConnectAsync(KeeperEvents? events = null, params string[] program)
    {
        var product = Path.Combine(AppContext.BaseDirectory, "orchtui");
        string[] command = program.Length > 0 ? program : [product, "keeper", "--home", Options.Home];
        var result = await KeeperConnection.ConnectOrStartAsync(Options, command, events ?? KeeperEvents.Ignored, TimeProvider.System);
        Assert.True(result.Connection is not null, $"{result.Failure}\n{Log}");
        lock (_keepers) _keepers.Add(result.Connection.KeeperPid);
        return result.Connection;
    }

    internal static KeeperSpawn Pane(string key, params string[] program) => new()
    {
        Key = key,
        Program = new SpawnRequest
        {
            Arguments = program,
            Environment = ChildEnvironment,
            WorkingDirectory = "/",
            Size = new PtySize(80, 24),
        },
    };

    internal static async Task<SpawnOutcome.Spawned> SpawnAsync(KeeperConnection connection, string key, params string[] program)
    {
        var outcome = await connection.SpawnAsync(Pane(key, program));
        Assert.True(outcome is SpawnOutcome.Spawned, outcome.ToString());
        return (SpawnOutcome.Spawned)outcome;
    }

    /// <summary>Reads until the pane has said the text, which may be in the ring already.</summary>
    internal static string ReadUntil(PtyMaster master, OutputRing ring, string text)
    {
        var clock = Stopwatch.StartNew();
        using var poller = new Poller();
        poller.Add(master.Handle, 1, PollEvents.Readable);
        while (true)
        {
            var seen = Encoding.UTF8.GetString(ring.Slice(ring.Oldest, ring.Position));
            if (seen.Contains(text, StringComparison.Ordinal)) return seen;
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"Waited for '{text}', saw:\n{seen}");
            poller.Wait(new PollEvent[1], 1000);
            Assert.False(ring.ReadFrom(master).HungUp, $"The pane ended before it said '{text}':\n{seen}");
        }
    }

    /// <summary>Reads to the hang-up.</summary>
    internal static string ReadToEnd(PtyMaster master, OutputRing ring)
    {
        var clock = Stopwatch.StartNew();
        using var poller = new Poller();
        poller.Add(master.Handle, 1, PollEvents.Readable);
        while (!ring.ReadFrom(master).HungUp)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "The pane did not end.");
            poller.Wait(new PollEvent[1], 1000);
        }

        return Encoding.UTF8.GetString(ring.Slice(ring.Oldest, ring.Position));
    }

    internal static Task EndedAsync(int pid, string what) => Eventually.TrueAsync($"{what} (process {pid}) has ended", () => IsGone(pid));

    /// <summary>A zombie has ended too: its parent may be this process's own parent.</summary>
    internal static bool IsGone(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var result = await KeeperConnection.ConnectAsync(Options, KeeperEvents.Ignored, TimeProvider.System);
        if (result.Connection is { } connection)
        {
            lock (_keepers) _keepers.Add(connection.KeeperPid);
            await connection.ShutdownAsync(TimeSpan.FromMilliseconds(100));
            connection.Dispose();
        }

        foreach (var keeper in _keepers) await EndedAsync(keeper, "the keeper");
        _directory.Dispose();
    }
}
