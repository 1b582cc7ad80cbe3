using System.Collections.Concurrent;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Windows;
using Orchtui.Pty;

namespace Orchtui.Mux;

/// <summary>
/// The multiplexer: panes, windows and clients, owned by one thread that waits on all their descriptors at once. Reading, parsing,
/// composing and writing happen on that thread with raw calls, because handing bytes from thread to thread costs more than all of
/// them; everything that may take long is done elsewhere and posted here. Bounded work in each turn keeps keys ahead of floods.
/// </summary>
public sealed partial class MuxServer : IDisposable
{
    private const long WakeToken = 0;
    private const long ListenerToken = 1;
    private const int EventsPerTurn = 64;

    /// <summary>Let in at once when a key comes, even while programs compute on every core; a turn with a key takes less.</summary>
    private static readonly TimeSpan ShortSlice = TimeSpan.FromMilliseconds(0.5);

    private readonly MuxOptions _options;
    private readonly TimeProvider _time;
    private readonly Poller _poller = new();
    private readonly WakeHandle _wake = new();
    private readonly ConcurrentQueue<Posted> _posted = new();
    private readonly Lock _postGate = new();
    private readonly Dictionary<long, Action<PollEvents>> _handlers = [];
    private readonly GlyphTable _glyphs;
    private readonly Session _session = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UnixListener? _listener;
    private ListenerRest? _listenerRest;
    private long _lastToken = ListenerToken;
    private volatile bool _stopping;
    private bool _takesPosts = true;

    public MuxServer(MuxOptions options, IMuxHost host, TimeProvider time)
    {
        _options = options;
        _glyphs = new GlyphTable(options.AmbiguousWide);
        Host = host;
        _time = time;
        _thread = new Thread(Run) { Name = "mux", IsBackground = true };
    }

    internal IMuxHost Host { get; }

    /// <summary>All windows. Mux thread only.</summary>
    public Session Session => _session;

    /// <summary>Completes when the thread has ended; faulted if it ended by an error.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Binds the attach socket and starts the thread. Returns what stood against it.</summary>
    public NativeError Start()
    {
        File.Delete(_options.AttachSocket);
        _listener = UnixListener.TryBind(_options.AttachSocket, out var error);
        if (_listener is null) return error;
        _poller.Add(_wake.Handle, WakeToken, PollEvents.Readable);
        _poller.Add(_listener.Handle, ListenerToken, PollEvents.Readable);
        _handlers[ListenerToken] = _ => AcceptClients();
        _listenerRest = new ListenerRest(_poller, _listener, ListenerToken, _time);
        _thread.Start();
        return default;
    }

    /// <summary>Runs something on the mux thread and returns its result; cancelled when that thread has ended.</summary>
    public Task<T> InvokeAsync<T>(Func<MuxServer, T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new Posted(
            () =>
            {
                try
                {
                    done.SetResult(function(this));
                }
                catch (Exception error)
                {
                    // The caller gets it; the thread goes on.
                    done.SetException(error);
                }
            },
            () => done.SetException(new OperationCanceledException("The multiplexer has ended."))));
        return done.Task;
    }

    public Task InvokeAsync(Action<MuxServer> action) => InvokeAsync(mux =>
    {
        action(mux);
        return true;
    });

    /// <summary>Runs something on the mux thread, soon. From any thread. Once that has ended it is not run any more.</summary>
    public void Post(Action action) => Enqueue(new Posted(action, () => { }));

    private void Enqueue(Posted posted)
    {
        lock (_postGate)
        {
            if (_takesPosts)
            {
                _posted.Enqueue(posted);
                _wake.Signal();
                return;
            }
        }

        posted.Abandon();
    }

    /// <summary>Nobody waits for a thread that has ended.</summary>
    private void AbandonPosted()
    {
        lock (_postGate) _takesPosts = false;
        while (_posted.TryDequeue(out var posted)) posted.Abandon();
    }

    /// <summary>Something to run on the mux thread, and what to do when it never will be.</summary>
    private sealed record Posted(Action Run, Action Abandon);

    /// <summary>
    /// Ends the thread; panes are left to the keeper and their files to the next host. Clients are told why and end; without a message
    /// they are only let go, and come back to the next host by themselves.
    /// </summary>
    public async Task StopAsync(string? message)
    {
        Post(() =>
        {
            foreach (var client in _clients.ToList())
            {
                if (message is null) Drop(client, restoreTerminal: false);
                else Detach(client, message);
            }

            _stopping = true;
        });
        await _ended.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var slot in _panes.Values) slot.Pane.Dispose();
        _panes.Clear();
        AbandonPosted();
        _listener?.Dispose();
        _poller.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            // Granted or not: without it a key waits a little longer beside programs that compute.
            _ = TimeSlice.TrySet(ShortSlice);
            var events = new PollEvent[EventsPerTurn];
            while (!_stopping) Turn(events);
            SaveSession();
            foreach (var slot in _panes.Values) slot.Pane.Save();
            AbandonPosted();
            _ended.SetResult();
        }
        catch (Exception error)
        {
            // The host ends with it; a new one restores everything from the keeper and the files.
            AbandonPosted();
            _ended.SetException(error);
        }
    }

    private void Turn(PollEvent[] events)
    {
        var count = _poller.Wait(events, WaitTime());

        // Before the work is looked at, so that what is posted from here on wakes this thread again.
        for (var i = 0; i < count; i++)
            if (events[i].Token == WakeToken) _wake.Drain();
        while (_posted.TryDequeue(out var posted)) posted.Run();

        // Clients first: a key waits for nobody's output.
        for (var i = 0; i < count; i++)
            if (events[i].Token < FirstPaneToken) Dispatch(events[i]);
        for (var i = 0; i < count; i++)
            if (events[i].Token >= FirstPaneToken) Dispatch(events[i]);
        RunTimers();
        SettleFocus();
        DrawDue();
        if (count == 0) WrapScrollback();
        if (_sessionChanged) SaveSession();
    }

    private void Dispatch(PollEvent ready)
    {
        if (_handlers.TryGetValue(ready.Token, out var handler)) handler(ready.Events);
    }

    private long NewToken(bool pane) => ++_lastToken | (pane ? FirstPaneToken : 0);

    private const long FirstPaneToken = 1L << 40;

    private long Now => _time.GetTimestamp();

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
