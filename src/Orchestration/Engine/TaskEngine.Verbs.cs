using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>What people ask for with a task.</summary>
public sealed partial class TaskEngine
{
    private async Task OnVerbAsync(EngineMessage.Verb verb)
    {
        if (_stopping && verb.What != TaskVerb.Look)
        {
            verb.Refuse(HostStops);
            return;
        }

        if (HoldsUntilRecovered(verb)) return;
        var active = _active.Find(verb.Task);
        if (active is { Busy: true } && verb.What is not (TaskVerb.Run or TaskVerb.Look))
        {
            // Two who want it to end both get what they want.
            active.Await(active.Phase == AttemptPhase.Stopping && verb.What == TaskVerb.Stop ? verb with { What = TaskVerb.Look } : verb);
            return;
        }

        var found = await _store.GetAsync(verb.Task).ConfigureAwait(false);
        if (!found.Succeeded)
        {
            verb.Reply.Set(found.Problem);
            return;
        }

        if (verb.What != TaskVerb.Look && _occupied.TryGetValue(verb.Task, out var why))
        {
            verb.Refuse(new Refused($"Task {verb.Task} is {why}. Ask again in a moment."));
            return;
        }

        if (await DoAsync(verb, found.Value, active).ConfigureAwait(false) is { } answer) verb.Reply.Set(answer);
    }

    /// <returns>Null when the answer comes later.</returns>
    private async Task<Outcome<TaskRecord>?> DoAsync(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active) => verb.What switch
    {
        TaskVerb.Run => await RunAsync(verb, task, active).ConfigureAwait(false),
        TaskVerb.Retry => await RetryAsync(verb, task, active).ConfigureAwait(false),
        TaskVerb.Stop => Stop(verb, task, active),
        TaskVerb.Hold => await HoldAsync(task, held: true).ConfigureAwait(false),
        TaskVerb.Release => await HoldAsync(task, held: false).ConfigureAwait(false),
        TaskVerb.Cancel => await CancelAsync(verb, task, active).ConfigureAwait(false),
        TaskVerb.Land => await LandAsync(verb, task, active).ConfigureAwait(false),
        TaskVerb.Discard => await DiscardAsync(verb, task, active).ConfigureAwait(false),
        TaskVerb.Look => task,
        _ => throw new InvalidOperationException($"The engine does not know {verb.What}"),
    };

    private async Task<Outcome<TaskRecord>?> RunAsync(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active)
    {
        switch (task.Status)
        {
            case TaskStatus.InProgress:
                return task;
            case TaskStatus.InReview or TaskStatus.Done:
                return new Refused(
                    $"Task {task.Id} is {SnakeCase.Text(task.Status)}: land or discard it, type into its pane to go on, "
                    + "or retry it to start anew.");
            case TaskStatus.New or TaskStatus.Routed:
                StartByHand(task.Id);
                var released = await HoldAsync(task, held: false).ConfigureAwait(false);
                await DispatchAsync().ConfigureAwait(false);
                return released;
            default:
                return await RetryAsync(verb, task, active).ConfigureAwait(false);
        }
    }

    /// <summary>Back to the start of the line. A pane that is still open is closed first: two agents never share a worktree.</summary>
    private async Task<Outcome<TaskRecord>?> RetryAsync(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active)
    {
        var options = verb.Options;
        if (options.Agent is { } name && _choice.CheckName(name) is { } unknown) return unknown;
        if (options.Resume && task.SessionId is null)
            return new Refused($"Task {task.Id} has no conversation to resume. Retry it without resuming.");
        if (task.Status is TaskStatus.New or TaskStatus.Routed
            || (task.Status == TaskStatus.InProgress && !(options.Resume && options.Mode is not null)))
            return new Refused($"Task {task.Id} is {SnakeCase.Text(task.Status)} already. To start it over, kill it first.");
        if (active is { Record.Mode: AgentMode.Interactive, ExitCode: null, Stopping: null } && options is { Resume: true, Mode: AgentMode.Interactive })
            return new Refused(
                $"Task {task.Id} is a conversation in its pane already: open that with Enter. To start its agent anew, kill it first, then retry.");
        if (active is not null)
        {
            BeginStop(active, StopPurpose.Person, then: verb);
            return null;
        }

        var fresh = await MoveAsync(new TransitionRequest
        {
            Task = task.Id,
            From = task.Status,
            To = TaskStatus.New,
            Cause = TransitionCause.Retried,
            Evidence = options.Resume ? "to be resumed" : "to be tried again",
            At = _time.GetUtcNow(),
            Change = new TaskChange
            {
                Resume = options.Resume,
                Mode = options.Mode,
                Agent = options.Agent,
                Held = false,
                ClearNotBefore = true,
            },
        }).ConfigureAwait(false);
        if (!fresh.Succeeded) return fresh;
        StartByHand(task.Id);
        var routed = fresh.Value.Agent is { } agent ? await RouteAsync(fresh.Value, agent).ConfigureAwait(false) : fresh;
        await RouteAsync().ConfigureAwait(false);
        await DispatchAsync().ConfigureAwait(false);
        return routed;
    }

    private Outcome<TaskRecord>? Stop(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active)
    {
        if (active is null) return new Refused($"Task {task.Id} is {SnakeCase.Text(task.Status)}: no agent of it is running.");
        BeginStop(active, StopPurpose.Person, then: verb with { What = TaskVerb.Look });
        return null;
    }

    private async Task<Outcome<TaskRecord>> HoldAsync(TaskRecord task, bool held)
    {
        if (task.Status is not (TaskStatus.New or TaskStatus.Routed))
            return new Refused($"Task {task.Id} is {SnakeCase.Text(task.Status)}: only a waiting task can be held or released.");
        if (task.Held == held) return task;
        var updated = await _store.UpdateAsync(task.Id, new TaskChange { Held = held }, _time.GetUtcNow()).ConfigureAwait(false);
        if (!updated.Succeeded) return updated;
        Publish(updated.Value);
        if (!held) await DispatchAsync().ConfigureAwait(false);
        return updated;
    }

    private async Task<Outcome<TaskRecord>?> CancelAsync(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active)
    {
        if (task.Ended) return new Refused($"Task {task.Id} is {SnakeCase.Text(task.Status)} already.");
        if (active is not null)
        {
            BeginStop(active, StopPurpose.Person, then: verb);
            return null;
        }

        var cancelled = await MoveAsync(new TransitionRequest
        {
            Task = task.Id,
            From = task.Status,
            To = TaskStatus.Cancelled,
            Cause = TransitionCause.Cancelled,
            Evidence = task.Branch is { } branch ? $"cancelled by a person; its work stays on {branch}" : "cancelled by a person",
            At = _time.GetUtcNow(),
            Change = new TaskChange { ClearEnvironment = true },
        }).ConfigureAwait(false);
        await CleanEnvironmentsAsync().ConfigureAwait(false);
        return cancelled;
    }

    /// <summary>Removes kept environments that no task refers to any more.</summary>
    private async Task CleanEnvironmentsAsync()
    {
        var inUse = await _store.EnvironmentsAsync().ConfigureAwait(false);
        if (!inUse.Succeeded) return;
        try
        {
            _environments.RemoveExcept([.. inUse.Value]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was asked for is done; these files are looked at again after the next task.
            _log.Warning($"Environments that no task needs any more could not be removed: {e.Message}");
        }
    }
}
