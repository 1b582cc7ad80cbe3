using System.Threading.Channels;
using Orchtui.Orchestration.Engine;
using Orchtui.Plugins;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// Tells each listener of one kind everything, one thing at a time and in order, without anybody waiting for anybody: each has a queue and
/// a loop of its own. A listener that falls far behind loses the oldest; one whose plugin is gone is forgotten. <see cref="Send"/> has one
/// caller.
/// </summary>
internal sealed class Fanout<TListener, TItem>(
    ExtensionRegistry extensions,
    Func<TListener, string> nameOf,
    Func<TListener, TItem, CancellationToken, Task> tell,
    IEventLog log,
    CancellationToken stop)
    where TListener : class
{
    private const int Capacity = 1_000;

    private readonly Dictionary<TListener, Channel<TItem>> _queues = [];

    public void Send(TItem item)
    {
        var listeners = extensions.All<TListener>();
        foreach (var gone in _queues.Keys.Except(listeners).ToArray())
        {
            _queues[gone].Writer.Complete();
            _queues.Remove(gone);
        }

        foreach (var listener in listeners) QueueOf(listener).Writer.TryWrite(item);
    }

    private Channel<TItem> QueueOf(TListener listener)
    {
        if (_queues.TryGetValue(listener, out var known)) return known;
        var queue = Channel.CreateBounded<TItem>(
            new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        _ = Task.Run(() => TellAsync(listener, queue.Reader), CancellationToken.None);
        return _queues[listener] = queue;
    }

    private async Task TellAsync(TListener listener, ChannelReader<TItem> items)
    {
        try
        {
            await foreach (var item in items.ReadAllAsync(stop).ConfigureAwait(false))
            {
                try
                {
                    await tell(listener, item, stop).ConfigureAwait(false);
                }
                catch (PluginUnavailableException e)
                {
                    log.Warning($"{nameOf(listener)} was not told of something: {e.Message}");
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host ends.
            return;
        }
    }
}
