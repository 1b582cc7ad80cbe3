using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Finding everything again after the host, or the machine, went away.</summary>
public sealed partial class TaskEngine
{
    /// <summary>
    /// Matches what the store says is open with what the host finds alive, then begins to dispatch. Call once, before any event of an
    /// attempt is posted.
    /// </summary>
    /// <param name="exits">The exit codes of attempts that ended while nobody watched, as far as known.</param>
    public Task<Outcome<RecoveryReport>> RecoverAsync(IReadOnlyDictionary<AttemptId, int>? exits = null)
    {
        var reply = new Reply<RecoveryReport>();
        Send(new EngineMessage.Recover(exits ?? new Dictionary<AttemptId, int>(), reply));
        return reply.Task;
    }

    /// <summary>
    /// What was said and asked before it is known what runs. Held, because an attempt that is not found yet would be taken for one that
    /// does not run.
    /// </summary>
    private readonly List<EngineMessage> _untilRecovered = [];

    private bool HoldsUntilRecovered(EngineMessage.Verb verb)
    {
        if (!_recovered) _untilRecovered.Add(verb);
        return !_recovered;
    }

    private bool HoldsUntilRecovered(AttemptEvent happened)
    {
        // Keys and output say nothing that counts later, and there may be many.
        if (!_recovered && happened is not (PersonTyped or OutputSeen)) _untilRecovered.Add(new EngineMessage.Happened(happened));
        return !_recovered;
    }

    /// <summary>Recovery has to be tried again. Events are kept for it; whoever waits is told.</summary>
    private void RefuseHeldVerbs(Problem problem)
    {
        foreach (var verb in _untilRecovered) verb.Refuse(problem);
        _untilRecovered.RemoveAll(message => message is EngineMessage.Verb);
    }

    private async Task OnRecoverAsync(EngineMessage.Recover recover)
    {
        var open = await _store.OpenAttemptsAsync().ConfigureAwait(false);
        if (!open.Succeeded)
        {
            Defer(recover, open.Problem);
            return;
        }

        var alive = _host.Alive().ToHashSet();
        List<AttemptId> adopted = [], ended = [], interrupted = [];
        foreach (var attempt in open.Value)
        {
            if (alive.Contains(attempt.Id)) adopted.Add(attempt.Id);
            else if (recover.Exits.ContainsKey(attempt.Id)) ended.Add(attempt.Id);
            else interrupted.Add(attempt.Id);

            if (_active.Find(attempt.Id) is not null) continue;
            // Attempts come in their order: an earlier one that lives was about to be ended for this one.
            if (_active.Find(attempt.Id.Task) is { } earlier) await SupersedeAsync(earlier).ConfigureAwait(false);
            if (interrupted is [.., var last] && last == attempt.Id) await InterruptAsync(attempt).ConfigureAwait(false);
            else Adopt(attempt);
        }

        _recovered = true;
        foreach (var id in ended) Post(new AttemptExited(id, recover.Exits[id]));
        foreach (var message in _untilRecovered) Send(message);
        _untilRecovered.Clear();
        await RouteAsync().ConfigureAwait(false);
        await DispatchAsync().ConfigureAwait(false);
        await CleanEnvironmentsAsync().ConfigureAwait(false);
        recover.Reply.Set(new RecoveryReport { Adopted = adopted, Ended = ended, Interrupted = interrupted });
    }

    /// <summary>An attempt that was stored as starting but lives was started: the crash came between the start and its record.</summary>
    private void Adopt(AttemptRecord attempt)
    {
        var running = attempt.State == AttemptState.Starting ? attempt with { State = AttemptState.Running } : attempt;
        var active = Watch(running, adopted: true);
        active.Phase = running.State == AttemptState.Resting ? AttemptPhase.Resting : AttemptPhase.Running;
        active.Deadline = active.Phase == AttemptPhase.Running ? DeadlineOf(running) : null;
        active.Worked = true;
    }

    /// <summary>
    /// The process is gone and nothing is known of its end. The task keeps its conversation: a headless one resumes by itself, an
    /// interactive one waits until a person runs it.
    /// </summary>
    private async Task InterruptAsync(AttemptRecord attempt)
    {
        var now = _time.GetUtcNow();
        if (attempt.State == AttemptState.Resting)
        {
            // Its turn was settled before; only its pane is gone.
            await KeepAttemptAsync(attempt with { State = AttemptState.Succeeded, EndedAt = now }).ConfigureAwait(false);
            return;
        }

        var interactive = attempt.Mode == AgentMode.Interactive;
        var moved = await MoveAsync(new TransitionRequest
        {
            Task = attempt.Id.Task,
            From = TaskStatus.InProgress,
            To = TaskStatus.Routed,
            Cause = TransitionCause.Interrupted,
            Evidence = interactive ? "interrupted; run it to resume its conversation" : "interrupted; resumes by itself",
            At = now,
            Attempt = attempt with { State = AttemptState.Interrupted, EndedAt = now },
            Change = new TaskChange { SessionId = attempt.SessionId, Resume = attempt.SessionId is not null, Held = interactive },
        }).ConfigureAwait(false);
        if (!moved.Succeeded) _log.Warning($"Attempt {attempt.Id} was interrupted, but: {moved.Problem.Message}");
    }
}
