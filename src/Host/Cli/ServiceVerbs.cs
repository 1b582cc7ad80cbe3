using System.CommandLine;
using System.Text.Json.Nodes;
using Orchtui.Host.Keeper;
using Orchtui.Host.Rpc;
using Orchtui.Mux.Commands;
using Orchtui.Pty;

namespace Orchtui.Host.Cli;

/// <summary><c>service start|stop|restart|status</c>: the host in the background, whether or not one runs now.</summary>
internal static class ServiceVerbs
{
    /// <summary>What <c>status</c> exits with when no host runs, as service managers have it.</summary>
    private const int NotRunning = 3;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    public static void AddTo(Command root)
    {
        CommandLine.VerbFor(root, "service", "The host in the background");
        CommandLine.VerbFor(root, "service.start", "Start the host if none runs").SetAction(_ => StartAsync(HomeDirectory.Find()));
        var stop = CommandLine.VerbFor(root, "service.stop", "End the host; agents and shells go on");
        var all = new Option<bool>("--all") { Description = "end them too" };
        stop.Add(all);
        stop.SetAction(parsed => StopAsync(HomeDirectory.Find(), parsed.GetValue(all), restart: false));
        CommandLine.VerbFor(root, "service.restart", "End the host and start it again; agents and shells go on").SetAction(async _ =>
        {
            var home = HomeDirectory.Find();
            var stopped = await StopAsync(home, all: false, restart: true).ConfigureAwait(false);
            return stopped != 0 ? stopped : await StartAsync(home).ConfigureAwait(false);
        });
        var status = CommandLine.VerbFor(root, "service.status", "Tell how the host is; exit code 3 when none runs");
        var json = new Option<bool>("--json") { Description = "print the answer as JSON" };
        status.Add(json);
        status.SetAction(parsed => StatusAsync(HomeDirectory.Find(), parsed.GetValue(json)));
    }

    private static async Task<int> StartAsync(HomeDirectory home)
    {
        var (client, error) = await RpcClient.ConnectAsync(home, TimeProvider.System).ConfigureAwait(false);
        client?.Dispose();
        return client is null ? CommandLine.Fail(CommandResult.Fail(error)) : 0;
    }

    private static async Task<int> StatusAsync(HomeDirectory home, bool json)
    {
        using var client = await RpcClient.TryConnectAsync(home).ConfigureAwait(false);
        if (client is not null && await client.CallAsync("host.status", []).ConfigureAwait(false) is { Succeeded: true } answer)
        {
            Printer.Print("service.status", answer.Data, json, StandardStreams.Out);
            return 0;
        }

        Printer.Print("service.status", new JsonObject { ["running"] = false, ["home"] = home.Path }, json, StandardStreams.Out);
        return NotRunning;
    }

    /// <summary>Returns when the host, and with all the keeper and every program, has ended.</summary>
    private static async Task<int> StopAsync(HomeDirectory home, bool all, bool restart)
    {
        using var client = await RpcClient.TryConnectAsync(home).ConfigureAwait(false);
        if (client is not null)
        {
            var status = await client.CallAsync("host.status", []).ConfigureAwait(false);
            using var host = Open(status.Data?["pid"]);
            var helpers = (status.Data?["helper_pids"] as JsonArray ?? []).Select(Open).OfType<PidHandle>().ToList();
            // Only what is meant is sent: the host may be of an earlier version.
            var how = new JsonObject();
            if (all) how["all"] = true;
            if (restart) how["restart"] = true;
            // A host that is quick is gone before its answer is sent: that it ends is looked at below, and is what was asked for.
            var answer = await client.AskAsync("host.stop", how).ConfigureAwait(false);
            if (answer?["error"] is JsonObject error) return CommandLine.Fail(CommandResult.Fail(Printer.Text(error["message"])));
            var ended = Ended(host) && (!all || helpers.TrueForAll(Ended));
            helpers.ForEach(helper => helper.Dispose());
            if (!ended) return CommandLine.Fail(CommandResult.Fail($"The host did not end within {StopLimit.TotalSeconds:0} s; its log is {home.HostLog}"));
        }

        return all ? await EndKeeperAsync(home).ConfigureAwait(false) : 0;
    }

    /// <summary>A keeper may live without a host.</summary>
    private static async Task<int> EndKeeperAsync(HomeDirectory home)
    {
        var found = await KeeperConnection.ConnectAsync(KeeperOptions.ForHome(home.Path), KeeperEvents.Ignored, TimeProvider.System).ConfigureAwait(false);
        if (found.Connection is not { } keeper) return found.NotRunning ? 0 : CommandLine.Fail(CommandResult.Fail($"The keeper cannot be reached: {found.Failure}"));
        using (keeper)
        using (var process = PidHandle.TryOpen(keeper.KeeperPid, out _))
        {
            var ended = await keeper.ShutdownAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
            return ended && Ended(process) ? 0 : CommandLine.Fail(CommandResult.Fail("Some programs did not end; 'orchtui doctor' shows the keeper's log."));
        }
    }

    private static PidHandle? Open(JsonNode? pid) => pid is null ? null : PidHandle.TryOpen(pid.GetValue<int>(), out _);

    private static bool Ended(PidHandle? process)
    {
        if (process is null) return true;
        using var poller = new Poller();
        poller.Add(process.Handle, 1, PollEvents.Readable);
        Span<PollEvent> events = stackalloc PollEvent[1];
        return poller.Wait(events, (int)StopLimit.TotalMilliseconds) > 0;
    }
}
