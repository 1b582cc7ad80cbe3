using Orchtui.Hooks;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// Makes of the updates of the hub, each of which is in the store by then, what hooks are told. Remembers the open tasks as they were, since
/// an update tells only how a task is now.
/// </summary>
public sealed class HookRelay(TaskEngine engine, UpdateHub hub, ExtensionRegistry extensions, IEventLog log)
{
    /// <summary>Updates come faster than hooks are told only in a storm; one that is lost costs a hook an event.</summary>
    private const int Capacity = 8_192;

    private const int MaxRemembered = 10_000;

    private readonly Dictionary<TaskId, TaskRecord> _before = [];

    public async Task RunAsync(CancellationToken stop)
    {
        using var updates = hub.Subscribe(Capacity);
        var hooks = new Fanout<ITaskHook, TaskEvent>(
            extensions, hook => $"The hook {hook.Profile.Name}", (hook, happened, token) => hook.OnEventAsync(happened, token), log, stop);
        try
        {
            await RememberAsync().ConfigureAwait(false);
            await foreach (var update in updates.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (update is Lagged) await RememberAsync().ConfigureAwait(false);
                if (update is TaskChanged changed)
                    foreach (var happened in Take(changed)) hooks.Send(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
    }

    private async Task RememberAsync()
    {
        _before.Clear();
        var open = await engine.ListAsync(new TaskQuery
        {
            Statuses = [TaskStatus.New, TaskStatus.Routed, TaskStatus.InProgress, TaskStatus.InReview, TaskStatus.Blocked, TaskStatus.NeedsReview],
            Limit = MaxRemembered,
        }).ConfigureAwait(false);
        foreach (var task in open.Value ?? []) _before[task.Id] = task;
    }

    private IEnumerable<TaskEvent> Take(TaskChanged changed)
    {
        var now = changed.Task;
        var before = _before.GetValueOrDefault(now.Id);
        if (now.Ended) _before.Remove(now.Id);
        else _before[now.Id] = now;

        if (before is not null && before.Worktree is null && now.Worktree is not null) yield return Event(TaskEventKind.WorktreeCreated, now);
        if (now.SessionId is not null && before is not null && before.SessionId != now.SessionId)
            yield return Event(TaskEventKind.SessionStarted, now);
        if (changed.Cause is not { } cause) yield break;
        if (before?.Status == TaskStatus.InProgress && now.Status != TaskStatus.InProgress) yield return Event(TaskEventKind.SessionEnded, now);
        yield return Event(TaskEventKind.Transition, now) with
        {
            From = before is null || cause == TransitionCause.Added ? null : TaskInfos.StateOf(before.Status),
            Cause = SnakeCase.Text(cause),
        };
    }

    private static TaskEvent Event(TaskEventKind kind, TaskRecord task) => new() { Kind = kind, Task = TaskInfos.Of(task), At = task.UpdatedAt };
}
