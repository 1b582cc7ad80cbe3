using System.Collections.Concurrent;
using Orchtui.Pty;

namespace Orchtui.DummyAgent;

/// <summary>Starts one shell per script, and an orphan by way of the first, and prints what the reaper says about each.</summary>
internal static class Reap
{
    internal static int Run(IReadOnlyList<string> scripts)
    {
        Limits.BecomeSubreaper();
        using var ends = new BlockingCollection<(int Pid, ExitStatus Status)>();
        using var reaper = new ChildReaper((pid, status) => ends.Add((pid, status)));
        var names = new Dictionary<int, string>();
        foreach (var script in scripts)
        {
            var started = (SpawnResult.Started)reaper.Start(new SpawnRequest
            {
                Arguments = ["/bin/sh", "-c", script],
                Environment = [new("PATH", "/usr/bin:/bin")],
                WorkingDirectory = "/",
                Size = new PtySize(80, 24),
            });
            names[started.Pid] = script;
        }

        while (names.Count > 0)
        {
            var (pid, status) = ends.Take();
            Terminal.Line(names.Remove(pid, out var script) ? $"{script} => {status}" : $"orphan => {status}");
            if (script is not null && reaper.SendGroup(pid, Signal.Kill)) return Terminal.Fail("signalled a reaped process");
        }

        return 0;
    }
}
