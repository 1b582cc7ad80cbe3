using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The host, or the keeper, is killed: nothing is lost and nobody has to do anything. <see cref="TenPanesTests"/> has the worst of it.</summary>
public sealed class SurvivalTests : EndToEndTest
{
    private const int Seed = 20_260;
    private const string Prefix = "C-b";

    [Fact]
    public async Task Tasks_end_with_their_true_state_when_the_host_is_killed()
    {
        using var repository = new TemporaryRepository();
        var ids = new List<string>();
        (string, string)[] tasks = [("One by itself", "headless"), ("One in its screen", "interactive"), ("Fails [[fail]]", "headless")];
        foreach (var (title, mode) in tasks)
        {
            string[] options = ["-b", title, "--agent", "demo", "--mode", mode, "--project", repository.Path];
            ids.Add((await Home.RunAsync(["task", "add", title, .. options])).Succeeded().Text);
        }

        var client = await AttachedAsync(120, 40);
        var random = new Random(Seed);
        for (var kill = 0; kill < 3; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300 + random.Next(700)), TimeProvider.System);
            var (host, _) = await Home.PidsAsync();
            ProcessSignals.Send(host, Signal.Kill);
            await Home.AnotherHostAsync(host);
        }

        Assert.Equal("in_review", await SettledAsync(ids[0]));
        Assert.Equal("in_review", await SettledAsync(ids[1]));
        Assert.Equal("needs_review", await SettledAsync(ids[2]));
        await client.WaitForAsync(
            "the queue with all three", view => view.Text.Contains("One by itself") && view.Text.Contains("One in its screen"));
        foreach (var id in ids)
            Assert.Equal(1, (await Home.JsonAsync("task", "get", id))["attempts"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_script_that_waits_waits_on_when_the_host_is_killed_again_and_again()
    {
        using var repository = new TemporaryRepository();
        var id = await Home.AddTaskAsync(repository, "Wait for me", "--agent", "demo", "--hold");
        var pane = await Home.NewPaneAsync("--", "sh", "-c", "read line; exit 5");
        var waits = (Home.RunAsync("task", "wait", id, "--status", "cancelled"), Home.RunAsync("pane", "wait", pane, "--exit"));
        for (var kill = 0; kill < 3; kill++)
        {
            var (host, _) = await Home.PidsAsync();
            ProcessSignals.Send(host, Signal.Kill);
            await Home.AnotherHostAsync(host);
        }

        Assert.False(waits.Item1.IsCompleted || waits.Item2.IsCompleted);
        (await Home.RunAsync("task", "cancel", id)).Succeeded();
        (await Home.RunAsync("pane", "send", pane, "Enter")).Succeeded();
        (await waits.Item1).Succeeded();
        Assert.Equal("5", (await waits.Item2).Succeeded().Text);
    }

    [Fact]
    public async Task Killed_keeper_costs_exit_statuses_and_nothing_else()
    {
        var ticker = await Home.NewPaneAsync("--", "sh", "-c", "i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.02; done");
        await Home.WaitForTextAsync(ticker, "^tick 20$");
        var pid = await Home.PidOfPaneAsync(ticker);
        var (host, keeper) = await Home.PidsAsync();
        ProcessSignals.Send(keeper, Signal.Kill);
        await Eventually.TrueAsync("the keeper is gone", () => !RunningProcess.IsAlive(keeper));

        var fresh = await Home.NewPaneAsync("--", "sh", "-c", "echo fresh; read line; exit 9");
        await Home.WaitForTextAsync(fresh, "^fresh$");
        var (sameHost, nextKeeper) = await Home.PidsAsync();
        Assert.Equal(host, sameHost);
        Assert.NotEqual(keeper, nextKeeper);
        Assert.Equal(pid, await Home.PidOfPaneAsync(ticker));
        await Home.WaitForTextAsync(ticker, "^tick [1-9]..$");
        await Counter.AssertNoGapAsync(Home, ticker, "after the keeper");

        (await Home.RunAsync("pane", "send", fresh, "Enter")).Succeeded();
        Assert.Equal("9", (await Home.RunAsync("pane", "wait", fresh, "--exit")).Succeeded().Text);
        ProcessSignals.Send(pid, Signal.Kill);
        Assert.Equal("exit unknown", (await Home.RunAsync("pane", "wait", ticker, "--exit", "--timeout", "20")).Succeeded().Text);
    }

    [Fact]
    public async Task Client_without_a_host_says_so_and_keeps_what_is_typed_meanwhile()
    {
        var pane = await Home.NewPaneAsync("--", "sh");
        var client = await AttachedAsync();
        client.SendKeys(Prefix, "1");
        await client.WaitForAsync("the pane", view => view.Rows[^1].Contains("1:sh*"));
        var (host, _) = await Home.PidsAsync();
        ProcessSignals.Send(host, Signal.Stop);
        ProcessSignals.Send(host, Signal.Kill);
        await client.WaitForAsync("word on the last line", view => view.Raw.Contains("the host is gone"));
        client.Type("echo typed-meanwhile");
        client.SendKeys("Enter");
        await client.WaitForAsync("what was typed", "^typed-meanwhile$");
        Assert.Contains("typed-meanwhile", await Home.CaptureAsync(pane));
    }

    private async Task<string> SettledAsync(string task)
    {
        (await Home.RunAsync("task", "wait", task, "--timeout", "60")).Succeeded();
        return (await Home.JsonAsync("task", "get", task))["status"]!.GetValue<string>();
    }
}
