using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Keeps the queue on the screen in step with the store: reads the list when something has changed, at most a few times a second, and
/// hands it to the mux thread. Also closes the panes of tasks that are over.
/// </summary>
internal sealed class QueueFeed(TaskEngine engine, UpdateHub hub, QueueModel model, MuxServer mux, AgentPanes agentPanes, TimeProvider time, HostLog log)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var subscription = hub.Subscribe();
        try
        {
            await ReadAsync().ConfigureAwait(false);
            await foreach (var update in subscription.ReadAllAsync(stopping).ConfigureAwait(false))
            {
                var changed = Take(update);
                while (subscription.TryRead(out var next)) changed |= Take(next);
                if (!changed) continue;
                await ReadAsync().ConfigureAwait(false);
                await Task.Delay(ShortestInterval, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private bool Take(TaskUpdate update)
    {
        if (update is TaskChanged { Task: { Ended: true } over }) _ = CloseAsync(over.Id);
        return update is not AgentSaid;
    }

    /// <summary>A program that takes its time to end does not keep the queue from being shown.</summary>
    private async Task CloseAsync(TaskId task)
    {
        try
        {
            await agentPanes.ClosePanesAsync(task).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the next one finds the panes again.
        }
    }

    private async Task ReadAsync()
    {
        var listed = await engine.ListAsync(new TaskQuery()).ConfigureAwait(false);
        var rows = new List<QueueRow>();
        foreach (var task in listed.Value ?? [])
            rows.Add(new QueueRow(task, task.Status == TaskStatus.InProgress ? engine.StateOf(new AttemptId(task.Id, task.Attempts))?.State : null));
        if (!listed.Succeeded) log.Warn(listed.Problem.Message);
        mux.Post(() =>
        {
            model.Problem = listed.Problem?.Message ?? "";
            model.Replace(rows);
            foreach (var client in mux.Clients) client.Invalidate();
        });
    }
}
