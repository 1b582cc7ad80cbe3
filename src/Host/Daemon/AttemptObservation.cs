using System.Threading.Channels;
using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.Mux;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Watches one living attempt: the events its hooks write, the updates of a headless run, its title, its program status, its screen
/// when it has come to rest. Each sighting goes through one queue, so that the provider's observer has one caller; what it says is told
/// to the engine as evidence with its source. Nothing here decides what the state is.
/// </summary>
internal sealed class AttemptObservation : IDisposable
{
    /// <summary>A screen that has not changed for this long has come to rest.</summary>
    private static readonly TimeSpan RestTime = TimeSpan.FromMilliseconds(250);

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AttemptId _attempt;
    private readonly string _directory;
    private readonly IAgentObserver? _observer;
    private readonly MuxServer _mux;
    private readonly Action<AttemptEvent> _tell;
    private readonly TimeProvider _time;
    private readonly HostLog _log;
    private readonly FileSystemWatcher _watcher;
    private readonly SortedSet<string> _readEvents = new(StringComparer.Ordinal);
    private readonly ITimer _rest;
    private long _spoolOffset;
    private long _typedAt;
    private int _resting;
    private int _readingQueued;
    private volatile bool _finished;

    public AttemptObservation(
        AttemptId attempt, AgentMode mode, string directory, IAgentObserver? observer, MuxServer mux, Action<AttemptEvent> tell, TimeProvider time, HostLog log)
    {
        (_attempt, Mode, _directory, _observer, _mux, _tell, _time, _log) = (attempt, mode, directory, observer, mux, tell, time, log);
        Directory.CreateDirectory(EventsDirectory);
        _watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _rest = time.CreateTimer(_ => OnRest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public AgentMode Mode { get; }

    /// <summary>The id of its agent.</summary>
    public string Provider { get; init; } = "";

    private string EventsDirectory => Path.Combine(_directory, "events");

    /// <param name="isAdopted">
    /// The attempt ran before this host did: what its hooks wrote then is history, of which only the last word counts now.
    /// </param>
    public void Start(bool isAdopted)
    {
        _watcher.Created += (_, _) => QueueReading();
        _watcher.Renamed += (_, _) => QueueReading();
        _watcher.Changed += (_, _) => QueueReading();

        // Events were lost: whatever they said is in the files.
        _watcher.Error += (_, _) => QueueReading();
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch (IOException error)
        {
            _log.Warn($"Attempt {_attempt}: {_directory} cannot be watched ({error.Message}); it is read whenever the pane comes to rest.");
        }

        Queue(isAdopted ? CatchUp : ReadFiles);
        Queue(OnRest);
        _ = Task.Run(WorkAsync);
    }

    /// <summary>The pane printed something. Mux thread; costs next to nothing.</summary>
    public void OnOutput()
    {
        if (Interlocked.Exchange(ref _resting, 1) == 0) _rest.Change(RestTime, Timeout.InfiniteTimeSpan);
    }

    public void OnTitle(string title) => Queue(() => Tell(EvidenceSource.Title, _observer?.OnTitle(title)));

    public void OnStatus(ProgramStatus status) => Queue(() => Tell(EvidenceSource.ProgramStatus, ProgramStatusReading.Of(status)));

    public void OnTyped()
    {
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(Interlocked.Exchange(ref _typedAt, now), now) > RestTime) _tell(new PersonTyped(_attempt));
    }

    /// <summary>The program has ended: what is still unread is read, then the last word is said.</summary>
    public void Finish(Action last)
    {
        Queue(() =>
        {
            try
            {
                ReadFiles();
            }
            finally
            {
                // Said whatever became of the files: nobody else says that the attempt is over.
                _finished = true;
                last();
                Dispose();
            }
        });
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _rest.Dispose();
        _work.Writer.TryComplete();
    }

    private void Queue(Action work) => _work.Writer.TryWrite(work);

    /// <summary>One reading sees everything there is, so one waits at most.</summary>
    private void QueueReading()
    {
        if (Interlocked.Exchange(ref _readingQueued, 1) != 0) return;
        Queue(() =>
        {
            Interlocked.Exchange(ref _readingQueued, 0);
            ReadFiles();
        });
    }

    private async Task WorkAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                work();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _log.Warn($"Attempt {_attempt}: its files in {_directory} could not be read: {error.Message}");
            }
#pragma warning disable CA1031 // One sighting that cannot be read must not end the watching: the attempt's end would never be told.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.Warn($"Attempt {_attempt}: something seen of it could not be taken in: {error}");
            }
        }
    }

    private void ReadFiles()
    {
        foreach (var reading in NewEvents()) Tell(EvidenceSource.Hook, reading);
        ReadSpool();
    }

    private void CatchUp()
    {
        AgentReading? last = null;
        foreach (var reading in NewEvents()) last = reading ?? last;
        Tell(EvidenceSource.Hook, last);
        ReadSpool();
    }

    private IEnumerable<AgentReading?> NewEvents()
    {
        if (_observer is null || !Directory.Exists(EventsDirectory)) yield break;
        foreach (var path in Directory.EnumerateFiles(EventsDirectory, "*.json").Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).ToList())
            if (_readEvents.Add(path)) yield return _observer.OnEvent(File.ReadAllBytes(path));
    }

    private void ReadSpool()
    {
        if (Mode != AgentMode.Headless) return;
        while (true)
        {
            var reading = UpdateSpool.ReadFrom(_directory, _spoolOffset);
            if (reading.NextOffset == _spoolOffset) return;
            _spoolOffset = reading.NextOffset;
            foreach (var update in reading.Updates) _tell(new AttemptUpdated(_attempt, update));
        }
    }

    private void OnRest()
    {
        Interlocked.Exchange(ref _resting, 0);
        if (_finished) return;
        _tell(new OutputSeen(_attempt));
        QueueReading();
        if (_observer is null) return;
        _mux.Post(() =>
        {
            if (_mux.Panes.FirstOrDefault(pane => pane.Record.Attempt == _attempt.ToString()) is not { } pane) return;
            var rows = new string[pane.Emulator.Size.Rows];
            for (var row = 0; row < rows.Length; row++) rows[row] = pane.Emulator.RowText(row);
            Queue(() => Tell(EvidenceSource.Screen, _observer.OnScreen(rows)));
        });
    }

    private void Tell(EvidenceSource source, AgentReading? reading)
    {
        if (reading is not null && !_finished) _tell(new AttemptObserved(_attempt, source, reading));
    }
}
