using System.Globalization;

namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// One try at a task: the task and the try's number, from 1. Written <c>7.2</c>. Stored before anything is started, so that starting
/// is idempotent by it.
/// </summary>
public readonly record struct AttemptId(TaskId Task, int Number)
{
    public static bool TryParse(string? text, out AttemptId id)
    {
        id = default;
        var dot = text?.IndexOf('.') ?? -1;
        if (dot < 0 || !TaskId.TryParse(text![..dot], out var task)) return false;
        if (!int.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return false;
        id = new AttemptId(task, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Task.Value}.{Number}");
}
