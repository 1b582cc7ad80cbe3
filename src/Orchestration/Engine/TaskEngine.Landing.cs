using Orchtui.Orchestration.Landing;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Landing and discarding.</summary>
public sealed partial class TaskEngine
{
    /// <summary>Tasks with which nothing may be begun, each with what it is doing.</summary>
    private readonly Dictionary<TaskId, string> _occupied = [];

    private async Task<Outcome<TaskRecord>?> LandAsync(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active)
    {
        if (task.Status == TaskStatus.Done) return task;
        if (TaskMachine.Check(task.Id, task.Status, TaskStatus.Done, TransitionCause.Landed) is not null)
            return new Refused($"Task {task.Id} is {SnakeCase.Text(task.Status)}: only finished work can be landed.");
        await BeginSettlingAsync(verb, task, active, (work, attempt) => LandWorkAsync(work, attempt, verb.Into)).ConfigureAwait(false);
        return null;
    }

    private async Task<Outcome<TaskRecord>?> DiscardAsync(EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active)
    {
        if (TaskMachine.Check(task.Id, task.Status, TaskStatus.Cancelled, TransitionCause.Discarded) is not null)
            return new Refused($"Task {task.Id} is {SnakeCase.Text(task.Status)}: kill it first, then discard it.");
        await BeginSettlingAsync(verb, task, active, DiscardWorkAsync).ConfigureAwait(false);
        return null;
    }

    private async Task BeginSettlingAsync(
        EngineMessage.Verb verb, TaskRecord task, ActiveAttempt? active, Func<TaskRecord, AttemptId?, Task<Outcome<Settlement>>> work)
    {
        var attempts = await _store.AttemptsAsync(task.Id).ConfigureAwait(false);
        _occupied[task.Id] = "being landed or discarded";
        if (active is not null) active.Phase = AttemptPhase.Settling;
        Begin(SettleWorkAsync(verb, task, attempts.Value is [.., var last] ? last.Id : null, work));
    }

    private async Task SettleWorkAsync(
        EngineMessage.Verb verb, TaskRecord task, AttemptId? attempt, Func<TaskRecord, AttemptId?, Task<Outcome<Settlement>>> work)
    {
        Outcome<Settlement> result;
        try
        {
            result = await _gate.RunAsync(task.Project, () => work(task, attempt)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whoever asked must hear that it failed, and the task must not stay in settling for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"{verb.What} of task {task.Id} failed: {e}");
            result = new Refused($"{verb.What} of task {task.Id} failed: {e.Message}");
        }

        Send(new EngineMessage.Settled(verb, task, result));
    }

    /// <summary>The pane is closed only once the work is landed: a refusal leaves everything as it was.</summary>
    private async Task<Outcome<Settlement>> LandWorkAsync(TaskRecord task, AttemptId? attempt, string? into)
    {
        var landed = await _lander.LandAsync(task, into).ConfigureAwait(false);
        if (!landed.Succeeded) return landed.Problem;
        var ended = attempt is not { } id || await EndProcessAsync(id).ConfigureAwait(false);
        var removal = ended
            ? await _remover.AfterLandingAsync(task, landed.Value.Commit).ConfigureAwait(false)
            : new Removal(false, false, "The worktree is kept: its agent could not be ended.");
        var message = $"{landed.Value.Message}. {removal.Remark}".TrimEnd(' ');
        return new Settlement(message, removal.WorktreeRemoved, BranchRemoved: false, landed.Value.Into);
    }

    private async Task<Outcome<Settlement>> DiscardWorkAsync(TaskRecord task, AttemptId? attempt)
    {
        if (attempt is { } id && !await EndProcessAsync(id).ConfigureAwait(false)) return NotEnded(task.Id);
        var discarded = await _remover.DiscardAsync(task).ConfigureAwait(false);
        return discarded.Succeeded ? new Settlement(discarded.Value, WorktreeRemoved: true, BranchRemoved: true) : discarded.Problem;
    }

    private async Task OnSettledAsync(EngineMessage.Settled settled)
    {
        var active = _active.Find(settled.Before.Id);
        if (!settled.Result.Succeeded)
        {
            _occupied.Remove(settled.Before.Id);
            settled.Refuse(settled.Result.Problem);
            if (active is not null) await RestAsync(active).ConfigureAwait(false);
            return;
        }

        var landing = settled.Asked.What == TaskVerb.Land;
        var moved = await MoveAsync(new TransitionRequest
        {
            Task = settled.Before.Id,
            To = landing ? TaskStatus.Done : TaskStatus.Cancelled,
            Cause = landing ? TransitionCause.Landed : TransitionCause.Discarded,
            Evidence = settled.Result.Value.Message,
            At = _time.GetUtcNow(),
            Change = new TaskChange
            {
                ClearWorktree = settled.Result.Value.WorktreeRemoved,
                ClearBranch = settled.Result.Value.BranchRemoved,
                BaseBranch = settled.Result.Value.Into,
                ClearEnvironment = true,
            },
        }).ConfigureAwait(false);
        if (moved.Problem is StoreUnavailable unavailable)
        {
            Defer(settled, unavailable);
            return;
        }

        _occupied.Remove(settled.Before.Id);
        if (active is not null) await EndRestAsync(active).ConfigureAwait(false);
        await CleanEnvironmentsAsync().ConfigureAwait(false);
        settled.Asked.Reply.Set(moved);
        await DispatchAsync().ConfigureAwait(false);
    }
}
