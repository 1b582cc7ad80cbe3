using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The host, or the keeper, is killed in the middle of everything: nothing is lost and nobody has to do anything.</summary>
public sealed partial class SurvivalTests : EndToEndTest
{
    private const int Seed = 20_260;
    private const string Prefix = "C-b";

    /// <summary>How long a client may be without its host, as the median of the kills.</summary>
    private static readonly TimeSpan UsuallyBack = TimeSpan.FromSeconds(3);

    private static int Kills => Environment.GetEnvironmentVariable("ORCHTUI_REQUIRE_ALL") == "1" ? 20 : 5;

    [Fact]
    public async Task Killed_host_loses_nothing_of_ten_panes()
    {
        var stream = Home["stream"];
        await File.WriteAllBytesAsync(stream, OutputSample.Bytes(Seed, 400_000));
        var panes = await OpenPanesAsync(stream);
        var pids = new Dictionary<string, int>();
        foreach (var pane in (await Home.JsonAsync("pane", "list")).AsArray()) pids[pane!["id"]!.ToString()] = pane["pid"]!.GetValue<int>();
        var client = await AttachedAsync(120, 40);

        // Each pane was given a window of its own, so their numbers are the same.
        client.SendKeys(Prefix, panes.Ticker);
        await client.WaitForAsync("the ticker", @"^tick \d+$");

        var away = new List<TimeSpan>();
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(600)), TimeProvider.System);
            away.Add(await KillHostAsync(client));
            foreach (var (id, pid) in pids)
                Assert.True(id == panes.Stream || RunningProcess.IsAlive(pid), $"kill {kill}: the program of pane {id} is gone");
            foreach (var id in panes.Counting) await AssertNoGapAsync(id, $"kill {kill}");
        }

        var seconds = string.Join(", ", away.Select(span => $"{span.TotalSeconds:0.00} s"));
        Assert.True(away.Order().ElementAt(away.Count / 2) < UsuallyBack, $"the client was back after {seconds}");
        await AssertCutSequenceAsync(panes.MidEscape);
        await AssertTypedTextAsync(panes.Shell);
        Assert.Equal("in the alternate screen", (await Home.CaptureAsync(panes.Alternate)).Split('\n')[4].Trim());
        await AssertSameAsNeverKilledAsync(panes.Stream, stream);
    }

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
            await HostIsBackAsync(host);
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
        await AssertNoGapAsync(ticker, "after the keeper");

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

    private async Task<Panes> OpenPanesAsync(string stream)
    {
        const string counter = "i=0; while :; do i=$((i+1)); echo tick $i; done";
        const string ticker = "i=0; while :; do i=$((i+1)); printf '\\033[3%dmtick %d\\033[0m\\n' $((i%8)) $i; sleep 0.01; done";
        const string wide = "i=0; while :; do i=$((i+1)); printf 'tick %d 漢字\\n' $i; sleep 0.01; done";
        const string slow = "i=0; while [ $i -lt 400 ]; do dd bs=1000 skip=$i count=1 2>/dev/null < '{0}'; i=$((i+1)); sleep 0.01; done";
        return new Panes
        {
            Counting =
            [
                await SizedAsync("sh", "-c", counter), await SizedAsync("sh", "-c", counter),
                await SizedAsync("sh", "-c", wide), await SizedAsync("sh", "-c", ticker),
            ],
            Ticker = await SizedAsync("sh", "-c", ticker),
            MidEscape = await SizedAsync("sh", "-c", "printf 'before \\033[3'; read line; printf '1mred\\033[0m after\\n'; exec cat"),
            Alternate = await SizedAsync("sh", "-c", "printf '\\033[?1049h\\033[2J\\033[5;1Hin the alternate screen'; exec cat"),
            Shell = await TypedIntoAsync(await SizedAsync("sh")),
            Stream = await SizedAsync("sh", "-c", string.Format(CultureInfo.InvariantCulture, slow, stream)),
            Idle = await SizedAsync("cat"),
        };
    }

    private Task<string> SizedAsync(params string[] program) => Home.NewPaneAsync(["--size", "90x30", "--keep", "--", .. program]);

    private async Task<string> TypedIntoAsync(string pane)
    {
        await Home.WaitForTextAsync(pane, @"^\$");
        (await Home.RunAsync("pane", "send", pane, "--literal", "echo what was typed")).Succeeded();
        await Home.WaitForTextAsync(pane, "echo what was typed$");
        return pane;
    }

    /// <summary>Kills the host and returns how long the client showed nothing new.</summary>
    private async Task<TimeSpan> KillHostAsync(Screen client)
    {
        var (host, _) = await Home.PidsAsync();
        Assert.NotEqual(0, host);
        ProcessSignals.Send(host, Signal.Kill);
        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync("the host is gone", () => !RunningProcess.IsAlive(host));
        var seen = LastTick(client.Text);
        await client.WaitForAsync(
            $"ticks after {seen}, in the same window, by itself",
            view => LastTick(view.Text) > seen + 1 && view.Rows[0].StartsWith(" orchtui", StringComparison.Ordinal));
        var away = clock.Elapsed;
        await HostIsBackAsync(host);
        return away;
    }

    private Task HostIsBackAsync(int killed) =>
        Eventually.TrueAsync("another host runs", async () => await Home.PidsAsync() is var (host, _) && host != 0 && host != killed);

    private async Task AssertNoGapAsync(string pane, string when)
    {
        var capture = await Home.CaptureAsync(pane, "--history", "20000");
        var numbers = Ticks.Matches(capture).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToList();

        // The line that is being written may still lack digits.
        numbers.RemoveAt(numbers.Count - 1);
        Assert.True(numbers.Count > 1, $"{when}: pane {pane} shows no counter:\n{capture}");
        for (var i = 1; i < numbers.Count; i++)
            Assert.True(numbers[i] == numbers[i - 1] + 1, $"{when}: pane {pane} goes from {numbers[i - 1]} to {numbers[i]}");
        Assert.True(numbers.Count > 9_000 || numbers[0] == 1, $"{when}: pane {pane} begins at {numbers[0]} with {numbers.Count} lines");
    }

    private async Task AssertCutSequenceAsync(string pane)
    {
        (await Home.RunAsync("pane", "send", pane, "Enter")).Succeeded();
        await Home.WaitForTextAsync(pane, "red after");
        var line = (await Home.CaptureAsync(pane, "--ansi")).Split('\n').First(row => row.Contains("red"));
        Assert.Matches("\u001b\\[[0-9;]*31mred", line);
        Assert.DoesNotContain("1mred after", await Home.CaptureAsync(pane));
    }

    private async Task AssertTypedTextAsync(string pane)
    {
        (await Home.RunAsync("pane", "send", pane, "Enter")).Succeeded();
        await Home.WaitForTextAsync(pane, "^what was typed$");
    }

    private async Task AssertSameAsNeverKilledAsync(string pane, string stream)
    {
        Assert.Equal("0", (await Home.RunAsync("pane", "wait", pane, "--exit", "--timeout", "60")).Succeeded().Text);
        var reference = await SizedAsync("cat", stream);
        (await Home.RunAsync("pane", "wait", reference, "--exit")).Succeeded();
        var expected = await Home.CaptureAsync(reference, "--ansi", "--history", "20000");
        var actual = await Home.CaptureAsync(pane, "--ansi", "--history", "20000");
        Assert.True(expected == actual, TextDifference.Describe(expected, actual));
    }

    private async Task<string> SettledAsync(string task)
    {
        (await Home.RunAsync("task", "wait", task, "--timeout", "60")).Succeeded();
        return (await Home.JsonAsync("task", "get", task))["status"]!.GetValue<string>();
    }

    private static int LastTick(string text) =>
        Ticks.Matches(text) is { Count: > 0 } found ? int.Parse(found[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^tick (\d+)", RegexOptions.Multiline)]
    private static partial Regex Ticks { get; }

    private sealed record Panes
    {
        public required IReadOnlyList<string> Counting { get; init; }

        public required string Ticker { get; init; }

        public required string MidEscape { get; init; }

        public required string Alternate { get; init; }

        public required string Shell { get; init; }

        public required string Stream { get; init; }

        public required string Idle { get; init; }
    }
}
