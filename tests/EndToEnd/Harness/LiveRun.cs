using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// Watches one interactive task as closely as it can: what its pane shows, what is said of it, and what the inbox holds, many times a
/// second and one after the other. So it tells how long a state that can be seen in the pane takes to be known.
/// </summary>
internal sealed class LiveRun(RpcConnection host, LiveAgent agent, string task)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<StateSpan> _did = [new(0, "starting")];
    private readonly List<StateSpan> _seen = [new(0, "starting")];
    private StateSpan _shown = new(0, "starting");
    private string _screen = "";
    private string _ended = "idle";
    private double _looked;

    /// <summary>From a question in the pane to the same in the inbox, in seconds; null when there was none.</summary>
    public double? QuestionTook { get; private set; }

    /// <summary>What can be answered now; empty for nothing.</summary>
    public string Question { get; private set; } = "";

    public int Pane { get; private set; }

    public int Pid { get; private set; }

    public StateComparison Comparison => new(_did, _seen, _looked);

    /// <summary>What the agent is known to have become, when its screen has no mark any more.</summary>
    public void Expect(string state) => _ended = state;

    /// <summary>Watches until the agent has come to a state and that is known.</summary>
    public async Task UntilAsync(string state, double seconds = 60)
    {
        var limit = _clock.Elapsed.TotalSeconds + seconds;
        while (_did[^1].State != state || _seen[^1].State != state || (state == "waiting" && Question.Length == 0))
        {
            if (_clock.Elapsed.TotalSeconds > limit)
                Assert.Fail($"Waited for {state}. It did {string.Join(", ", _did)}; seen was {string.Join(", ", _seen)}.\n{_screen}");
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        var pane = (await host.CallAsync("pane.list", []))!.AsArray().FirstOrDefault(pane => pane!["task_id"]?.ToString() == task);
        if (pane is not null)
        {
            (Pane, Pid) = (pane["id"]!.GetValue<int>(), pane["pid"]?.GetValue<int>() ?? 0);
            if (!pane["alive"]!.GetValue<bool>()) Note(_did, new StateSpan(_clock.Elapsed.TotalSeconds, "exited"));
            else await LookAtScreenAsync();
        }

        _looked = _clock.Elapsed.TotalSeconds;
        var told = (await host.CallAsync("agent.explain", new JsonObject { ["id"] = int.Parse(task, System.Globalization.CultureInfo.InvariantCulture) }))!;
        Note(_seen, new StateSpan(_clock.Elapsed.TotalSeconds, told["state"]?.GetValue<string>() ?? "queued"));
        var open = (await host.CallAsync("inbox.list", []))!.AsArray().FirstOrDefault(open => open!["answerable"]!.GetValue<bool>());
        Question = open?["id"]!.GetValue<string>() ?? "";
        if (Question.Length > 0 && QuestionTook is null && _did[^1].State == "waiting") QuestionTook = _clock.Elapsed.TotalSeconds - _did[^1].From;
    }

    /// <summary>An agent draws a frame in pieces; what it shows is what two looks agree on, from the first of them.</summary>
    private async Task LookAtScreenAsync()
    {
        _screen = (await host.CallAsync("pane.capture", new JsonObject { ["id"] = Pane }))!["text"]!.GetValue<string>();
        var state = agent.StateOf(_screen) ?? (_did[^1].State == "starting" ? "starting" : _ended);
        if (state == _shown.State) Note(_did, _shown);
        else _shown = new StateSpan(_clock.Elapsed.TotalSeconds, state);
    }

    /// <summary>Before its first work a prompt may be shown for a moment, or not: it starts, either way.</summary>
    private static void Note(List<StateSpan> spans, StateSpan span)
    {
        if (spans.Count == 1 && span.State is "idle" or "unknown" or "queued" or "preparing") return;
        if (spans[^1].State != span.State) spans.Add(span);
    }
}
