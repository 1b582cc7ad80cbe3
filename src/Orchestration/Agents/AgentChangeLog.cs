using System.Threading.Channels;
using Orchtui.Orchestration.Storage;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// Writes changes of agents' states to the store beside whoever notes them: a spinner must not cost the engine a write. What has gathered
/// while one batch is written is the next batch. At most a few changes are lost when the host is killed; none of them is acted upon.
/// </summary>
public sealed class AgentChangeLog : IAsyncDisposable
{
    private const int LargestBatch = 500;

    private readonly Channel<AgentChange> _changes = Channel.CreateUnbounded<AgentChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ITaskStore _store;
    private readonly Action<string> _warn;
    private readonly Task _writing;

    public AgentChangeLog(ITaskStore store, Action<string> warn)
    {
        (_store, _warn) = (store, warn);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Notes a change. Never waits.</summary>
    public void Add(AgentChange change) => _changes.Writer.TryWrite(change);

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        while (await _changes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var batch = new List<AgentChange>();
            while (batch.Count < LargestBatch && _changes.Reader.TryRead(out var change)) batch.Add(change);
            var written = await _store.AddChangesAsync(batch).ConfigureAwait(false);
            if (!written.Succeeded) _warn($"{batch.Count} changes of agents' states are not kept: {written.Problem.Message}");
        }
    }
}
