using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Ending processes, and the end of the engine itself.</summary>
public sealed partial class TaskEngine
{
    /// <summary>How long the host may take to end a process. It has its own, shorter steps; this is for a host that hangs.</summary>
    internal static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the end of the engine waits for what it began in repositories: a git command would outlive it. What is cut off all the
    /// same is found again by the next engine.
    /// </summary>
    private static readonly TimeSpan WorkGrace = TimeSpan.FromSeconds(5);

    private static readonly Refused HostStops =
        new("The host is stopping. Ask again once it runs; `orchtui task get ID` tells how far this came.");

    private readonly HashSet<Task> _underWay = [];
    private bool _stopping;

    /// <summary>Ends an attempt's process; <see cref="EngineMessage.Ended"/> follows.</summary>
    /// <param name="active">The attempt.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="then">The verb to be handled once it has ended.</param>
    private void BeginStop(ActiveAttempt active, StopPurpose purpose, EngineMessage.Verb? then = null)
    {
        active.Stopping = purpose;
        active.Phase = AttemptPhase.Stopping;
        if (then is not null) active.Await(then);
        _ = EndAsync();

        async Task EndAsync() =>
            Send(new EngineMessage.Ended(active.Record.Id, await EndProcessAsync(active.Record.Id).ConfigureAwait(false)));
    }

    /// <returns>Whether it is gone.</returns>
    private async Task<bool> EndProcessAsync(AttemptId attempt)
    {
        try
        {
            return await _host.StopAsync(attempt, CancellationToken.None).WaitAsync(StopLimit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _log.Warning($"The process of attempt {attempt} did not end within {StopLimit.TotalSeconds:0} seconds.");
        }
#pragma warning disable CA1031 // The contract says it does not throw; if it does, the attempt must not stay in stopping for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"Ending attempt {attempt} failed: {e}");
        }

        return false;
    }

    private static Refused NotEnded(TaskId task) =>
        new($"The agent of task {task} could not be ended; its process may still run. Look at its pane, then try again.");

    private async Task OnEndedAsync(EngineMessage.Ended ended)
    {
        if (_active.Find(ended.Attempt) is not { Phase: AttemptPhase.Stopping } active) return;
        if (!ended.Gone)
        {
            await GoOnAsync(active).ConfigureAwait(false);
            return;
        }

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

        await DispatchAsync().ConfigureAwait(false);
    }

    /// <summary>The process would not end: nothing is said to be over that may not be.</summary>
    private async Task GoOnAsync(ActiveAttempt active)
    {
        var now = _time.GetUtcNow();
        active.RefuseWaiting(NotEnded(active.Record.Id.Task));
        if (active.Stopping == StopPurpose.Timeout) active.Deadline = now + StopLimit;
        active.Stopping = null;
        active.Phase = active.Record.State == AttemptState.Resting ? AttemptPhase.Resting : AttemptPhase.Running;
        await ConsiderAsync(active).ConfigureAwait(false);
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
            Change = Spent(task.Value, active),
        }).ConfigureAwait(false)).Problem;
    }

    /// <summary>
    /// Takes an attempt out of the way of a later one of its task. Until its process is gone nothing is begun with the task: two agents
    /// never share a worktree.
    /// </summary>
    private async Task SupersedeAsync(ActiveAttempt earlier)
    {
        Forget(earlier);
        _occupied[earlier.Record.Id.Task] = "waiting for its earlier agent to end";
        await KeepAttemptAsync(Finished(earlier, AttemptState.Stopped, "")).ConfigureAwait(false);
        _ = EndAsync();

        async Task EndAsync() =>
            Send(new EngineMessage.Superseded(earlier.Record.Id, await EndProcessAsync(earlier.Record.Id).ConfigureAwait(false)));
    }

    private Task OnSupersededAsync(EngineMessage.Superseded superseded)
    {
        if (!superseded.Gone) _log.Warning($"Attempt {superseded.Attempt} may still run beside a later one of its task.");
        _occupied.Remove(superseded.Attempt.Task);
        return DispatchAsync();
    }

    private Task OnStop(EngineMessage.Stop stop)
    {
        _stopping = true;
        stop.UnderWay.SetResult(Task.WhenAll(_underWay));
        return Task.CompletedTask;
    }

    /// <summary>Work in a repository that has begun. It answers with a message and never fails.</summary>
    private void Begin(Task work)
    {
        _underWay.RemoveWhere(begun => begun.IsCompleted);
        _underWay.Add(work);
    }

    /// <summary>Lets nothing new begin, and waits a moment for what had better not be cut off in the middle.</summary>
    private async Task LetEndAsync()
    {
        var underWay = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_messages.Writer.TryWrite(new EngineMessage.Stop(underWay))) return;
        try
        {
            await (await underWay.Task.ConfigureAwait(false)).WaitAsync(WorkGrace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _log.Warning("Work in a repository was cut off by the end of the host; it is taken up again when it runs.");
        }
    }

    /// <summary>The loop has ended: nobody else will answer.</summary>
    private void RefuseAll()
    {
        foreach (var active in _active.All) active.RefuseWaiting(HostStops);
        foreach (var message in _deferred.Concat(_untilRecovered)) message.Refuse(HostStops);
    }
}
