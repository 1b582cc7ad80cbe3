using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orchtui.Orchestration.Updates;

/// <summary>One subscriber's queue. One reader; ends when disposed.</summary>
public sealed class UpdateSubscription : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskUpdate> _queue = new();
    private readonly SemaphoreSlim _available = new(0, 1);
    private readonly Action<UpdateSubscription> _remove;
    private readonly int _capacity;
    private int _lost;
    private bool _ended;

    internal UpdateSubscription(int capacity, Action<UpdateSubscription> remove)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _remove = remove;
    }

    /// <summary>Takes the next update if there is one.</summary>
    public bool TryRead([NotNullWhen(true)] out TaskUpdate? update)
    {
        lock (_lock)
        {
            if (_lost > 0)
            {
                update = new Lagged(_lost);
                _lost = 0;
                return true;
            }

            return _queue.TryDequeue(out update);
        }
    }

    /// <summary>Gives the updates as they come, until disposed or cancelled.</summary>
    public async IAsyncEnumerable<TaskUpdate> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            while (TryRead(out var update)) yield return update;
            lock (_lock)
            {
                if (_ended && _queue.Count == 0) yield break;
            }

            await _available.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _remove(this);
        lock (_lock) _ended = true;
        Wake();
    }

    internal void Offer(TaskUpdate update)
    {
        lock (_lock)
        {
            if (_ended) return;
            if (_queue.Count == _capacity)
            {
                _queue.Dequeue();
                _lost++;
            }

            _queue.Enqueue(update);
        }

        Wake();
    }

    /// <summary>At most one wake-up is pending: the reader takes everything there is each time.</summary>
    private void Wake()
    {
        lock (_lock)
            if (_available.CurrentCount == 0) _available.Release();
    }
}
