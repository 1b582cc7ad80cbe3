using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Engine;

/// <summary>What happens to a running attempt, and what that means.</summary>
public sealed partial class TaskEngine
{
    /// <summary>How long the last word of a headless run may lag behind the end of its process: the two take different ways.</summary>
    internal static readonly TimeSpan ResultGrace = TimeSpan.FromSeconds(5);

    /// <summary>How long a reopened task keeps its slot without its agent being seen working.</summary>
    internal static readonly TimeSpan SettleSpan = TimeSpan.FromMinutes(2);

    private async Task OnEventAsync(AttemptEvent happened)
    {
        if (HoldsUntilRecovered(happened) || _active.Find(happened.Attempt) is not { } active) return;
        var now = _time.GetUtcNow();
        switch (happened)
        {
            case AttemptExited exited:
                active.ExitCode = exited.ExitCode;
                if (active.Record.Mode == AgentMode.Headless && active.Result is null) active.ResultDue = now + ResultGrace;
                active.Tracker.Exited(exited.ExitCode, now);
                break;
            case AttemptObserved observed:
                active.Tracker.Observe(observed.Source, observed.Reading, now);
                if (EndsTurn(observed.Reading.State.Activity) && IsNews(active, observed.Source)) active.TurnEndSeen = true;
                if (observed.Reading.SessionId is { } session)
                {
                    await LearnSessionAsync(active, session).ConfigureAwait(false);
                    if (observed.Reading.Usage is { } usage) await OnConversationUsageAsync(active, session, usage).ConfigureAwait(false);
                }

                break;
            case AttemptUpdated updated:
                await OnUpdateAsync(active, updated, now).ConfigureAwait(false);
                break;
            case PersonTyped:
                await OnTypedAsync(active, now).ConfigureAwait(false);
                break;
            case OutputSeen output:
                active.Tracker.Output(now, output.IsProgress);
                break;
            default:
                throw new InvalidOperationException($"The engine does not know {happened.GetType().Name}");
        }

        TellState(active);
        await ConsiderAsync(active).ConfigureAwait(false);
    }

    /// <summary>
    /// Hooks and streams tell what happens. Screens and titles show how things are: what stood there before the person typed is the end
    /// of the turn before, however often it is seen, and so is what they show before the reopened agent was seen at work.
    /// </summary>
    private static bool IsNews(ActiveAttempt active, EvidenceSource source) =>
        source is EvidenceSource.Hook or EvidenceSource.Stream
        || active.TypedAt is not { } typed || (active.SettleDue is null && active.Tracker.SinceOf(source) > typed);

    private static bool EndsTurn(AgentActivity activity) => activity is AgentActivity.Done or AgentActivity.Failed or AgentActivity.Limited;

    private async Task OnUpdateAsync(ActiveAttempt active, AttemptUpdated updated, DateTimeOffset now)
    {
        var update = updated.Update;
        active.Tracker.Observe(EvidenceSource.Stream, ReadingOf(update), now);
        if (update is SessionStarted session) await LearnSessionAsync(active, session.SessionId).ConfigureAwait(false);
        if (update is UsageReport report) active.Usage = report.Usage;
        if (update is RunEnded ended)
        {
            active.Result = ended;
            active.Usage = ended.Result.Usage ?? active.Usage;
            active.ResultDue = null;
            if (ended.Result.SessionId is { } id) await LearnSessionAsync(active, id).ConfigureAwait(false);
        }

        _updates.Add(new KeptUpdate(active.Record.Id, updated.Sequence, now, update));
    }

    private static AgentReading ReadingOf(AgentUpdate update) => update switch
    {
        RunEnded { Result.Succeeded: true } => new AgentReading(new AgentState(AgentActivity.Done), "stream end"),
        RunEnded { Result.Until: { } until } ended => new AgentReading(
            new AgentState(AgentActivity.Limited) { Error = ended.Result.Text, ErrorClass = ended.Result.ErrorClass, Until = until },
                "stream end with a limit"),
        RunEnded ended => new AgentReading(
            new AgentState(AgentActivity.Failed) { Error = ended.Result.Text, ErrorClass = ended.Result.ErrorClass },
                "stream end with an error"),
        RetryReport retry => new AgentReading(
            new AgentState(AgentActivity.Working) { Error = retry.Error, ErrorClass = retry.ErrorClass }, $"stream retry {retry.Attempt}"),
        _ => new AgentReading(new AgentState(AgentActivity.Working), "stream"),
    };

