using System.Text.Json;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using Orchtui.TestKit;

namespace Orchtui.Orchestration.Tests.Updates;

public sealed class TaskJsonTests
{
    private static readonly TaskRecord Task = new()
    {
        Id = new TaskId(7),
        Title = "Größe \"x\"",
        Project = "/p",
        Status = TaskStatus.InReview,
        Labels = ["a"],
        After = new TaskId(3),
        CostUsd = 0.25m,
        CreatedAt = new DateTimeOffset(2026, 1, 1, 14, 0, 0, TimeSpan.FromHours(2)),
        UpdatedAt = new DateTimeOffset(2026, 1, 1, 12, 0, 0, 5, TimeSpan.Zero),
    };

    [Fact]
    public void A_task_has_the_members_of_the_command_line_contract() =>
        Snapshot.Matches(JsonSerializer.Serialize(TaskJson.ToElement(Task), Indented), "task");

    [Fact]
    public void A_list_is_an_array_of_the_same_objects() => Assert.Equal($"[{TaskJson.Serialize(Task)}]", TaskJson.Serialize([Task]));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
