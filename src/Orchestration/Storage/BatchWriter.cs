using System.Threading.Channels;

namespace Orchtui.Orchestration.Storage;

/// <summary>
/// Writes what many small events leave behind, beside whoever notes them: a chatty agent must not cost the engine a write each time. What
/// gathers while one batch is written is the next batch, so a busy time makes large batches and a quiet one writes at once, without a timer.
/// What has not been written when the host is killed is lost; only what nobody acts upon may go through here.
/// </summary>
internal sealed class BatchWriter<T> : IAsyncDisposable
{
    private const int LargestBatch = 500;

    private readonly Channel<T> _items = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Func<IReadOnlyList<T>, Task> _write;
    private readonly Task _writing;

    /// <param name="write">Writes one batch. Tells of failures itself and does not throw.</param>
    public BatchWriter(Func<IReadOnlyList<T>, Task> write)
    {
        _write = write;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Notes one. Never waits. After disposal nothing is written any more.</summary>
    public void Add(T item) => _items.Writer.TryWrite(item);

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        while (await _items.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var batch = new List<T>();
            while (batch.Count < LargestBatch && _items.Reader.TryRead(out var item)) batch.Add(item);
            await _write(batch).ConfigureAwait(false);
        }
    }
}
