using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>What others may ask of the engine.</summary>
public sealed partial class TaskEngine
{
    /// <summary>Adds a task and, unless it is held, dispatches it as soon as it may run.</summary>
    public async Task<Outcome<TaskRecord>> AddAsync(NewTask task)
    {
        if (TaskTitle.Check(task.Title) is { } badTitle) return badTitle;
        if (TaskPrompt.Check(task.Body) is { } badPrompt) return badPrompt;
        if (TaskTitle.CheckWords([.. task.Labels, task.Model ?? ""]) is { } badWord) return badWord;
        if (task.Agent is { } name && _choice.CheckName(name) is { } unknown) return unknown;
        var repository = await GitRepository.DiscoverAsync(_git, task.Project).ConfigureAwait(false);
        if (!repository.Succeeded) return repository.Problem;
        var start = await repository.Value.StartPointAsync().ConfigureAwait(false);
        if (!start.Succeeded) return start.Problem;

        // With no agent installed the task stays new and is routed when one appears; a policy wants to see the task as it is stored.
        var searchPath = SearchPath(task.Environment ?? _options.Environment);
        var agent = task.Agent ?? (_choice.AsksPolicies ? null : (await _choice.ChooseAsync(searchPath).ConfigureAwait(false)).Value);
        var reply = new Reply<TaskRecord>();
        Send(new EngineMessage.Add(task, repository.Value.Directory, agent, reply));
        return await reply.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Starts a task now, or as soon as a slot is free: lifts a hold, retries one that waits for a person. One that runs is left alone.
    /// </summary>
    public Task<Outcome<TaskRecord>> RunAsync(TaskId id) => AskAsync(TaskVerb.Run, id);

    /// <summary>Tries a task again.</summary>
    public Task<Outcome<TaskRecord>> RetryAsync(TaskId id, RetryOptions? options = null) => AskAsync(TaskVerb.Retry, id, options);

    /// <summary>Ends the run, if need be, and resumes the same conversation interactively in the same worktree.</summary>
    public Task<Outcome<TaskRecord>> TakeOverAsync(TaskId id) =>
        AskAsync(TaskVerb.Retry, id, new RetryOptions { Resume = true, Mode = Orchtui.Agents.AgentMode.Interactive });

    /// <summary>Ends the agent's process. The task then waits for a person; its work stays.</summary>
    public Task<Outcome<TaskRecord>> StopAsync(TaskId id) => AskAsync(TaskVerb.Stop, id);

    /// <summary>Keeps a waiting task from starting.</summary>
    public Task<Outcome<TaskRecord>> HoldAsync(TaskId id) => AskAsync(TaskVerb.Hold, id);

    /// <summary>Lets a held task start.</summary>
    public Task<Outcome<TaskRecord>> ReleaseAsync(TaskId id) => AskAsync(TaskVerb.Release, id);

    /// <summary>Gives a task up. Ends its run; worktree and branch stay as they are.</summary>
    public Task<Outcome<TaskRecord>> CancelAsync(TaskId id) => AskAsync(TaskVerb.Cancel, id);

    /// <summary>
    /// Brings a task's work into the branch it started from, or another, closes its pane, and removes worktree and branch if nothing
    /// is lost with them.
    /// </summary>
    public Task<Outcome<TaskRecord>> LandAsync(TaskId id, string? into = null) => AskAsync(TaskVerb.Land, id, into: into);

    /// <summary>Takes a task's work out of the way, restorably, and cancels it. The task's reason says how to restore.</summary>
    public Task<Outcome<TaskRecord>> DiscardAsync(TaskId id) => AskAsync(TaskVerb.Discard, id);

    /// <summary>One task, with why it does not run.</summary>
    public async Task<Outcome<TaskRecord>> GetAsync(TaskId id)
    {
        var found = await _store.GetAsync(id).ConfigureAwait(false);
        if (!found.Succeeded) return found;
        return found.Value with { WaitingFor = await ReasonAsync(found.Value, new Surroundings(_store)).ConfigureAwait(false) };
    }

    /// <summary>Tasks, each with why it does not run.</summary>
    public async Task<Outcome<IReadOnlyList<TaskRecord>>> ListAsync(TaskQuery query)
    {
        var listed = await _store.ListAsync(query).ConfigureAwait(false);
        if (!listed.Succeeded) return listed;
        var tasks = new List<TaskRecord>(listed.Value.Count);
        var surroundings = new Surroundings(_store);
        foreach (var task in listed.Value)
            tasks.Add(task with { WaitingFor = await ReasonAsync(task, surroundings).ConfigureAwait(false) });
        return Outcome<IReadOnlyList<TaskRecord>>.Of(tasks);
    }

    public async Task<Outcome<IReadOnlyList<TaskTransition>>> HistoryAsync(TaskId id)
    {
        var task = await _store.GetAsync(id).ConfigureAwait(false);
        return task.Succeeded ? await _store.HistoryAsync(id).ConfigureAwait(false) : task.Problem;
    }

    public Task<Outcome<IReadOnlyList<AttemptRecord>>> AttemptsAsync(TaskId id) => _store.AttemptsAsync(id);

    private static string SearchPath(IReadOnlyDictionary<string, string> environment) => environment.GetValueOrDefault("PATH", "");

    private Task<Outcome<TaskRecord>> AskAsync(TaskVerb verb, TaskId id, RetryOptions? options = null, string? into = null)
    {
        var reply = new Reply<TaskRecord>();
        Send(new EngineMessage.Verb(verb, id, options ?? new RetryOptions(), reply) { Into = into });
        return reply.Task;
    }

    private async Task OnAddAsync(EngineMessage.Add add)
    {
        string? environment = null;
        if (add.Task.Environment is { } variables)
        {
            // Kept here, on the loop, so that no clean-up of unused environments runs between keeping and referring to it.
            var kept = _environments.Save(variables);
            if (!kept.Succeeded)
            {
                add.Reply.Set(kept.Problem);
                return;
            }

            environment = kept.Value;
        }

        var added = await _store.AddAsync(add.Task, add.Project, environment, _time.GetUtcNow()).ConfigureAwait(false);
        if (added.Succeeded) Publish(added.Value, TransitionCause.Added);
        if (added.Succeeded && add.Agent is { } agent) added = await RouteAsync(added.Value, agent).ConfigureAwait(false);
        else if (added.Succeeded && _recovered) BeginChoice(added.Value);
        add.Reply.Set(added);
        await DispatchAsync().ConfigureAwait(false);
    }
}
