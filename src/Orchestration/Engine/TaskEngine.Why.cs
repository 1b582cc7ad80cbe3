using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Why a task does not run.</summary>
public sealed partial class TaskEngine
{
    /// <summary>The single binding reason why a waiting task does not run; empty when it is about to, or does not wait.</summary>
    public async Task<Outcome<string>> WhyAsync(TaskId id)
    {
        var found = await GetAsync(id).ConfigureAwait(false);
        return found.Succeeded ? found.Value.WaitingFor ?? "" : found.Problem;
    }

    /// <summary>The reasons in the order in which they bind: lifting a later one would not help while an earlier one stands.</summary>
    private async Task<string?> ReasonAsync(TaskRecord task, Surroundings surroundings)
    {
        if (task.Status is not (TaskStatus.New or TaskStatus.Routed)) return null;
        if (task.Held) return task.Resume ? "held: it was interrupted; run it to resume its conversation" : "held: release or run it";
        if (task.Agent is null) return "no agent is installed; see `agents`";
        if (task.After is { } after && await surroundings.PredecessorAsync(after).ConfigureAwait(false) is { } waits) return waits;
        if (task.NotBefore is { } moment && moment > _time.GetUtcNow()) return $"backing off until {moment:u}";
        if (UnavailableAgent(task) is { } unavailable) return unavailable;
        if (ConstraintOn(task) is { } constraint) return constraint;
        var running = await surroundings.RunningAsync().ConfigureAwait(false);
        return running >= _options.MaxParallel ? $"no free slot: {running} of {_options.MaxParallel} are running" : null;
    }

    private string? UnavailableAgent(TaskRecord task)
    {
        if (_registry.Find(task.Agent!) is null) return $"agent {task.Agent} is not loaded; see `plugin list`";
        return _registry.Peek(task.Agent!, SearchPathOf(task.Environment)) is { Installed: false } seen
            ? $"agent {task.Agent} is not installed: {seen.Advice}"
            : null;
    }

    /// <summary>What several tasks of one list share: read once, so that a list of waiting tasks costs no more than a list.</summary>
    private sealed class Surroundings(ITaskStore store)
    {
        private static readonly TaskQuery Running = new() { Statuses = [TaskStatus.InProgress], Order = TaskOrder.Dispatch };

        private readonly Dictionary<TaskId, string?> _predecessors = [];
        private int? _running;

        public async Task<int> RunningAsync() => _running ??=
            (await store.ListAsync(Running).ConfigureAwait(false)).Value?.Count ?? 0;

        public async Task<string?> PredecessorAsync(TaskId after)
        {
            if (_predecessors.TryGetValue(after, out var known)) return known;
            var predecessor = await store.GetAsync(after).ConfigureAwait(false);
            return _predecessors[after] = Describe(after, predecessor.Value);
        }

        private static string? Describe(TaskId after, TaskRecord? predecessor) => predecessor switch
        {
            null => $"after task {after}, which cannot be read",
            { Status: TaskStatus.InReview or TaskStatus.Done } => null,
            { Status: TaskStatus.Cancelled or TaskStatus.Failed } gone =>
                $"after task {after}, which is {SnakeCase.Text(gone.Status)}: retry that one, or add this one anew",
            { } other => $"after task {after}, which is {SnakeCase.Text(other.Status)}",
        };
    }
}