    /// <summary>A session id is stored the moment it becomes known: it is what a conversation is found by after a crash.</summary>
    private async Task LearnSessionAsync(ActiveAttempt active, string session)
    {
        if (active.Record.SessionId == session) return;
        active.Record = active.Record with { SessionId = session };
        // While it is being prepared its row belongs to the starter; what was learnt is kept with the start.
        if (active.Phase != AttemptPhase.Preparing) await KeepAttemptAsync(active.Record).ConfigureAwait(false);
        var task = await _store.UpdateAsync(active.Record.Id.Task, new TaskChange { SessionId = session }, _time.GetUtcNow())
            .ConfigureAwait(false);
        if (task.Succeeded) Publish(task.Value);
        else _log.Warning($"The session id of attempt {active.Record.Id} is not stored yet: {task.Problem.Message}");
    }

    private async Task KeepAttemptAsync(AttemptRecord attempt)
    {
        var kept = await _store.SaveAttemptAsync(attempt).ConfigureAwait(false);
        if (!kept.Succeeded) _log.Warning($"Attempt {attempt.Id} is not stored as it is: {kept.Problem.Message}");
    }

    private async Task OnTypedAsync(ActiveAttempt active, DateTimeOffset now)
    {
        active.Tracker.PersonTyped(now);
        if (active.Record.Mode != AgentMode.Interactive) return;
        active.TurnEndSeen = false;
        active.TypedAt = now;
        if (active.SettleDue is not null) active.SettleDue = now + SettleSpan;
        if (active.Phase == AttemptPhase.Closing) active.TypedWhileClosing = true;
        if (active.Phase == AttemptPhase.Resting) await ReopenAsync(active).ConfigureAwait(false);
    }

    private async Task ReopenAsync(ActiveAttempt active)
    {
        var record = active.Record with { State = AttemptState.Running, EndedAt = null };
        var reopened = await MoveAsync(new Storage.TransitionRequest
        {
            Task = record.Id.Task,
            To = TaskStatus.InProgress,
            Cause = TransitionCause.Reopened,
            Evidence = "the person typed into the agent's pane",
            At = _time.GetUtcNow(),
            Attempt = record,
        }).ConfigureAwait(false);
        if (!reopened.Succeeded)
        {
            _log.Warning($"Typing into the pane of task {record.Id.Task} did not reopen it: {reopened.Problem.Message}");
            return;
        }

        active.Record = record;
        active.Phase = AttemptPhase.Running;
        active.SettleDue = _time.GetUtcNow() + SettleSpan;
    }

    private void TellState(ActiveAttempt active)
    {
        var current = active.Tracker.Current;
        if (current.State.Activity is AgentActivity.Working or AgentActivity.Waiting)
        {
            active.Worked = true;
            active.SettleDue = null;
        }

        TellQuestion(active);
        var before = _states.GetValueOrDefault(active.Record.Id);
        if (ReferenceEquals(before, current)) return;
        _states[active.Record.Id] = current;
        _changes.Add(new AgentChange(
            active.Record.Id,
            _time.GetUtcNow(),
            before?.State.Activity ?? AgentActivity.Unknown,
            current.State.Activity,
            current.Source,
            current.Reason,
            current.Stuck));
        _hub.Publish(new AgentStateChanged(active.Record.Id, current));
    }

    private async Task OnTimeAsync(ActiveAttempt active)
    {
        var now = _time.GetUtcNow();
        active.Tracker.Advance(now);
        TellState(active);
        if (active.SettleDue <= now)
        {
            active.SettleDue = null;
            active.TurnEndSeen = true;
        }

        if (active.TimesOut && active.Deadline <= now) BeginStop(active, StopPurpose.Timeout);
        await ConsiderAsync(active).ConfigureAwait(false);
    }

    /// <summary>Looks whether what is known of an attempt ends its turn or its run.</summary>
    private Task ConsiderAsync(ActiveAttempt active)
    {
        if (active is { Phase: AttemptPhase.Resting, ExitCode: not null }) return EndRestAsync(active);
        if (active.Phase != AttemptPhase.Running) return Task.CompletedTask;
        return active.Record.Mode == AgentMode.Headless ? ConsiderHeadlessAsync(active) : ConsiderInteractiveAsync(active);
    }

    private async Task ConsiderHeadlessAsync(ActiveAttempt active)
    {
        if (active.Result is { } ended)
        {
            active.ExitCode ??= ended.ExitCode;
            if (ended.Result.Succeeded) await BeginCloseAsync(active, SuccessOf(ended.Result)).ConfigureAwait(false);
            else await SettleAsync(active, FailureOf(ended), AttemptState.Failed, ended.Result.ErrorClass).ConfigureAwait(false);
            return;
        }

        if (active.ExitCode is { } code && active.ResultDue <= _time.GetUtcNow())
            await SettleAsync(active, TurnEnd.Review(DiedOf(active, code)), AttemptState.Failed, AgentErrorClass.Unknown)
                .ConfigureAwait(false);
    }

