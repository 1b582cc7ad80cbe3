using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Notifications;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Keeps the queue on the screen in step with the store: reads the list when something has changed, at most a few times a second, and
/// hands it to the mux thread. Also closes the panes of tasks whose work is landed or given up; one that merely finished its turn
/// keeps its pane, for a person may want to read it or to type on.
/// </summary>
internal sealed class QueueFeed(TaskEngine engine, UpdateHub hub, QueueModel model, MuxServer mux, AgentPanes agentPanes, TimeProvider time, HostLog log)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TransitionCause[] Closing =
        [TransitionCause.Landed, TransitionCause.Merged, TransitionCause.Discarded, TransitionCause.Cancelled, TransitionCause.Closed];

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
        if (update is TaskChanged { Cause: { } cause } changed && Closing.Contains(cause)) _ = CloseAsync(changed.Task.Id);
        if (update is NotificationRaised { Notification: { Level: not NotificationLevel.Info } notification }) mux.Post(() => Notify(notification));
        return update is not AgentSaid;
    }

    /// <summary>Whoever does not look at the agent is told. Mux thread.</summary>
    private void Notify(Notification notification)
    {
        var pane = mux.Panes.LastOrDefault(pane => notification.Task is { } task && pane.Record.TaskId == task.Id);
        mux.Notify(pane?.Id, notification.Title);
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
#pragma warning disable CA1031 // Nobody waits for this; a fault that nobody sees would leave panes open without a word.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.Warn($"The panes of task {task} could not be closed: {error.Message}");
        }
    }

    private async Task ReadAsync()
    {
        var listed = await ListAsync().ConfigureAwait(false);
        var rows = new List<QueueRow>();
        var questions = engine.Questions;
        foreach (var task in listed.Value ?? [])
        {
            var attempt = new AttemptId(task.Id, task.Attempts);
            rows.Add(new QueueRow(
                task, task.Status == TaskStatus.InProgress ? engine.StateOf(attempt)?.State : null, questions.FirstOrDefault(question => question.Attempt == attempt)?.Question));
        }

        if (!listed.Succeeded) log.Warn(listed.Problem.Message);
        mux.Post(() =>
        {
            model.Problem = listed.Problem?.Message ?? "";
            model.Replace(rows);
            model.Questions = questions;
            foreach (var client in mux.Clients) client.Invalidate();
        });
    }

    private async Task<Outcome<IReadOnlyList<TaskRecord>>> ListAsync()
    {
        try
        {
            return await engine.ListAsync(new TaskQuery()).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // One list that cannot be read must not freeze the queue on every screen for good: the next change reads it anew.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new StoreUnavailable($"The queue cannot be read: {error.Message}");
        }
    }
}
