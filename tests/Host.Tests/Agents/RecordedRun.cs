using System.Text;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Host.Daemon;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Agents;

/// <summary>
/// Plays what a real CLI once wrote through the emulator, its provider's observer and the fusion of evidence, as the host does it: titles
/// and program status at once, the screen a moment after it began to change.
/// </summary>
internal sealed class RecordedRun : IEmulatorListener, IDisposable
{
    /// <summary>How long the last screen stands before it is asked what it came to.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StateTracker _tracker = new(TimeSpan.FromMinutes(15), Start);
    private readonly IAgentObserver _observer;
    private readonly Emulator _emulator;
    private DateTimeOffset _now = Start;
    private DateTimeOffset? _lookAt;

    private RecordedRun(IAgentObserver observer, CellSize size)
    {
        _observer = observer;
        _emulator = new Emulator(size, new EmulatorOptions(), this);
    }

    /// <summary>What was seen, from the first moment on.</summary>
    public IReadOnlyList<StateSpan> Seen =>
    [
        new(0, "starting"),
        .. _tracker.Changes.Where(change => change.From.Activity != change.To.State.Activity)
            .Select(change => new StateSpan(Math.Round((change.At - Start).TotalSeconds, 1), SnakeCase.Text(change.To.State.Activity))),
    ];

    /// <summary>When the question with its answers was known; null when there was none.</summary>
    public double? QuestionAt { get; private set; }

    public double Length => (_now - Start).TotalSeconds;

    public string Last => SnakeCase.Text(_tracker.Current.State.Activity);

    /// <summary>A screen with the times of its output.</summary>
    public static RecordedRun Timed(string path, IAgentObserver observer, CellSize size)
    {
        var run = new RecordedRun(observer, size);
        foreach (var record in Records(path).Where(record => record.TryGetProperty("out", out _)))
        {
            // Bytes, each as one character.
            run.Print(Encoding.Latin1.GetBytes(record.GetProperty("out").GetString()!), Start.AddSeconds(record.GetProperty("t").GetDouble()));
        }

        run.Pass(run._now + Rest);
        return run;
    }

    /// <summary>A screen of which only the end can be asked.</summary>
    public static RecordedRun Still(string path, IAgentObserver observer, CellSize size)
    {
        var run = new RecordedRun(observer, size);
        run.Print(File.ReadAllBytes(path), Start);
        run.Pass(Start + Rest);
        return run;
    }

    /// <summary>Events of hooks, whose times are those of their arrival.</summary>
    public static RecordedRun Hooks(string path, IAgentObserver observer)
    {
        var run = new RecordedRun(observer, new CellSize(80, 24));
        DateTimeOffset? first = null;
        foreach (var record in Records(path))
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(record.GetProperty("t").GetInt64());
            run.Pass(Start + (at - (first ??= at)));
            run.Observe(EvidenceSource.Hook, observer.OnEvent(Encoding.UTF8.GetBytes(record.GetProperty("payload").GetRawText())));
        }

        return run;
    }

    public void TitleChanged(string title) => Observe(EvidenceSource.Title, _observer.OnTitle(title));

    public void StatusChanged(ProgramStatus status)
    {
        if (ProgramStatusReading.Of(status) is { } reading) Observe(EvidenceSource.ProgramStatus, _observer.OnProgramStatus(reading));
    }

    public void Dispose() => _emulator.Dispose();

    private static IEnumerable<JsonElement> Records(string path) => File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement);

    private void Print(byte[] bytes, DateTimeOffset now)
    {
        Pass(now);
        _lookAt ??= now + AttemptObservation.RestTime;
        _emulator.Write(bytes);
        _tracker.Output(now);
    }

    /// <summary>Time goes by up to a moment, with everything that falls due on the way.</summary>
    private void Pass(DateTimeOffset until)
    {
        while (Earlier(_tracker.NextDue, _lookAt) is { } due && due <= until)
        {
            _now = due;
            if (due == _lookAt) Look();
            else _tracker.Advance(due);
        }

        if (until > _now) _now = until;
    }

    private void Look()
    {
        _lookAt = null;
        var reading = _observer.OnScreen([.. Enumerable.Range(0, _emulator.Size.Rows).Select(_emulator.RowText)]);
        if (reading?.State.Question is { Options.Count: > 0 }) QuestionAt ??= Length;
        Observe(EvidenceSource.Screen, reading);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private void Observe(EvidenceSource source, AgentReading? reading)
    {
        if (reading is not null) _tracker.Observe(source, reading, _now);
    }
}
