using System.Text;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Plugins.Codex;
using Orchtui.Terminal;

namespace Orchtui.Codex.Tests;

/// <summary>
/// Plays a recorded screen through the emulator, the observer and the fusion of evidence as the host does it: titles and program status
/// at once, the screen when it has come to rest. Tells which states were seen, and when.
/// </summary>
internal sealed class RecordedRun : IEmulatorListener
{
    /// <summary>A screen that has not changed for this long has come to rest.</summary>
    private const double RestSeconds = 0.25;

    private readonly CodexObserver _observer;
    private readonly StateTracker _tracker;
    private double _now;

    private RecordedRun()
    {
        _observer = new CodexObserver(Fixtures.Data, TimeProvider.System);
        _tracker = new StateTracker(TimeSpan.FromMinutes(15), Fixtures.Now);
    }

    public List<(double Seconds, AgentActivity Activity)> States { get; } = [];

    /// <summary>When the question with its answers was known; null when there was none.</summary>
    public double? QuestionAt { get; private set; }

    public static RecordedRun Play(string path, CellSize size)
    {
        var run = new RecordedRun();
        using var emulator = new Emulator(size, new EmulatorOptions(), run);
        var outputs = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(record => record.TryGetProperty("out", out _))
            // Bytes, each as one character.
            .Select(record => (At: record.GetProperty("t").GetDouble(), Bytes: Encoding.Latin1.GetBytes(record.GetProperty("out").GetString()!)))
            .ToList();
        for (var i = 0; i < outputs.Count; i++)
        {
            run.AdvanceTo(outputs[i].At);
            emulator.Write(outputs[i].Bytes);
            run._tracker.Output(run.Clock);
            run.Note();
            var next = i + 1 < outputs.Count ? outputs[i + 1].At : outputs[i].At + 1;
            if (next - outputs[i].At >= RestSeconds) run.Rest(emulator, outputs[i].At + RestSeconds);
        }

        return run;
    }

    public void TitleChanged(string title) => Observe(EvidenceSource.Title, _observer.OnTitle(title));

    public void StatusChanged(ProgramStatus status)
    {
        var activity = status.State switch
        {
            "working" => AgentActivity.Working,
            "done" => AgentActivity.Done,
            "idle" => AgentActivity.Idle,
            "blocked" => AgentActivity.Waiting,
            _ => AgentActivity.Failed,
        };
        Observe(EvidenceSource.ProgramStatus, _observer.OnProgramStatus(new AgentReading(new AgentState(activity), status.State)));
    }

    private DateTimeOffset Clock => Fixtures.Now.AddSeconds(_now);

    private void Rest(Emulator emulator, double at)
    {
        AdvanceTo(at);
        var reading = _observer.OnScreen([.. Enumerable.Range(0, emulator.Size.Rows).Select(emulator.RowText)]);
        if (reading?.State.Question is { Options.Count: > 0 }) QuestionAt ??= _now;
        Observe(EvidenceSource.Screen, reading);
    }

    private void AdvanceTo(double at)
    {
        while (_tracker.NextDue is { } due && due <= Fixtures.Now.AddSeconds(at))
        {
            _now = (due - Fixtures.Now).TotalSeconds;
            _tracker.Advance(due);
            Note();
        }

        _now = at;
    }

    private void Observe(EvidenceSource source, AgentReading? reading)
    {
        if (reading is not null) _tracker.Observe(source, reading, Clock);
        Note();
    }

    private void Note()
    {
        var activity = _tracker.Current.State.Activity;
        if (States.Count == 0 || States[^1].Activity != activity) States.Add((Math.Round(_now, 1), activity));
    }
}
