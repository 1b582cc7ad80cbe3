using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

/// <summary>A row of <c>tasks</c> in the types of SQLite. Times are milliseconds since 1970, UTC.</summary>
internal sealed class TaskRow
{
    /// <summary>Every column but the body, which lists leave out.</summary>
    public const string ListColumns =
        "id Id, title Title, status Status, agent Agent, model Model, source Source, external_ref ExternalRef, priority Priority, "
        + "labels Labels, project Project, branch Branch, worktree Worktree, base_commit BaseCommit, base_branch BaseBranch, "
        + "attempts Attempts, session_id SessionId, resume Resume, mode Mode, after_id AfterId, held Held, not_before NotBefore, "
        + "environment Environment, reason Reason, tokens Tokens, cost_usd CostUsd, created_at CreatedAt, updated_at UpdatedAt";

    public const string Columns = ListColumns + ", body Body";

    public const string Update =
        "UPDATE tasks SET status = @Status, agent = @Agent, model = @Model, labels = @Labels, branch = @Branch, worktree = @Worktree, base_commit = @BaseCommit, "
        + "base_branch = @BaseBranch, attempts = @Attempts, session_id = @SessionId, resume = @Resume, mode = @Mode, held = @Held, "
        + "not_before = @NotBefore, "
        + "environment = @Environment, reason = @Reason, tokens = @Tokens, cost_usd = @CostUsd, updated_at = @UpdatedAt WHERE id = @Id";

    public const string Insert =
        "INSERT INTO tasks (title, body, status, agent, model, source, external_ref, priority, labels, project, mode, after_id, held, "
        + "environment, reason, created_at, updated_at) VALUES (@Title, @Body, @Status, @Agent, @Model, @Source, @ExternalRef, @Priority, "
        + "@Labels, @Project, @Mode, @AfterId, @Held, @Environment, @Reason, @CreatedAt, @UpdatedAt) RETURNING id";

    public long Id { get; set; }
    public string Title { get; set; } = "";
    public string Body { get; set; } = "";
    public string Status { get; set; } = "";
    public string? Agent { get; set; }
    public string? Model { get; set; }
    public string Source { get; set; } = "";
    public string? ExternalRef { get; set; }
    public long Priority { get; set; }
    public string Labels { get; set; } = "";
    public string Project { get; set; } = "";
    public string? Branch { get; set; }
    public string? Worktree { get; set; }
    public string? BaseCommit { get; set; }
    public string? BaseBranch { get; set; }
    public long Attempts { get; set; }
    public string? SessionId { get; set; }
    public long Resume { get; set; }
    public string Mode { get; set; } = "";
    public long? AfterId { get; set; }
    public long Held { get; set; }
    public long? NotBefore { get; set; }
    public string? Environment { get; set; }
    public string Reason { get; set; } = "";
    public long Tokens { get; set; }
    public double? CostUsd { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }

    public TaskRecord ToRecord() => new()
    {
        Id = new TaskId((int)Id),
        Title = Title,
        Body = Body,
        Status = SnakeCase.Parse<TaskStatus>(Status),
        Agent = Agent,
        Model = Model,
        Source = SnakeCase.Parse<TaskSource>(Source),
        ExternalRef = ExternalRef,
        Priority = (TaskPriority)Priority,
        Labels = Labels == "[]" ? [] : JsonSerializer.Deserialize(Labels, StoreJson.Default.StringArray)!,
        Project = Project,
        Branch = Branch,
        Worktree = Worktree,
        BaseCommit = BaseCommit,
        BaseBranch = BaseBranch,
        Attempts = (int)Attempts,
        SessionId = SessionId,
        Resume = Resume != 0,
        Mode = SnakeCase.Parse<AgentMode>(Mode),
        After = AfterId is { } after ? new TaskId((int)after) : null,
        Held = Held != 0,
        NotBefore = UnixTime.FromStore(NotBefore),
        Environment = Environment,
        Reason = Reason,
        Tokens = Tokens,
        CostUsd = Money.FromStore(CostUsd),
        CreatedAt = UnixTime.FromStore(CreatedAt),
        UpdatedAt = UnixTime.FromStore(UpdatedAt),
    };

    public static TaskRow From(TaskRecord task) => new()
    {
        Id = task.Id.Value,
        Title = task.Title,
        Body = task.Body,
        Status = SnakeCase.Text(task.Status),
        Agent = task.Agent,
        Model = task.Model,
        Source = SnakeCase.Text(task.Source),
        ExternalRef = task.ExternalRef,
        Priority = (long)task.Priority,
        Labels = JsonSerializer.Serialize([.. task.Labels], StoreJson.Default.StringArray),
        Project = task.Project,
        Branch = task.Branch,
        Worktree = task.Worktree,
        BaseCommit = task.BaseCommit,
        BaseBranch = task.BaseBranch,
        Attempts = task.Attempts,
        SessionId = task.SessionId,
        Resume = task.Resume ? 1 : 0,
        Mode = SnakeCase.Text(task.Mode),
        AfterId = task.After?.Value,
        Held = task.Held ? 1 : 0,
        NotBefore = task.NotBefore?.ToUnixTimeMilliseconds(),
        Environment = task.Environment,
        Reason = task.Reason,
        Tokens = task.Tokens,
        CostUsd = (double?)task.CostUsd,
        CreatedAt = task.CreatedAt.ToUnixTimeMilliseconds(),
        UpdatedAt = task.UpdatedAt.ToUnixTimeMilliseconds(),
    };
}
