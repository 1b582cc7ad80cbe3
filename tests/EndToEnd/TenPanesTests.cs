using System.Diagnostics;
using System.Globalization;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>
/// The host is killed at random moments while ten panes do all that panes do: flood, write slowly, stop in the middle of a control
/// sequence, show the alternate screen, ask for modes, wait with half a line typed, run the real Claude Code. Every program lives on, the
/// clients come back by themselves, and in the end everything is as if nobody had been killed.
/// </summary>
public sealed class TenPanesTests : EndToEndTest
{
    private const int Seed = 20_260;
    private const string Prefix = "C-b";

    /// <summary>About as many steps as Claude gets through while the host is killed.</summary>
    private const int Steps = 16;

    /// <summary>How long a client may show nothing new after its host was killed.</summary>
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(3);

    private readonly Random _random = new(Seed);
    private ClaudeWorkplace? _claude;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_claude is not null) await _claude.DisposeAsync();
    }

    [Fact]
    public Task A_few_kills_lose_nothing() => RunAsync(kills: 3);

    [ClaudeFact]
    public async Task Twenty_kills_lose_nothing_while_Claude_works()
    {
        var claude = _claude = await ClaudeWorkplace.OpenAsync();
        Use(new OrchtuiHome(claude.Prefix));
        claude.Play(Home, "ok-300");
        var prompt = string.Concat(Enumerable.Range(1, Steps).Select(i => $"[[write path=step-{i}.txt text=Step {i}]]"));
        var task = await Home.AddTaskAsync(
            claude.Repository, "Many steps", "-b", $"Please {prompt}[[say text=All steps are done.]]", "--agent", "claude", "--mode", "interactive");
        var pane = await Home.WaitForPaneOfTaskAsync(task);
        await Home.WaitForTextAsync(pane, "esc to interrupt", 60);
        var pid = await Home.PidOfPaneAsync(pane);

        await RunAsync(kills: 20);

        Assert.Equal(pid, await Home.PidOfPaneAsync(pane));
        var ended = await Home.WaitForTaskAsync(task, "in_review", 120);
        Assert.Equal("1", ended.Text("attempts"));
        for (var i = 1; i <= Steps; i++)
            Assert.Equal($"Step {i}", claude.Repository.Git("show", $"{ended.Text("branch")}:step-{i}.txt"));
        var shown = await Home.CaptureAsync(pane, "--history", "10000");
        Assert.Contains("All steps are done.", shown);
        Assert.Single(shown.Split('\n'), row => row.StartsWith('❯') && row.Contains("Please"));
    }

    private async Task RunAsync(int kills)
    {
        var stream = Home["stream"];
        await File.WriteAllBytesAsync(stream, OutputSample.Bytes(Seed, 400_000));
        var panes = await OpenPanesAsync(stream);
        var pids = new Dictionary<string, int>();
        foreach (var pane in (await Home.JsonAsync("pane", "list")).AsArray()) pids[pane!.Text("id")] = pane!["pid"]!.GetValue<int>();
        Screen[] clients = [await WatchAsync(panes.Ticker, 120, 40), await WatchAsync(panes.Wide, 80, 24)];

        var away = new List<TimeSpan>();
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(600)), TimeProvider.System);
            away.AddRange(await KillHostAsync(clients));
            foreach (var (id, pid) in pids)
                Assert.True(id == panes.Stream || RunningProcess.IsAlive(pid), $"kill {kill}: the program of pane {id} is gone");
            foreach (var id in panes.Counting) await Counter.AssertNoGapAsync(Home, id, $"kill {kill}");
        }

        var seconds = string.Join(", ", away.Select(span => span.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)));
        Assert.True(away.Max() < BackWithin, $"seconds until the clients were back: {seconds}");
        await AssertCutSequenceAsync(panes.MidEscape);
        await AssertTypedTextAsync(panes.Shell);
        Assert.Equal("in the alternate screen", (await Home.CaptureAsync(panes.Alternate)).Split('\n')[4].Trim());
        await AssertModesAsync(panes.Modes);
        await AssertSameAsNeverKilledAsync(panes.Stream, stream);
    }

    /// <summary>Nine panes; the tenth is Claude's.</summary>
    private async Task<Panes> OpenPanesAsync(string stream)
    {
        const string slowly = "i=0; while [ $i -lt 400 ]; do dd bs=1000 skip=$i count=1 2>/dev/null < '{0}'; i=$((i+1)); sleep 0.01; done";
        return new Panes
        {
            Floods = [await NewAsync(Counter.Script()), await NewAsync(Counter.Script())],
            Ticker = await NewAsync(Counter.Script("printf '\\033[3%dmtick %d\\033[0m\\n' $((i%8)) $i", "0.01")),
            Wide = await NewAsync(Counter.Script("printf 'tick %d 漢字\\n' $i", "0.01")),
            MidEscape = await NewAsync("printf 'before \\033[3'; read line; printf '1mred\\033[0m after\\n'; exec cat"),
            Alternate = await NewAsync("printf '\\033[?1049h\\033[2J\\033[5;1Hin the alternate screen'; exec cat"),
            Modes = await NewModesAsync(),
            Shell = await TypedIntoAsync(await NewAsync("exec sh")),
            Stream = await NewAsync(string.Format(CultureInfo.InvariantCulture, slowly, stream)),
        };
    }

    private Task<string> NewAsync(string script) => Home.NewPaneAsync("--size", "90x30", "--keep", "--", "sh", "-c", script);

    /// <summary>Sets modes, waits for a line, then shows what it is told when it asks for them, and what is typed.</summary>
    private async Task<string> NewModesAsync()
    {
        const string set = @"\033[?1h\033[?2004h\033[?1003h\033[?1006h\033[>5u\033[?25l\033[2;20r\033[5;5H";
        const string ask = @"\033[?1$p\033[?2004$p\033[?1003$p\033[?1006$p\033[?25$p\033[?u\033[6n";
        var pane = await NewAsync($"stty -icanon -echo; printf '{set}modes are set'; read line; printf '{ask}'; exec cat -v");
        await Home.WaitForTextAsync(pane, "modes are set");
        return pane;
    }

    private async Task<string> TypedIntoAsync(string pane)
    {
        await Home.WaitForTextAsync(pane, @"^\$");
        (await Home.RunAsync("pane", "send", pane, "--literal", "echo what was typed")).Succeeded();
        await Home.WaitForTextAsync(pane, "echo what was typed$");
        return pane;
    }

    private async Task<Screen> WatchAsync(string pane, int columns, int rows)
    {
        var client = await AttachedAsync(columns, rows);
        var window = (await Home.PaneAsync(pane))!["window"]!.ToString();
        client.SendKeys(Prefix, window);
        await client.WaitForAsync($"the counter of pane {pane} in window {window}", @"^tick \d+");
        return client;
    }

    /// <summary>Kills the host and returns how long each client showed nothing new.</summary>
    private async Task<IReadOnlyList<TimeSpan>> KillHostAsync(IReadOnlyList<Screen> clients)
    {
        var (host, _) = await Home.PidsAsync();
        Assert.NotEqual(0, host);
        ProcessSignals.Send(host, Signal.Kill);
        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync("the host is gone", () => !RunningProcess.IsAlive(host));
        var away = await Task.WhenAll(clients.Select(client => BackAsync(client, clock)));
        await Home.AnotherHostAsync(host);
        return away;
    }

    private static async Task<TimeSpan> BackAsync(Screen client, Stopwatch clock)
    {
        var seen = Counter.Last(client.Text);
        await client.WaitForAsync(
            $"ticks after {seen}, in the same window, by itself",
            view => Counter.Last(view.Text) > seen + 1 && view.Rows[0].StartsWith(" orchtui", StringComparison.Ordinal));
        return clock.Elapsed;
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

    private async Task AssertModesAsync(string pane)
    {
        var expected = await ModesAsync(await NewModesAsync());
        Assert.Contains("^[[?1;1$y^[[?2004;1$y^[[?1003;1$y^[[?1006;1$y^[[?25;2$y^[[?5u", expected);
        Assert.Equal(expected, await ModesAsync(pane));

        async Task<string> ModesAsync(string id)
        {
            (await Home.RunAsync("pane", "send", id, "Enter")).Succeeded();
            await Home.WaitForTextAsync(id, @"\^\[\[\d+;\d+R");
            (await Home.RunAsync("pane", "send", id, "Up")).Succeeded();
            await Home.WaitForTextAsync(id, @"R\^\[\S*A");
            return await Home.CaptureAsync(id, "--ansi");
        }
    }

    private async Task AssertSameAsNeverKilledAsync(string pane, string stream)
    {
        Assert.Equal("0", (await Home.RunAsync("pane", "wait", pane, "--exit", "--timeout", "60")).Succeeded().Text);
        var reference = await NewAsync($"exec cat '{stream}'");
        (await Home.RunAsync("pane", "wait", reference, "--exit")).Succeeded();
        var expected = await Home.CaptureAsync(reference, "--ansi", "--history", "20000");
        var actual = await Home.CaptureAsync(pane, "--ansi", "--history", "20000");
        Assert.True(expected == actual, TextDifference.Describe(expected, actual));
    }

    private sealed record Panes
    {
        public required IReadOnlyList<string> Floods { get; init; }

        public required string Ticker { get; init; }

        public required string Wide { get; init; }

        public required string MidEscape { get; init; }

        public required string Alternate { get; init; }

        public required string Modes { get; init; }

        public required string Shell { get; init; }

        public required string Stream { get; init; }

        public IEnumerable<string> Counting => [.. Floods, Ticker, Wide];
    }
}