    /// <summary>An agent that was not allowed to do something may have left its task half done, whatever it says.</summary>
    private static string SuccessOf(AgentRunResult result) => result.RefusedTools switch
    {
        <= 0 => "the run ended well",
        1 => "the run ended well, but 1 tool call was refused for want of permission (its pane tells which)",
        var many => $"the run ended well, but {many} tool calls were refused for want of permission (its pane tells which)",
    };

    private static TurnEnd FailureOf(RunEnded ended)
    {
        if (ended.Result.Until is { } until)
            return TurnEnd.Review(
                ErrorOf(new AgentState(AgentActivity.Limited) { Error = ended.Result.Text.Trim(), Until = until }));
        var text = ended.Result.Text.Trim();
        var error = $"{SnakeCase.Text(ended.Result.ErrorClass)}: {(text.Length > 0 ? text : $"exit code {ended.ExitCode}")}";
        return TurnEnd.Review(NextSteps.Add(error, ended.Result.ErrorClass));
    }

    private static string DiedOf(ActiveAttempt active, int code)
    {
        const int notFound = 127;
        var how = code switch
        {
            < 0 => "and its exit code is unknown",
            notFound => $"with exit code {code} (command not found)",
            _ => $"with exit code {code}",
        };
        return $"{active.Record.Agent} ended {how}, without saying why. Look at its pane, then retry the task.";
    }

    private async Task ConsiderInteractiveAsync(ActiveAttempt active)
    {
        var state = active.Tracker.Current.State;
        if (active.ExitCode is 0) await BeginCloseAsync(active, "the agent was left").ConfigureAwait(false);
        else if (active.ExitCode is { } code)
            await SettleAsync(active, TurnEnd.Review(DiedOf(active, code)), AttemptState.Failed, AgentErrorClass.Unknown)
                .ConfigureAwait(false);
        else if (active.TurnEndSeen && state.Activity == AgentActivity.Done)
            await BeginCloseAsync(active, active.Tracker.Current.Reason).ConfigureAwait(false);
        else if (active.TurnEndSeen && EndsTurn(state.Activity))
            await SettleAsync(active, TurnEnd.Review(ErrorOf(state)), AttemptState.Failed, state.ErrorClass).ConfigureAwait(false);
    }

    private static string ErrorOf(AgentState state)
    {
        if (state.Activity != AgentActivity.Limited)
            return NextSteps.Add($"{SnakeCase.Text(state.ErrorClass)}: {state.Error ?? "its turn ended with an error"}", state.ErrorClass);
        var until = state.Until is { } moment ? $" until {moment:u}" : "";
        return NextSteps.Add($"{SnakeCase.Text(AgentErrorClass.RateLimit)}: its account is limited{until}. {state.Error}", AgentErrorClass.RateLimit);
    }

    private async Task BeginCloseAsync(ActiveAttempt active, string evidence)
    {
        var task = await _store.GetAsync(active.Record.Id.Task).ConfigureAwait(false);
        if (!task.Succeeded)
        {
            _log.Warning($"The turn of attempt {active.Record.Id} cannot be settled yet: {task.Problem.Message}");
            return;
        }

        active.Phase = AttemptPhase.Closing;
        active.SettleDue = null;
        Begin(CloseAsync(task.Value, active.Record, evidence));
    }

    private async Task CloseAsync(TaskRecord task, AttemptRecord attempt, string evidence)
    {
        TurnEnd end;
        try
        {
            end = await _closer.CloseAsync(task, attempt, evidence).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The attempt must not stay in closing for ever: a person looks at it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"Settling the turn of attempt {attempt.Id} failed: {e}");
            end = TurnEnd.Review($"Settling its work failed: {e.Message}");
        }

        Send(new EngineMessage.TurnClosed(attempt.Id, end));
    }

    private async Task OnTurnClosedAsync(EngineMessage.TurnClosed closed)
    {
        if (_active.Find(closed.Attempt) is not { Phase: AttemptPhase.Closing } active) return;
        var end = closed.End;
        if (end.To == TaskStatus.Done && active is { Worked: false, ExitCode: not null, Result: null })
            end = TurnEnd.Review(DiedOf(active, active.ExitCode.Value));
        var state = end.State ?? (end.To == TaskStatus.NeedsReview ? AttemptState.Failed : AttemptState.Succeeded);
        await SettleAsync(active, end, state, end.ErrorClass).ConfigureAwait(false);
    }
}
