using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orchtui.Host.Keeper;
using Orchtui.TestKit;
using Xunit.Abstractions;

namespace Orchtui.Host.Tests.Keeper;

[Collection("keeper")]
public sealed class KilledHostTests(ITestOutputHelper output)
{
    private const int Panes = 3;

    /// <summary>
    /// The heart of the promise: kill the host while its panes flood, take over, and no number of their count is missing.
    /// </summary>
    [Fact]
    public async Task A_host_killed_twenty_times_over_flooding_panes_loses_no_pane_and_no_byte()
    {
        await using var home = new KeeperHome();
        var pids = new HashSet<int>();
        var recovered = 0;
        for (var round = 0; round < 20; round++)
        {
            await KillHostWhileItReadsAsync(home, round);
            using var connection = await home.ConnectAsync();
            var panes = (await connection.ListAsync())!;
            Assert.Equal(Panes, panes.Count);
            foreach (var pane in panes)
            {
                Assert.Null(pane.Status);
                pids.Add(pane.Pid);
                if (pane.Ring.Recover() > 0) recovered++;
                ReadSome(pane);
                AssertCountsWithoutGap(pane);
                pane.Dispose();
            }
        }

        Assert.Equal(Panes, pids.Count);
        output.WriteLine($"{recovered} chunks had been read and not published when the host was killed");
    }

    private static async Task KillHostWhileItReadsAsync(KeeperHome home, int round)
    {
        using var host = Process.Start(new ProcessStartInfo(
            KeeperHome.KeeperHost, ["flood", home.Options.Home, $"{Panes}", KeeperHome.DummyAgent, "flood"]))!;
        await Eventually.TrueAsync("the keeper runs", () => home.Log.Contains($"flood-{Panes - 1} runs", StringComparison.Ordinal));
        using (var connection = await home.ConnectAsync())
        {
            var pane = (await connection.ListAsync())!.Single(p => p.Key == "flood-0");
            var target = pane.Ring.Position + 100_000 + round * 4099;
            Assert.True(SpinWait.SpinUntil(() => pane.Ring.Position > target, 20_000), $"the host does not read:\n{home.Log}");
        }

        host.Kill();
        Assert.True(host.WaitForExit(20_000));
    }

    /// <summary>Enough to see that the count goes on, and little enough to keep the place of the kill in the ring.</summary>
    private static void ReadSome(KeptPane pane)
    {
        var start = pane.Ring.Position;
        var clock = Stopwatch.StartNew();
        while (pane.Ring.Position < start + 20_000)
        {
            Assert.False(pane.Ring.ReadFrom(pane.Master).HungUp);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "the pane writes no more");
        }
    }

    private static void AssertCountsWithoutGap(KeptPane pane)
    {
        var text = Encoding.ASCII.GetString(pane.Ring.Slice(pane.Ring.Oldest, pane.Ring.Position)).Replace("\r", "");
        var lines = text.Split('\n')[(pane.Ring.Oldest == 0 ? 0 : 1)..^1];
        Assert.True(lines.Length > 1000);
        for (var i = 1; i < lines.Length; i++)
            Assert.Equal(long.Parse(lines[i - 1], CultureInfo.InvariantCulture) + 1, long.Parse(lines[i], CultureInfo.InvariantCulture));
    }
}
