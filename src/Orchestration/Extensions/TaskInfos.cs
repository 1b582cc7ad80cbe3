using Orchtui.Orchestration.Tasks;
using Orchtui.Tasks;

namespace Orchtui.Orchestration.Extensions;

/// <summary>Tasks in the words of the contract. The two enumerations have the same members in the same order; a test sees to that.</summary>
public static class TaskInfos
{
    public static TaskInfo Of(TaskRecord task) => new()
    {
        Id = task.Id.Value,
        Title = task.Title,
        Prompt = task.Prompt,
        State = StateOf(task.Status),
        Reason = task.Reason,
        Agent = task.Agent,
        Model = task.Model,
        Source = SnakeCase.Text(task.Source),
        ExternalRef = task.ExternalRef,
        Priority = (Orchtui.Tasks.TaskPriority)(int)task.Priority,
        Labels = task.Labels,
        Project = task.Project,
        Branch = task.Branch,
        Worktree = task.Worktree,
        Attempts = task.Attempts,
        SessionId = task.SessionId,
        Tokens = task.Tokens,
        CostUsd = task.CostUsd,
        CreatedAt = task.CreatedAt,
        UpdatedAt = task.UpdatedAt,
    };

    public static TaskState StateOf(TaskStatus status) => (TaskState)(int)status;

    public static Tasks.TaskPriority PriorityOf(Orchtui.Tasks.TaskPriority priority) => (Tasks.TaskPriority)(int)priority;
}
