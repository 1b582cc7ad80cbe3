using System.Diagnostics;
using Orchtui.SideBySide.PanePrograms;
using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>
/// What panes cost that write sixty times a second and are not looked at, and how long the command prompt takes to show beside them.
/// </summary>
internal sealed class HiddenMeasure : IMeasure
{
    public const string Key = "hidden";

    private const int Panes = 49;
    private const int Prompts = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public string Name => Key;

    public TimeSpan Limit => TimeSpan.FromSeconds(120);

    public bool NeedsFreshServer => true;

    public IEnumerable<Sample> Take(Session session)
    {
        session.OpenPane("sleep", "1000");
        for (var i = 0; i < Panes; i++) session.OpenHiddenPane(TickProgram.Command);
        session.Terminal.Rest(TimeSpan.FromSeconds(2));
        yield return new Sample(Figures.HiddenLoad, Load.Of(session));
        var times = new Percentiles(Enumerable.Range(0, Prompts).Select(_ => Prompt(session.Terminal)));
        yield return new Sample(Figures.PromptMedian, times.P50);
        yield return new Sample(Figures.PromptSlowest, times.P99);
    }

    /// <summary>The prefix key and its colon until the frame begins that shows the prompt.</summary>
    private static double Prompt(OuterTerminal terminal)
    {
        var start = Stopwatch.GetTimestamp();
        terminal.Type("\x02:"u8);
        terminal.WaitFor("\e"u8, Patience);
        var time = Stopwatch.GetElapsedTime(start);
        terminal.Rest(Pace);
        terminal.Type("\e"u8);
        terminal.Rest(Pace);
        return time.TotalMilliseconds;
    }
}
