using System.Collections.Concurrent;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// The host's side of the keeper's socket. A thread of its own blocks in reads (async sockets would make the descriptor non-blocking and
/// cannot pass descriptors) and completes the requests that wait, by number. Requests may come from any thread. A keeper that lets a
/// deadline pass is treated as lost: the connection is closed, and every waiting request gets its "lost" answer.
/// </summary>
internal sealed partial class KeeperConnection : IDisposable
{
    public static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(10);

    private readonly UnixConnection _connection;
    private readonly KeeperFrameReader _frames = new();
    private readonly KeeperEvents _events;
    private readonly TimeProvider _time;
    private readonly Lock _sending = new();
    private readonly Lock _hangingUp = new();
    private readonly ConcurrentDictionary<int, Pending> _pending = [];
    private int _lastRequest;
    private volatile bool _closed;
    private volatile bool _greeted;
    private volatile bool _disposed;

    private KeeperConnection(UnixConnection connection, KeeperEvents events, TimeProvider time) =>
        (_connection, _events, _time) = (connection, events, time);

    public int KeeperPid { get; private set; }

    /// <summary>False once the keeper is gone or this is disposed.</summary>
    public bool IsAlive => !_closed;

    public async Task<SpawnOutcome> SpawnAsync(KeeperSpawn spawn)
    {
        var answer = await AskAsync(new KeeperMessage.Spawn(spawn), AnswerDeadline).ConfigureAwait(false);
        return answer?.Message switch
        {
            KeeperMessage.Spawned spawned when TakePair(answer.Value.Handles) is var (master, ring) =>
                new SpawnOutcome.Spawned(spawned.Pid, master, ring, spawned.Existing),
            KeeperMessage.SpawnFailed failed => new SpawnOutcome.Failed(failed.Failure),
            _ => new SpawnOutcome.KeeperLost(),
        };
    }

    /// <summary>Every pane the keeper holds, ended ones included; null when the keeper is lost. The caller owns what it gets.</summary>
    public async Task<IReadOnlyList<KeptPane>?> ListAsync()
    {
        var pending = new Pending();
        var answer = await AskAsync(new KeeperMessage.List(), AnswerDeadline, pending).ConfigureAwait(false);
        var panes = pending.Collected.Select(ToPane).OfType<KeptPane>().ToArray();
        if (answer?.Message is KeeperMessage.Done) return panes;
        foreach (var pane in panes) pane.Dispose();
        return null;
    }

    /// <summary>
    /// Signals the pane's process group, or its whole session; false when the pane has ended, is unknown, or the keeper is lost.
    /// </summary>
    public Task<bool> SignalAsync(string key, Signal signal, bool wholeSession = false) =>
        IsDoneAsync(new KeeperMessage.SendSignal(key, signal, wholeSession), AnswerDeadline);

    /// <summary>Lets the keeper forget a pane that has ended, once its status is stored.</summary>
    public Task<bool> ReleaseAsync(string key) => IsDoneAsync(new KeeperMessage.Release(key), AnswerDeadline);

    /// <summary>
    /// Ends every pane within the grace, by force at last, and then the keeper. False when something could not be ended, or when the
    /// keeper was lost without a word, be it that somebody else had ended it first.
    /// </summary>
    public Task<bool> ShutdownAsync(TimeSpan grace) =>
        IsDoneAsync(new KeeperMessage.Shutdown(grace), grace + GroupStopOptions.Within(grace).KillGrace + AnswerDeadline);

    /// <summary>Has the keeper start a host when this one is lost, or no longer when it ends on purpose.</summary>
    public Task<bool> GuardAsync(bool on) => IsDoneAsync(new KeeperMessage.Guard(on), AnswerDeadline);

    /// <summary>Leaves the keeper and its panes alone.</summary>
    public void Dispose()
    {
        _disposed = true;
        HangUp();
    }

    private async Task<bool> IsDoneAsync(KeeperMessage message, TimeSpan deadline)
    {
        var answer = await AskAsync(message, deadline).ConfigureAwait(false);
        return answer?.Message is KeeperMessage.Done { Ok: true };
    }

    /// <summary>The answer, or null when there will be none.</summary>
    private async Task<KeeperFrame?> AskAsync(KeeperMessage message, TimeSpan deadline, Pending? pending = null)
    {
        pending ??= new Pending();
        var request = Interlocked.Increment(ref _lastRequest);
        _pending[request] = pending;
        if (_closed) pending.Answer.TrySetResult(null);
        else await Task.Run(() => Send(request, message)).ConfigureAwait(false);
        try
        {
            return await pending.Answer.Task.WaitAsync(deadline, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            HangUp();
            return await pending.Answer.Task.ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(request, out _);
        }
    }

    /// <summary>A failed write needs no word: the reader sees the hang-up and answers for it.</summary>
    private void Send(int request, KeeperMessage message)
    {
        var frame = KeeperCodec.Encode(request, message);
        lock (_sending)
        {
            if (!_closed) _connection.WriteAll(frame);
        }
    }

    /// <summary>Wakes the reader, which then closes; a lock of its own, since a sender may be waiting in the other.</summary>
    private void HangUp()
    {
        lock (_hangingUp)
        {
            if (!_connection.Handle.IsClosed) _connection.Shutdown();
        }
    }

    private static KeptPane? ToPane(KeeperFrame frame) =>
        frame.Message is KeeperMessage.Pane pane && TakePair(frame.Handles) is var (master, ring)
            ? new KeptPane(pane.Key, pane.Pid, pane.Status, pane.Attributes, master, ring)
            : null;

    private static (PtyMaster Master, OutputRing Ring)? TakePair(IReadOnlyList<FileDescriptor> handles)
    {
        if (handles.Count == 2 && OutputRing.FromHandle(handles[1]) is { } ring) return (PtyMaster.FromHandle(handles[0]), ring);
        foreach (var handle in handles) handle.Dispose();
        return null;
    }

    /// <summary>A request that waits: for one answer, before which it may get others that belong to it.</summary>
    private sealed class Pending
    {
        public TaskCompletionSource<KeeperFrame?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<KeeperFrame> Collected { get; } = [];
    }
}
