using System.Diagnostics;
using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>What panes with a full scrollback cost: the growth of all server processes, memory shared with others in proportion.</summary>
internal sealed class MemoryMeasure(int panes) : IMeasure
{
    public const string Key = "memory";

    private const string Line = "%06g the quick brown fox jumps over the lazy dog again and again until the line is long";
    private const int Lines = Session.ScrollbackLines + 2000;

    /// <summary>A server gives memory back some time after it needed it; it is looked at until it stays as it is this long.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    public string Name => Key;

    public TimeSpan Limit => TimeSpan.FromSeconds(120);

    public bool NeedsFreshServer => false;

    public IEnumerable<Sample> Take(Session session)
    {
        var servers = session.Servers();
        var before = ProcFile.MemoryOf(servers);
        var written = Directory.CreateDirectory(session.Surroundings["written"]).FullName;
        for (var i = 0; i < panes; i++)
            session.OpenHiddenPane("sh", "-c", $"seq -f '{Line}' {Lines}; : > {written}/{i}; exec sleep 1000");
        session.Terminal.RestUntil(() => Directory.GetFiles(written).Length == panes);
        var after = SteadyMemory(session, servers);
        yield return new Sample(Figures.MemoryPerPane, (after - before) / panes);
        yield return new Sample(Figures.MemoryInAll, after);
    }

    private static double SteadyMemory(Session session, IReadOnlyList<int> servers)
    {
        const double Same = 0.01;
        var (clock, steady) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var memory = ProcFile.MemoryOf(servers);
        while (steady.Elapsed < Steady && clock.Elapsed < LongestWait)
        {
            session.Terminal.Rest(TimeSpan.FromMilliseconds(250));
            var now = ProcFile.MemoryOf(servers);
            if (Math.Abs(now - memory) <= memory * Same) continue;
            memory = now;
            steady.Restart();
        }

        return ProcFile.MemoryOf(servers);
    }
}
