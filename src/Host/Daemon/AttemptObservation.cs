using System.Threading.Channels;
using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.Mux;
using Orchtui.Mux.Panes;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Watches one living attempt: the events its hooks write, the updates of a headless run, its title, its program status, its screen
/// a moment after it changed. Each sighting goes through one queue, so that the provider's observer has one caller; what it says is told
/// to the engine as evidence with its source. Nothing here decides what the state is.
/// </summary>
internal sealed class AttemptObservation : IDisposable
{
    /// <summary>The screen is looked at so long after it began to change, and again while it goes on changing.</summary>
    public static readonly TimeSpan RestTime = TimeSpan.FromMilliseconds(250);

    /// <summary>After an answer the same words are not answered again for so long: the agent may not have read the keys yet.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>How long the screen may lag behind an event that tells of a question.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(1);

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AttemptId _attempt;
    private readonly string _directory;
    private readonly IAgentObserver? _observer;
    private readonly IAgentLink? _link;
    private readonly CancellationTokenSource _ended = new();
    private readonly MuxServer _mux;
    private readonly Action<AttemptEvent> _tell;
    private readonly TimeProvider _time;
    private readonly HostLog _log;
    private readonly FileSystemWatcher _watcher;
    private readonly SortedSet<string> _readEvents = new(StringComparer.Ordinal);
    private readonly ITimer _rest;
    private long _spoolOffset;
    private long _spoolSequence;
    private long _typedAt;
    private int _resting;
    private int _readingQueued;
    private volatile bool _finished;
    private volatile ShownQuestion? _shown;
    private string _words = "";
    private TaskCompletionSource _nextReading = NewReading();
    private (ShownQuestion Question, long At)? _answered;

    public AttemptObservation(
        AttemptId attempt, AgentMode mode, string directory, IAgentObserver? observer, IAgentLink? link, MuxServer mux, Action<AttemptEvent> tell, TimeProvider time, HostLog log)
    {
        _link = link;
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
        if (_link is not null)
            _ = Task.Run(() => _link.RunAsync(reading => Queue(() => Tell(EvidenceSource.Hook, reading)), _ended.Token));
    }

    /// <summary>The pane printed something. Mux thread; costs next to nothing.</summary>
    public void OnOutput()
    {
        if (Interlocked.Exchange(ref _resting, 1) == 0) _rest.Change(RestTime, Timeout.InfiniteTimeSpan);
    }

    public void OnTitle(string title) => Queue(() => Tell(EvidenceSource.Title, _observer?.OnTitle(title)));

    public void OnStatus(ProgramStatus status) => Queue(() =>
    {
        if (ProgramStatusReading.Of(status) is { } reading)
            Tell(EvidenceSource.ProgramStatus, _observer is null ? reading : _observer.OnProgramStatus(reading));
    });

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
        _ended.Cancel();
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
            foreach (var update in reading.Updates) _tell(new AttemptUpdated(_attempt, ++_spoolSequence, update));
        }
    }

    private void OnRest()
    {
        Interlocked.Exchange(ref _resting, 0);
        if (_finished) return;
        // Whether a full screen has said anything new shows when it has been read.
        _tell(new OutputSeen(_attempt, IsProgress: _observer is null));
        QueueReading();
        _ = LookAtScreen();
    }

    /// <summary>Reads the screen as it is now. The task ends when that is done; never, when there is nothing to read.</summary>
    private Task LookAtScreen()
    {
        var read = NewReading();
        if (_observer is null) return read.Task;
        _mux.Post(() =>
        {
            if (FindPane() is not { } pane) return;
            var (id, rows) = (pane.Id, ScreenText.Of(pane));
            Queue(() =>
            {
                ReadScreen(id, rows);
                read.TrySetResult();
            });
        });
        return read.Task;
    }

    private void ReadScreen(PaneId pane, IReadOnlyList<string> rows)
    {
        var words = ScreenWords.Of(rows);
        if (words != _words && !_finished) _tell(new OutputSeen(_attempt));
        _words = words;
        var reading = _observer?.OnScreen(rows);
        var before = _shown;
        var now = ShownQuestion.Of(reading, rows, _time.GetTimestamp());
        if (now is not null && now.Reads(before)) now = now with { AskedAt = before!.AskedAt };
        else if (before is not null)
        {
            // Whatever a person typed while it stood there was its answer.
            _mux.Post(() => _mux.ForgetDraft(pane, before.AskedAt));
        }

        _shown = now;
        Interlocked.Exchange(ref _nextReading, NewReading()).TrySetResult();
        Tell(EvidenceSource.Screen, reading);
    }

    /// <summary>Gives an answer to what the agent's screen asks. The caller sees to it that only one is given at a time.</summary>
    public async Task<AnswerReceipt> AnswerAsync(OpenQuestion question, AgentAnswer answer, CancellationToken cancellation)
    {
        if (question.Question.Id is not null) return await AnswerByLinkAsync(question.Question, answer, cancellation).ConfigureAwait(false);
        var pane = await _mux.InvokeAsync(_ => FindPane()?.Id).ConfigureAwait(false);
        if (pane is not { } id) return new AnswerReceipt(false, "Its pane is gone.");
        if (await ShownAsync(question, cancellation).ConfigureAwait(false) is not { } shown)
            return new AnswerReceipt(false, "Its screen shows something else by now; the answer was not written.");
        if (_answered is { } last && last.Question.Reads(shown) && _time.GetElapsedTime(last.At) < AnswerTime)
            return new AnswerReceipt(false, "It was answered a moment ago, and the agent has not gone on yet.");
        _answered = (shown, _time.GetTimestamp());
        var receipt = await new ScreenAnswer(_mux, id, _time).GiveAsync(shown, answer, cancellation).ConfigureAwait(false);

        // To what is believed of the agent, an answer from elsewhere is the same as a person's key.
        if (receipt.Taken) _tell(new PersonTyped(_attempt));
        else _answered = null;
        return receipt;
    }

    /// <summary>The agent's own server knows whether it still asks that.</summary>
    private async Task<AnswerReceipt> AnswerByLinkAsync(AgentQuestion question, AgentAnswer answer, CancellationToken cancellation)
    {
        if (_finished) return new AnswerReceipt(false, "The agent has ended; the answer was not given.");
        return _link is null
            ? new AnswerReceipt(false, "The agent serves no interface of its own; answer in its pane.")
            : await _link.AnswerAsync(question, answer, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The question as it stands on the screen now; null when that shows none or another one. An event may tell of a question a little before
    /// the screen shows it.
    /// </summary>
    private async Task<ShownQuestion?> ShownAsync(OpenQuestion question, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(ReadingTime, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            // What was read when the screen last came to rest may have been drawn anew since.
            for (var next = LookAtScreen(); ;)
            {
                await next.WaitAsync(both.Token).ConfigureAwait(false);
                next = _nextReading.Task;
                if (_shown is { } shown && OpenQuestion.Of(_attempt, question.Agent, shown.Question, EvidenceSource.Screen, default).Id == question.Id) return shown;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static TaskCompletionSource NewReading() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Pane? FindPane() => _mux.Panes.FirstOrDefault(pane => pane.Record.Attempt == _attempt.ToString());

    private void Tell(EvidenceSource source, AgentReading? reading)
    {
        if (reading is not null && !_finished) _tell(new AttemptObserved(_attempt, source, reading));
    }
}
