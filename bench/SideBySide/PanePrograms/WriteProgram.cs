using System.Diagnostics;
using System.Globalization;
using Orchtui.Pty;

namespace Orchtui.SideBySide.PanePrograms;

/// <summary>
/// Writes a payload several times, then asks for a status report (DSR 5) and waits for the answer: the time covers that all of it was
/// parsed, not only that it was taken into a buffer. A first report, before the clock starts, keeps the program's own start out of it.
/// </summary>
internal static class WriteProgram
{
    public const string Verb = "write";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static IReadOnlyList<string> Command(string payload, int times, string result) =>
        PaneProgram.Command(Verb, payload, times.ToString(CultureInfo.InvariantCulture), result);

    /// <summary>Leaves the seconds it took in the result file, which appears at once and whole; no number where no answer came.</summary>
    public static int Run(string payload, string times, string result)
    {
        var bytes = File.ReadAllBytes(payload);
        var passes = int.Parse(times, CultureInfo.InvariantCulture);
        if (PaneProgram.OpenRaw() is not { } terminal) return 1;

        var answered = ReportsStatus();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < passes && answered; i++) answered = PaneProgram.Write(bytes);
        answered = answered && ReportsStatus();
        var seconds = clock.Elapsed.TotalSeconds;

        PaneProgram.Write("\e[0m\e[?1049l\e[2J\e[H"u8);
        terminal.Restore();
        File.WriteAllText($"{result}.new", answered ? seconds.ToString("R", CultureInfo.InvariantCulture) : "no answer");
        File.Move($"{result}.new", result);
        return 0;
    }

    private static bool ReportsStatus()
    {
        if (!PaneProgram.Write("\e[5n"u8)) return false;
        using var poller = new Poller();
        poller.Add(RawTerminal.StandardInput, 0, PollEvents.Readable);
        Span<PollEvent> events = stackalloc PollEvent[1];
        var answer = new byte[4096];
        var length = 0;
        while (poller.Wait(events, (int)Patience.TotalMilliseconds) > 0 && length < answer.Length)
        {
            var read = RawTerminal.StandardInput.Read(answer.AsSpan(length));
            if (read.HungUp) return false;
            length += read.Count;
            if (answer.AsSpan(0, length).IndexOf("\e[0n"u8) >= 0) return true;
        }

        return false;
    }
}
