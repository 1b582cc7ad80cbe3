using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>What an agent does, or did, and how that is known.</summary>
public sealed partial class TaskEngine
{
    /// <summary>
    /// What a task's agent is doing and why that is believed; for one that does not run, how its last attempt ended; for one that never
    /// ran, that it did not, and why.
    /// </summary>
    public async Task<Outcome<TaskExplanation>> ExplainAsync(TaskId id)
    {
        var task = await GetAsync(id).ConfigureAwait(false);
        if (!task.Succeeded) return task.Problem;
        var attempts = await _store.AttemptsAsync(id).ConfigureAwait(false);
        if (!attempts.Succeeded) return attempts.Problem;
        if (attempts.Value is not [.., var last])
            return new TaskExplanation { Task = task.Value, Reason = NeverRan(task.Value) };

        var history = await _store.HistoryAsync(id).ConfigureAwait(false);
        if (!history.Succeeded) return history.Problem;
        IReadOnlyList<TaskTransition> since = [.. history.Value.Where(step => step.At >= last.StartedAt)];
        var changes = await _store.ChangesAsync(last.Id).ConfigureAwait(false);
        if (!changes.Succeeded) return changes.Problem;
        var agent = (await ExplainAsync(last.Id).ConfigureAwait(false)).Value;
        return new TaskExplanation
        {
            Task = task.Value,
            Attempt = last,
            Agent = agent,
            Changes = changes.Value,
            History = since,
            Reason = agent?.Current.Reason ?? (last.Open ? Unwatched(last) : Ended(last, since)),
        };
    }

    private static string NeverRan(TaskRecord task)
    {
        if (task.Status is not (TaskStatus.New or TaskStatus.Routed))
            return $"it never ran; the task is {SnakeCase.Text(task.Status)}: {task.Reason}";
        return task.WaitingFor is { Length: > 0 } waits ? $"it has not run yet; {waits}" : "it has not run yet and is about to";
    }

    private static string Unwatched(AttemptRecord attempt) =>
        $"attempt {attempt.Id.Number} was {SnakeCase.Text(attempt.State)} when it was written down last; whether it still is, "
        + "shows in a moment";

    private static string Ended(AttemptRecord attempt, IReadOnlyList<TaskTransition> since)
    {
        var at = attempt.EndedAt is { } moment ? $" at {moment:u}" : "";
        var code = attempt.ExitCode is { } exit ? $" with exit code {exit}" : "";
        // The last step out of being in progress is what ended it; what follows is what people did with its work.
        var left = since.LastOrDefault(step => step.From == TaskStatus.InProgress);
        var evidence = attempt.Error.Length > 0 ? attempt.Error : left?.Evidence;
        var why = evidence is { Length: > 0 } ? $": {evidence}" : "";
        return $"attempt {attempt.Id.Number} ended{at}{code}, {SnakeCase.Text(attempt.State)}{why}";
    }
}
