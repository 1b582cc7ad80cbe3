using System.Diagnostics;
using Orchtui.SideBySide.PanePrograms;
using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>How long a key takes from the outer terminal to a program in a pane and back as its echo.</summary>
internal sealed class LatencyMeasure : IMeasure
{
    public const string IdleKey = "latency";
    public const string FloodKey = "flood";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Between two keys: faster than anyone types, slow enough for one to be through before the next.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(12);

    private LatencyMeasure() { }

    public static LatencyMeasure Idle { get; } = new()
    {
        Name = IdleKey,
        Keys = 300,
        Median = Figures.IdleMedian,
        Slowest = Figures.IdleSlowest,
    };

    public static LatencyMeasure BesideFlood { get; } = new()
    {
        Name = FloodKey,
        Keys = 150,
        Flood = ["yes", "the quick brown fox jumps"],
        Median = Figures.FloodMedian,
        Slowest = Figures.FloodSlowest,
    };

    public required string Name { get; init; }

    public TimeSpan Limit => TimeSpan.FromSeconds(60);

    public bool NeedsFreshServer => false;

    public required int Keys { get; init; }

    public required Figure Median { get; init; }

    public required Figure Slowest { get; init; }

    /// <summary>What another pane, which is not looked at, writes without end.</summary>
    private IReadOnlyList<string>? Flood { get; init; }

    public IEnumerable<Sample> Take(Session session)
    {
        var flooding = Flood is null ? null : session.OpenHiddenPane(Flood);
        session.Terminal.Rest(TimeSpan.FromMilliseconds(500));
        var ready = session.Surroundings[$"{Name}.ready"];
        var pane = session.OpenPane(EchoProgram.Command(ready));
        session.Terminal.RestUntil(() => File.Exists(ready));
        session.Terminal.Rest(TimeSpan.FromSeconds(1));
        var times = new Percentiles(Enumerable.Range(0, Keys).Select(key => Echo(session.Terminal, (byte)('A' + key % 26))));
        session.ClosePane(pane);
        if (flooding is not null) session.ClosePane(flooding);
        session.Terminal.Rest(TimeSpan.FromMilliseconds(300));
        yield return new Sample(Median, times.P50);
        yield return new Sample(Slowest, times.P99);
    }

    private static double Echo(OuterTerminal terminal, byte key)
    {
        var start = Stopwatch.GetTimestamp();
        terminal.Type([key]);
        terminal.WaitFor([key], Patience);
        var time = Stopwatch.GetElapsedTime(start);
        terminal.Rest(Pace);
        return time.TotalMilliseconds;
    }
}
