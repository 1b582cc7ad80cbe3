using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>From new to routed to in progress.</summary>
public sealed partial class TaskEngine
{
    /// <summary>How many tasks without an agent are looked at per tick.</summary>
    private const int RouteBatch = 50;

    /// <summary>The silence limit of an adopted attempt whose plugin is not loaded (yet): the default of the contract.</summary>
    private static readonly TimeSpan UnknownAgentSilence = TimeSpan.FromMinutes(15);

    private readonly HashSet<(string Agent, string Path)> _probing = [];

    /// <summary>The tasks for which an agent is being chosen, and whether what is chosen from has changed meanwhile.</summary>
    private readonly Dictionary<TaskId, bool> _choosing = [];

    private bool _recovered;

    /// <summary>Chooses agents for tasks that have none yet.</summary>
    private async Task RouteAsync()
    {
        if (!_recovered) return;
        var waiting = await _store.ListAsync(new TaskQuery { Statuses = [TaskStatus.New], Order = TaskOrder.Dispatch, Limit = RouteBatch })
            .ConfigureAwait(false);
        foreach (var task in waiting.Value ?? [])
        {
            if (task.Agent is { } agent) await RouteAsync(task, agent).ConfigureAwait(false);
            else BeginChoice(task);
        }
    }

    private void BeginChoice(TaskRecord task)
    {
        var isUnderWay = _choosing.ContainsKey(task.Id);
        _choosing[task.Id] = isUnderWay;
        if (!isUnderWay) _ = ChooseAsync(task, SearchPathOf(task.Environment));
    }

    private async Task ChooseAsync(TaskRecord task, string searchPath)
    {
        Outcome<AgentPick> pick;
        try
        {
            // Lists leave the body out, which a policy wants to read.
            var whole = await _store.GetAsync(task.Id).ConfigureAwait(false);
            pick = whole.Succeeded ? await _choice.ChooseAsync(whole.Value, searchPath, _log).ConfigureAwait(false) : whole.Problem;
        }
#pragma warning disable CA1031 // The task must not stay in choosing for ever: it is chosen for again at the next tick.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"Choosing an agent for task {task.Id} failed: {e}");
            pick = new Refused(e.Message);
        }

