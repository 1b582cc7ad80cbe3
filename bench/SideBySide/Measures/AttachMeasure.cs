using System.Diagnostics;
using System.Text;
using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>How long it takes from starting a client until the last row of the pane that was left shows.</summary>
internal sealed class AttachMeasure : IMeasure
{
    public const string Key = "attach";

    private const int Times = 12;
    private const string Mark = "MARK-OF-THE-LAST-ROW";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => Key;

    public TimeSpan Limit => TimeSpan.FromSeconds(60);

    public bool NeedsFreshServer => false;

    public IEnumerable<Sample> Take(Session session)
    {
        var pane = session.OpenPane("sh", "-c", $"printf '\\033[999;1H{Mark}'; exec sleep 1000");
        session.Terminal.Rest(TimeSpan.FromMilliseconds(700));
        var times = new Percentiles(Enumerable.Range(0, Times).Select(_ => Attach(session)));
        session.ClosePane(pane);
        yield return new Sample(Figures.AttachMedian, times.P50);
        yield return new Sample(Figures.AttachSlowest, times.Max);
    }

    private static double Attach(Session session)
    {
        session.Detach();
        var start = Stopwatch.GetTimestamp();
        session.Attach();
        session.Terminal.WaitFor(Encoding.ASCII.GetBytes(Mark), Patience);
        var time = Stopwatch.GetElapsedTime(start);
        session.Terminal.Rest(TimeSpan.FromMilliseconds(200));
        return time.TotalMilliseconds;
    }
}
