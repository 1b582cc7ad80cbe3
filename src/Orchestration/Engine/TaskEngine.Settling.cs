using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>How attempts end.</summary>
public sealed partial class TaskEngine
{
    /// <summary>
    /// Takes the task where its turn's end leads. An interactive agent that lives goes to rest in its pane; anything else is over. A
    /// store that cannot be written leaves the attempt closing, and the same end is settled again at the next tick.
    /// </summary>
    private async Task SettleAsync(ActiveAttempt active, TurnEnd end, AttemptState state, AgentErrorClass errorClass)
    {
        active.Phase = AttemptPhase.Closing;
        var rests = active.Record.Mode == AgentMode.Interactive && active.ExitCode is null && active.Stopping is null;
        var error = end.To == TaskStatus.NeedsReview ? end.Evidence : "";
        var record = Finished(active, rests ? AttemptState.Resting : state, error, errorClass);
        if (rests) record = record with { EndedAt = null };
        var problem = await KeepEndAsync(active, end, record).ConfigureAwait(false);
        if (problem is StoreUnavailable)
        {
            Defer(new EngineMessage.TurnClosed(active.Record.Id, end with { State = state, ErrorClass = errorClass }), problem);
            return;
        }

        if (problem is not null) _log.Warning($"The end of attempt {active.Record.Id} changed nothing: {problem.Message}");
        active.Record = record;
        if (rests) await RestAsync(active).ConfigureAwait(false);
        else Forget(active);
        await DispatchAsync().ConfigureAwait(false);
    }

    private async Task RestAsync(ActiveAttempt active)
    {
        active.Phase = AttemptPhase.Resting;
        active.TurnEndSeen = false;
        var typed = active.TypedWhileClosing;
        active.TypedWhileClosing = false;
        Resume(active);
        if (typed) await ReopenAsync(active).ConfigureAwait(false);
        else if (active.ExitCode is not null) await EndRestAsync(active).ConfigureAwait(false);
    }

    private async Task<Problem?> KeepEndAsync(ActiveAttempt active, TurnEnd end, AttemptRecord record)
    {
        var task = await _store.GetAsync(record.Id.Task).ConfigureAwait(false);
        if (!task.Succeeded) return task.Problem;
        var job = task.Value.Source is TaskSource.Overnight or TaskSource.Cron;
        var failed = end.To == TaskStatus.NeedsReview;
        var moved = await MoveAsync(new TransitionRequest
        {
            Task = record.Id.Task,
            From = TaskStatus.InProgress,
            To = failed && job ? TaskStatus.Failed : end.To,
            Cause = !failed ? TransitionCause.TurnEnded : job ? TransitionCause.JobFailed : TransitionCause.RunFailed,
            Evidence = end.Evidence,
            At = _time.GetUtcNow(),
            Attempt = record,
            Change = Spent(task.Value, active.Usage) with { Resume = false },
        }).ConfigureAwait(false);
        if (moved.Succeeded) active.Usage = null;
        return moved.Problem;
    }

    private static TaskChange Spent(TaskRecord task, AgentUsage? usage) => usage is null
        ? new TaskChange()
        : new TaskChange
        {
            Tokens = task.Tokens + usage.InputTokens + usage.OutputTokens,
            CostUsd = usage.CostUsd is { } cost ? (task.CostUsd ?? 0) + cost : task.CostUsd,
        };

    /// <summary>The attempt's row at its end.</summary>
    private AttemptRecord Finished(
        ActiveAttempt active, AttemptState state, string error, AgentErrorClass errorClass = AgentErrorClass.None) =>
        active.Record with
        {
            State = state,
            ExitCode = active.ExitCode is < 0 ? null : active.ExitCode,
            InputTokens = active.Usage?.InputTokens ?? active.Record.InputTokens,
            OutputTokens = active.Usage?.OutputTokens ?? active.Record.OutputTokens,
            CostUsd = active.Usage?.CostUsd ?? active.Record.CostUsd,
            ErrorClass = errorClass,
            Error = error,
            EndedAt = _time.GetUtcNow(),
        };

