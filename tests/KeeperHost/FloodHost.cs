using Orchtui.Host.Keeper;
using Orchtui.Pty;

namespace Orchtui.KeeperHost;

/// <summary>Starts or takes over flooding panes and reads them into their rings until it is killed.</summary>
internal static class FloodHost
{
    internal static async Task<int> RunAsync(KeeperOptions options, int panes, string[] program)
    {
        var keeper = Path.Combine(AppContext.BaseDirectory, "orchtui");
        var result = await KeeperConnection.ConnectOrStartAsync(
            options, [keeper, "keeper", "--home", options.Home], KeeperEvents.Ignored, TimeProvider.System);
        if (result.Connection is null) return 3;
        var spawned = new List<SpawnOutcome.Spawned>();
        for (var i = 0; i < panes; i++)
        {
            if (await result.Connection.SpawnAsync(Pane(i, program)) is not SpawnOutcome.Spawned pane) return 4;
            pane.Ring.Recover();
            spawned.Add(pane);
        }

        ReadAll(spawned);
        return 0;
    }

    private static KeeperSpawn Pane(int number, string[] program) => new()
    {
        Key = $"flood-{number}",
        Attributes = new[] { (byte)number },
        Program = new SpawnRequest
        {
            Arguments = program,
            Environment = [new("PATH", "/usr/bin:/bin"), new("DOTNET_ROOT", Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "")],
            WorkingDirectory = "/",
            Size = new PtySize(80, 24),
        },
    };

    private static void ReadAll(List<SpawnOutcome.Spawned> panes)
    {
        using var poller = new Poller();
        for (var i = 0; i < panes.Count; i++) poller.Add(panes[i].Master.Handle, i, PollEvents.Readable);
        var events = new PollEvent[64];
        while (true)
        {
            var count = poller.Wait(events, -1);
            foreach (var ready in events.AsSpan(0, count)) panes[(int)ready.Token].Ring.ReadFrom(panes[(int)ready.Token].Master);
        }
    }
}
