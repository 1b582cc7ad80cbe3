using System.Diagnostics;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>The processor time that a subject's servers take while the clients are only read.</summary>
internal static class Load
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    /// <summary>In per cent of one core.</summary>
    public static double Of(Session session)
    {
        var servers = session.Servers();
        session.RestAll(TimeSpan.FromSeconds(1));
        var (before, clock) = (ProcFile.ProcessorTimeOf(servers), Stopwatch.StartNew());
        session.RestAll(Watched);
        return (ProcFile.ProcessorTimeOf(servers) - before) / clock.Elapsed.TotalSeconds * 100;
    }
}