        Send(new EngineMessage.Chosen(task.Id, pick));
    }

    private async Task OnChosenAsync(EngineMessage.Chosen chosen)
    {
        _choosing.Remove(chosen.Task, out var again);
        if (!chosen.Pick.Succeeded && !again) return;
        var task = await _store.GetAsync(chosen.Task).ConfigureAwait(false);
        if (!task.Succeeded || task.Value.Status != TaskStatus.New || task.Value.Agent is not null) return;
        if (!chosen.Pick.Succeeded)
        {
            BeginChoice(task.Value);
            return;
        }

        await RouteAsync(task.Value, chosen.Pick.Value).ConfigureAwait(false);
        await DispatchAsync().ConfigureAwait(false);
    }

    private Task<Outcome<TaskRecord>> RouteAsync(TaskRecord task, string agent) => RouteAsync(
        task, new AgentPick(agent, task.Agent == agent ? $"{agent} was named" : AgentChoice.InTurn(agent)));

    private Task<Outcome<TaskRecord>> RouteAsync(TaskRecord task, AgentPick pick) => MoveAsync(new TransitionRequest
    {
        Task = task.Id,
        From = TaskStatus.New,
        To = TaskStatus.Routed,
        Cause = TransitionCause.Routed,
        Evidence = pick.Reason,
        At = _time.GetUtcNow(),
        Change = new TaskChange { Agent = pick.Agent, Model = pick.Model, AddedLabels = pick.Labels },
    });

    /// <summary>Claims tasks until none may run or no slot is free, and starts each.</summary>
    private async Task DispatchAsync()
    {
        if (!_recovered || _stopping) return;
        var needs = await _store.NeedsAsync().ConfigureAwait(false);
        if (needs.Value is not { Count: > 0 } asked) return;
        var notStartable = asked.Where(need => !CanStart(need)).ToArray();
        if (notStartable.Length == asked.Count) return;
        var only = OnlyThese();
        if (only is { Count: 0 }) return;
        while (true)
        {
            var claim = await _store.ClaimAsync(new ClaimRequest
            {
                At = _time.GetUtcNow(),
                Slots = _options.MaxParallel,
                NotStartable = notStartable,
                Only = only,
                Except = [.. _active.Tasks.Concat(_occupied.Keys)],
            }).ConfigureAwait(false);
            if (!claim.Succeeded) _log.Warning(claim.Problem.Message);
            if (claim.Value is not { Task: { } task, Attempt: { } attempt }) return;
            Publish(task, TransitionCause.Dispatched);
            _asked.TryRemove(task.Id, out _);
            Watch(attempt, adopted: false);
            Begin(PrepareAsync(task, attempt));
        }
    }

    /// <summary>
    /// Whether an agent is known to be installed; if nothing is known, a look is begun and the answer comes with its end.
    /// </summary>
    private bool CanStart(AgentNeed need)
    {
        var path = SearchPathOf(need.Environment);
        if (_registry.Find(need.Agent) is null) return false;
        if (_registry.Peek(need.Agent, path) is { } known) return known.Installed;
        if (_probing.Add((need.Agent, path))) _ = ProbeAsync(need.Agent, path);
        return false;
    }

    private async Task ProbeAsync(string agent, string path)
    {
        await _registry.ProbeAsync(agent, path).ConfigureAwait(false);
        Send(new EngineMessage.Probed(agent, path));
    }

    private Task OnProbedAsync(EngineMessage.Probed probed)
    {
        _probing.Remove((probed.Agent, probed.SearchPath));
        return DispatchAsync();
    }

    private string SearchPathOf(string? environment)
    {
        if (environment is null) return SearchPath(_options.Environment);
        return _searchPaths.GetOrAdd(environment, id => _environments.Load(id).Value is { } kept ? SearchPath(kept) : "");
    }

    private async Task PrepareAsync(TaskRecord task, AttemptRecord attempt)
    {
        StartResult result;
        try
        {
            result = await _starter.StartAsync(task, attempt).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever went wrong, the claim must not be left hanging: a person looks at it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"Starting attempt {attempt.Id} failed: {e}");
            result = new StartResult.NeedsReview($"Starting failed: {e.Message}");
        }

        Send(new EngineMessage.Prepared(attempt.Id, result));
    }

    private ActiveAttempt Watch(AttemptRecord attempt, bool adopted)
    {
        var now = _time.GetUtcNow();
        var silence = _registry.Find(attempt.Agent)?.Profile.SilenceLimit ?? UnknownAgentSilence;
        var active = new ActiveAttempt(attempt, new StateTracker(silence, now, adopted), Send);
        _active.Begin(active);
        _states[attempt.Id] = active.Tracker.Current;
        return active;
    }

    private async Task OnPreparedAsync(EngineMessage.Prepared prepared)
    {
        if (_active.Find(prepared.Attempt) is not { Phase: AttemptPhase.Preparing } active) return;
        var problem = prepared.Result switch
        {
            StartResult.Started started => await OnStartedAsync(active, started.Attempt).ConfigureAwait(false),
            StartResult.Blocked blocked => await BlockAsync(active, blocked.Message).ConfigureAwait(false),
            StartResult.NeedsReview review => await FailAsync(active, review.Message, AttemptState.Failed).ConfigureAwait(false),
            _ => throw new InvalidOperationException($"No such result: {prepared.Result}"),
        };
        if (problem is StoreUnavailable) Defer(prepared, problem);
    }

    private async Task<Problem?> OnStartedAsync(ActiveAttempt active, AttemptRecord started)
    {
        started = started with { SessionId = active.Record.SessionId ?? started.SessionId };
        var kept = await _store.SaveAttemptAsync(started).ConfigureAwait(false);
        if (!kept.Succeeded) return kept.Problem;
        active.Record = started;
        active.Phase = AttemptPhase.Running;
        active.Deadline = DeadlineOf(started);
        if (await _store.GetAsync(started.Id.Task).ConfigureAwait(false) is { Value: { } task }) Publish(task);
        await ConsiderAsync(active).ConfigureAwait(false);
        return null;
    }

    private DateTimeOffset? DeadlineOf(AttemptRecord attempt) =>
        attempt.Mode == AgentMode.Headless && _options.RunTimeout > TimeSpan.Zero ? attempt.StartedAt + _options.RunTimeout : null;

    private async Task<Problem?> BlockAsync(ActiveAttempt active, string reason)
    {
        var moved = await MoveAsync(new TransitionRequest
        {
            Task = active.Record.Id.Task,
            From = TaskStatus.InProgress,
            To = TaskStatus.Blocked,
            Cause = TransitionCause.Blocked,
            Evidence = reason,
            At = _time.GetUtcNow(),
            Attempt = Finished(active, AttemptState.Failed, reason),
        }).ConfigureAwait(false);
        if (moved.Problem is StoreUnavailable unavailable) return unavailable;
        Forget(active);
        await DispatchAsync().ConfigureAwait(false);
        return null;
    }
}