    private async Task<Problem?> FailAsync(ActiveAttempt active, string reason, AttemptState state)
    {
        active.Stopping ??= StopPurpose.Person;
        await SettleAsync(active, TurnEnd.Review(reason), state, AgentErrorClass.None).ConfigureAwait(false);
        return null;
    }

    /// <summary>The pane of a settled attempt was closed.</summary>
    private async Task EndRestAsync(ActiveAttempt active)
    {
        var state = active.Record.Error.Length > 0 ? AttemptState.Failed : AttemptState.Succeeded;
        var record = active.Record with
        {
            State = state,
            ExitCode = active.ExitCode is < 0 ? null : active.ExitCode,
            EndedAt = _time.GetUtcNow(),
        };
        await KeepAttemptAsync(record).ConfigureAwait(false);
        Forget(active);
    }

    /// <summary>Ends an attempt's process; <see cref="EngineMessage.Ended"/> follows.</summary>
    private void BeginStop(ActiveAttempt active, StopPurpose purpose)
    {
        active.Stopping = purpose;
        active.Phase = AttemptPhase.Stopping;
        _ = StopProcessAsync(active.Record.Id);
    }

    private async Task StopProcessAsync(AttemptId attempt)
    {
        try
        {
            await _host.StopAsync(attempt, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The contract says it does not throw; if it does, the attempt must not stay in stopping for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"Ending attempt {attempt} failed: {e}");
        }

        Send(new EngineMessage.Ended(attempt));
    }

    private async Task OnEndedAsync(EngineMessage.Ended ended)
    {
        if (Find(ended.Attempt) is not { Phase: AttemptPhase.Stopping } active) return;
        if (active.Record.State == AttemptState.Resting)
        {
            active.ExitCode ??= -1;
            await EndRestAsync(active).ConfigureAwait(false);
        }
        else
        {
            var problem = await KeepStopAsync(active).ConfigureAwait(false);
            if (problem is StoreUnavailable)
            {
                Defer(ended, problem);
                return;
            }

            if (problem is not null) _log.Warning($"The end of attempt {ended.Attempt} changed nothing: {problem.Message}");
            Forget(active);
        }

        foreach (var reply in active.StopReplies) reply.Set(await _store.GetAsync(ended.Attempt.Task).ConfigureAwait(false));
        await DispatchAsync().ConfigureAwait(false);
    }

    private async Task<Problem?> KeepStopAsync(ActiveAttempt active)
    {
        if (active.Stopping == StopPurpose.Timeout)
        {
            const int timeoutExitCode = 124;
            active.ExitCode = timeoutExitCode;
            var limit = $"{_options.RunTimeout.TotalMinutes:0.#} minutes";
            var reason = $"{SnakeCase.Text(AgentErrorClass.Timeout)}: it ran longer than {limit} and was ended. "
                + "Its work is in the worktree; retry it, or take it over.";
            return await KeepEndAsync(active, TurnEnd.Review(reason),
                Finished(active, AttemptState.TimedOut, reason, AgentErrorClass.Timeout))
                .ConfigureAwait(false);
        }

        var task = await _store.GetAsync(active.Record.Id.Task).ConfigureAwait(false);
        if (!task.Succeeded) return task.Problem;
        return (await MoveAsync(new TransitionRequest
        {
            Task = active.Record.Id.Task,
            From = TaskStatus.InProgress,
            To = TaskStatus.NeedsReview,
            Cause = TransitionCause.Stopped,
            Evidence = "stopped by a person; its work is in the worktree",
            At = _time.GetUtcNow(),
            Attempt = Finished(active, AttemptState.Stopped, ""),
            Change = Spent(task.Value, active.Usage),
        }).ConfigureAwait(false)).Problem;
    }

    /// <summary>An attempt is no longer active. What waited for that is handled now.</summary>
    private void Forget(ActiveAttempt active)
    {
        _active.Remove(active.Record.Id.Task);
        _states.TryRemove(active.Record.Id, out _);
        Resume(active);
    }

    private void Resume(ActiveAttempt active)
    {
        foreach (var message in active.Postponed) Send(message);
        active.Postponed.Clear();
    }
}
