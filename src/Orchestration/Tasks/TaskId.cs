using System.Globalization;

namespace Orchtui.Orchestration.Tasks;

/// <summary>A task's number: one integer per home, from 1.</summary>
public readonly record struct TaskId(int Value)
{
    public static bool TryParse(string? text, out TaskId id)
    {
        var parsed = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        id = new TaskId(parsed ? value : 0);
        return parsed;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
