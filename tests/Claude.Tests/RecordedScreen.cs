using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.Terminal;

namespace Orchtui.Claude.Tests;

/// <summary>
/// Plays the recorded bytes of an interactive run, with their times, through the emulator, the observer and the fusion of evidence, as the
/// host does: each title as it comes, the screen when it has not changed for a moment.
/// </summary>
internal sealed class RecordedScreen : IEmulatorListener
{
    private static readonly TimeSpan RestTime = TimeSpan.FromMilliseconds(250);
    /// <summary>How long the last screen stands before it is asked what it came to.</summary>
    private static readonly TimeSpan End = TimeSpan.FromSeconds(5);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CliObserver _observer = new(Fixtures.Data, TimeProvider.System);
    private readonly StateTracker _tracker = new(TimeSpan.FromMinutes(15), Start);
    private readonly Emulator _emulator;
    private DateTimeOffset _now = Start;

    private RecordedScreen(int columns, int rows) => _emulator = new Emulator(new CellSize(columns, rows), new EmulatorOptions(), this);

    /// <summary>The states in their order, each with the seconds at which it was known.</summary>
    public static string Timed(string name)
    {
        var played = new RecordedScreen(120, 40);
        var last = Start;
        foreach (var line in File.ReadLines(Fixtures.Recording(name)))
        {
            var record = JsonDocument.Parse(line).RootElement;
            if (!record.TryGetProperty("t", out var at) || !record.TryGetProperty("out", out var output)) continue;
            var now = Start.AddSeconds(at.GetDouble());
            if (now - last >= RestTime) played.Rest(last + RestTime);
            played.Print(Encoding.Latin1.GetBytes(output.GetString()!), last = now);
        }

        played.Rest(last + RestTime);
        played.Pass(last + End);
        return played.Story();
    }

    /// <summary>The same of recorded hooks, whose times are those of their arrival.</summary>
    public static string Hooks(string name)
    {
        var played = new RecordedScreen(120, 40);
        DateTimeOffset? first = null;
        foreach (var line in File.ReadLines(Fixtures.Recording(name)))
        {
            var record = JsonDocument.Parse(line).RootElement;
            var at = DateTimeOffset.FromUnixTimeMilliseconds(record.GetProperty("t").GetInt64());
            played.Pass(Start + (at - (first ??= at)));
            played.Observe(EvidenceSource.Hook, played._observer.OnEvent(Encoding.UTF8.GetBytes(record.GetProperty("payload").GetRawText())));
        }

        return played.Story();
    }

    /// <summary>What the screen and the title come to after all bytes of a recording without times.</summary>
    public static TrackedState Final(string name, int columns, int rows)
    {
        var played = new RecordedScreen(columns, rows);
        played.Print(File.ReadAllBytes(Fixtures.Recording(name)), Start);
        played.Rest(Start + RestTime);
        played.Pass(Start + End);
        return played._tracker.Current;
    }

    public void TitleChanged(string title) => Observe(EvidenceSource.Title, _observer.OnTitle(title));

    private void Print(byte[] bytes, DateTimeOffset now)
    {
        Pass(now);
        _emulator.Write(bytes);
        _tracker.Output(now);
    }

    private void Rest(DateTimeOffset now)
    {
        Pass(now);
        var rows = Enumerable.Range(0, _emulator.Size.Rows).Select(_emulator.RowText).ToArray();
        Observe(EvidenceSource.Screen, _observer.OnScreen(rows));
    }

    /// <summary>Time goes by up to a moment, with everything that falls due on the way.</summary>
    private void Pass(DateTimeOffset until)
    {
        while (_tracker.NextDue is { } due && due <= until) _tracker.Advance(_now = due);
        if (until > _now) _now = until;
    }

    private void Observe(EvidenceSource source, AgentReading? reading)
    {
        if (reading is not null) _tracker.Observe(source, reading, _now);
    }

    private string Story() => string.Join('\n', _tracker.Changes.Select(change =>
        string.Create(CultureInfo.InvariantCulture, $"  {(change.At - Start).TotalSeconds,6:0.0}  {change.To.State.Activity,-8} {change.To.Reason}")));
}
