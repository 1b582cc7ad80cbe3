using System.Diagnostics;
using System.Text;
using Orchtui.Pty;

namespace Orchtui.SideBySide.PanePrograms;

/// <summary>Writes a line sixty times a second until its terminal is gone, as a program that shows its progress does.</summary>
internal static class TickProgram
{
    public const string Verb = "tick";

    private const int LinesPerSecond = 60;

    public static IReadOnlyList<string> Command { get; } = PaneProgram.Command(Verb);

    public static int Run()
    {
        using var poller = new Poller();
        poller.Add(RawTerminal.StandardInput, 0, PollEvents.Readable);
        Span<PollEvent> events = stackalloc PollEvent[1];
        Span<byte> keys = stackalloc byte[64];
        var clock = Stopwatch.StartNew();
        for (var line = 1L; PaneProgram.Write(Line(line)); line++)
        {
            var due = line * 1000 / LinesPerSecond;
            while (clock.ElapsedMilliseconds is var now && now < due)
                if (poller.Wait(events, (int)(due - now)) > 0 && RawTerminal.StandardInput.Read(keys).HungUp) return 0;
        }

        return 0;
    }

    private static byte[] Line(long number) => Encoding.ASCII.GetBytes($"line {number} of a program that draws sixty times a second\r\n");
}
