using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>
/// What the real CLIs do beside what is seen of it, and how long a question takes from the pane to the inbox. Makes a part of
/// docs/agents.md.
/// </summary>
public sealed class LiveStatesTests : EndToEndTest
{
    private const string Prompt = """Please [[bash command="sh -c 'echo x > probe.txt'"]] [[say text=It ran.]]""";

    /// <summary>A command that Codex may not run in its sandbox, so that it asks.</summary>
    private const string Outside = "Please [[bash command=touch /etc/orchtui-probe && rm /etc/orchtui-probe why=May I?]] [[say text=It ran.]]";

    private const double LatestSeconds = 3;

    /// <summary>What lasts this long cannot pass between two looks.</summary>
    private const double LastingSeconds = 1;

    private IAgentWorkplace _workplace = null!;
    private LiveAgent _agent = null!;
    private RpcConnection _host = null!;

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task DisposeAsync()
    {
        _host?.Dispose();
        await base.DisposeAsync();
        await _workplace.DisposeAsync();
    }

    [ClaudeFact]
    public Task Claude_is_seen_as_it_is() => TellAsync(LiveAgent.Claude, async () => await ClaudeWorkplace.OpenAsync());

    [CodexFact]
    public Task Codex_is_seen_as_it_is() => TellAsync(LiveAgent.Codex, async () => await CodexWorkplace.OpenAsync());

    [OpenCodeFact]
    public Task OpenCode_is_seen_as_it_is() => TellAsync(LiveAgent.OpenCode, async () => await OpenCodeWorkplace.OpenAsync());

    private async Task TellAsync(LiveAgent agent, Func<Task<IAgentWorkplace>> open)
    {
        (_agent, _workplace) = (agent, await open());
        Use(new OrchtuiHome(_workplace.Prefix));
        _workplace.Play(Home, "ok");
        (await Home.RunAsync("service", "start")).Succeeded();
        _host = new RpcConnection(Home);
        var runs = new (string Name, LiveRun Run)[]
        {
            ("asks, and is allowed", await AskedAsync()),
            ("interrupted by Escape", await InterruptedAsync()),
            ("refused by the model", await RefusedAsync()),
            ("killed", await KilledAsync()),
        };
        var table = Table(runs);
        var section = new DocumentSection("docs/agents.md", $"live {agent.Id}");
        if (DocumentSection.Accepts) section.Write(table);
        else Assert.True(Agree(DidIn(section.Text), DidIn(table)), $"{section.Text}\nin this run:\n{table}");
        Assert.All(runs, run => Assert.All(run.Run.Comparison.Late, late => Assert.True(late < LatestSeconds, $"{run.Name}: {run.Run.Comparison.Worst}")));
        Assert.True(runs[0].Run.QuestionTook < LatestSeconds);
    }

    private async Task<LiveRun> AskedAsync()
    {
        var run = await StartAsync("ok-300", _agent == LiveAgent.Codex ? Outside : Prompt);
        await run.UntilAsync("waiting");
        await _host.CallAsync("inbox.answer", new JsonObject { ["question"] = run.Question, ["once"] = true });
        run.Expect("working");
        await run.UntilAsync("done");
        return run;
    }

    private async Task<LiveRun> InterruptedAsync()
    {
        var run = await StartAsync("hang", Prompt);
        await run.UntilAsync("working");

        // OpenCode asks for it twice.
        for (var times = _agent == LiveAgent.OpenCode ? 2 : 1; times > 0; times--)
            await _host.CallAsync("pane.send", new JsonObject { ["id"] = run.Pane, ["keys"] = new JsonArray("Escape") });
        await run.UntilAsync("idle");
        return run;
    }

    private async Task<LiveRun> RefusedAsync()
    {
        // Refused at once, it would have worked for too short a time to be seen at it.
        var run = await StartAsync("e404-1500", Prompt);
        run.Expect("working");
        await run.UntilAsync("failed");
        return run;
    }

    private async Task<LiveRun> KilledAsync()
    {
        var run = await StartAsync("hang", Prompt);
        await run.UntilAsync("working");
        ProcessSignals.Send(run.Pid, Signal.Kill);
        await run.UntilAsync("exited");
        return run;
    }

    private async Task<LiveRun> StartAsync(string scenario, string prompt)
    {
        _workplace.Play(Home, scenario);
        var id = await Home.AddTaskAsync(_workplace.Repository, "A run", "-b", prompt, "--agent", _agent.Id, "--mode", "interactive");
        return new LiveRun(_host, _agent, id);
    }

    private static string Table(IEnumerable<(string Name, LiveRun Run)> runs)
    {
        var text = new StringBuilder("| run | did, from second | was seen, from second | latest by | wrong for |\n| --- | --- | --- | --- | --- |\n");
        foreach (var (name, run) in runs)
        {
            var (comparison, did) = (run.Comparison, string.Join(", ", run.Comparison.Expected));
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {did} | {string.Join(", ", comparison.Seen)} | {comparison.Worst} | {comparison.Wrong:0.0} of {comparison.Length:0.0} s |\n");
        }

        var took = runs.Select(run => run.Run.QuestionTook).First(took => took is not null);
        return text.Append(CultureInfo.InvariantCulture, $"\nFrom the dialog drawn to the inbox: {took:0.00} s.\n").ToString();
    }

    /// <summary>
    /// Whether two tables tell of the same runs. Times differ from run to run, and what lasts but a moment may pass between two looks: what
    /// lasted in one of them must have happened in the other.
    /// </summary>
    private static bool Agree(IReadOnlyList<(string Run, IReadOnlyList<StateSpan> Did)> one, IReadOnlyList<(string Run, IReadOnlyList<StateSpan> Did)> other) =>
        one.Select(row => row.Run).SequenceEqual(other.Select(row => row.Run))
        && one.Zip(other).All(pair => Contains(pair.First.Did, pair.Second.Did) && Contains(pair.Second.Did, pair.First.Did));

    /// <summary>Whether everything that lasted in one account, its end included, is in the other in the same order.</summary>
    private static bool Contains(IReadOnlyList<StateSpan> all, IReadOnlyList<StateSpan> lasting)
    {
        var at = 0;
        for (var i = 0; i < lasting.Count; i++)
        {
            if (i + 1 < lasting.Count && lasting[i + 1].From - lasting[i].From < LastingSeconds) continue;
            while (at < all.Count && all[at].State != lasting[i].State) at++;
            if (at++ == all.Count) return false;
        }

        return true;
    }

    private static IReadOnlyList<(string Run, IReadOnlyList<StateSpan> Did)> DidIn(string table) =>
    [
        .. table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(line => line.Split('|')).Select(cells =>
            (cells[1].Trim(), StateSpan.Parse(cells[2].Replace(",", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)))),
    ];
}
