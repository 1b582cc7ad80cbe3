using System.Text.Json;
using System.Text.Json.Serialization;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Updates;

/// <summary>The one JSON form of a task, for every surface: snake case, times in ISO 8601 UTC, unset values as null.</summary>
public static class TaskJson
{
    public static string Serialize(TaskRecord task) =>
        JsonSerializer.Serialize(TaskDocument.From(task), TaskJsonContext.Default.TaskDocument);

    public static string Serialize(IEnumerable<TaskRecord> tasks) =>
        JsonSerializer.Serialize([.. tasks.Select(TaskDocument.From)], TaskJsonContext.Default.TaskDocumentArray);

    public static JsonElement ToElement(TaskRecord task) =>
        JsonSerializer.SerializeToElement(TaskDocument.From(task), TaskJsonContext.Default.TaskDocument);
}

/// <summary>The members of a task in JSON.</summary>
internal sealed record TaskDocument
{
    public required int Id { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required string Status { get; init; }
    public required string? Agent { get; init; }
    public required string? Model { get; init; }
    public required string Source { get; init; }
    public required string? ExternalRef { get; init; }
    public required string Priority { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public required string Project { get; init; }
    public required string? Branch { get; init; }
    public required string? Worktree { get; init; }
    public required string? BaseCommit { get; init; }
    public required string? BaseBranch { get; init; }
    public required int Attempts { get; init; }
    public required string? SessionId { get; init; }
    public required string Mode { get; init; }
    public required int? After { get; init; }
    public required bool Held { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime UpdatedAt { get; init; }
    public required string Reason { get; init; }
    public required string? WaitingFor { get; init; }
    public required long Tokens { get; init; }
    public required decimal? CostUsd { get; init; }

    public static TaskDocument From(TaskRecord task) => new()
    {
        Id = task.Id.Value,
        Title = task.Title,
        Body = task.Body,
        Status = SnakeCase.Text(task.Status),
        Agent = task.Agent,
        Model = task.Model,
        Source = SnakeCase.Text(task.Source),
        ExternalRef = task.ExternalRef,
        Priority = SnakeCase.Text(task.Priority),
        Labels = task.Labels,
        Project = task.Project,
        Branch = task.Branch,
        Worktree = task.Worktree,
        BaseCommit = task.BaseCommit,
        BaseBranch = task.BaseBranch,
        Attempts = task.Attempts,
        SessionId = task.SessionId,
        Mode = SnakeCase.Text(task.Mode),
        After = task.After?.Value,
        Held = task.Held,
        CreatedAt = task.CreatedAt.UtcDateTime,
        UpdatedAt = task.UpdatedAt.UtcDateTime,
        Reason = task.Reason,
        WaitingFor = task.WaitingFor,
        Tokens = task.Tokens,
        CostUsd = task.CostUsd,
    };
}

/// <summary>How the members are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(TaskDocument[]))]
internal sealed partial class TaskJsonContext : JsonSerializerContext;
