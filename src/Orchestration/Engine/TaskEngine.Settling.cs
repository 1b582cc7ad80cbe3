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
            Change = Spent(task.Value, active) with { Resume = false },
        }).ConfigureAwait(false);
        if (moved.Succeeded) active.Usage = null;
        return moved.Problem;
    }

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

    /// <summary>An attempt is no longer active. What waited for that is handled now.</summary>
    private void Forget(ActiveAttempt active)
    {
        _active.End(active);
        _states.TryRemove(active.Record.Id, out _);
        TellQuestion(active);
        _given.Remove(active.Record.Id);
        _answeredAt.Remove(active.Record.Id);
    }
}
