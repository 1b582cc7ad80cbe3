using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// The agent's list of steps, told by the use of its own tools: one that writes the whole list at once, or, in later versions, one each
/// for making, changing and listing steps. A step's number is known from the answer only, so that changes are taken from there.
/// </summary>
internal sealed class CliPlan
{
    private readonly Dictionary<string, (string Tool, JsonElement Input)> _calls = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PlanEntry> _steps = [];

    /// <summary>Takes a call of a tool; false when the tool has nothing to do with plans.</summary>
    public bool Takes(string callId, string tool, JsonElement input)
    {
        if (tool is not ("TodoWrite" or "TaskCreate" or "TaskUpdate" or "TaskList" or "TaskGet")) return false;
        _calls[callId] = (tool, input);
        return true;
    }

    /// <summary>Whether the answer belongs to a call that was taken; the plan when it changed by it.</summary>
    public bool Answers(string callId, JsonElement? result, out AgentPlan? plan)
    {
        plan = null;
        if (!_calls.Remove(callId, out var call)) return false;
        var changed = call.Tool switch
        {
            "TodoWrite" => Replace(call.Input.Items("todos"), "content"),
            "TaskList" => result is { } list && Replace(list.Items("tasks"), "subject"),
            "TaskCreate" => result?.Member("task") is { } made && Number(made.Text("id")) is { } id && Add(id, made.Text("subject")),
            "TaskUpdate" => Number(call.Input.Text("taskId")) is { } id && Change(id, call.Input),
            _ => false,
        };
        if (changed) plan = new AgentPlan([.. _steps.Values]);
        return true;
    }

    private bool Replace(IReadOnlyList<JsonElement> steps, string text)
    {
        var before = _steps.ToArray();
        _steps.Clear();
        for (var i = 0; i < steps.Count; i++)
            _steps[Number(steps[i].Text("id")) ?? i + 1] = new PlanEntry(steps[i].Text(text) ?? "", Status(steps[i].Text("status")) ?? PlanStatus.Pending);
        return !before.SequenceEqual(_steps);
    }

    private bool Add(int id, string? subject)
    {
        _steps[id] = new PlanEntry(subject ?? "", PlanStatus.Pending);
        return true;
    }

    private bool Change(int id, JsonElement input)
    {
        if (input.Text("status") == "deleted") return _steps.Remove(id);
        // A conversation that goes on may change steps that were made before this run: what they are called is not known then.
        var step = _steps.GetValueOrDefault(id) ?? new PlanEntry($"step {id}", PlanStatus.Pending);
        var next = step with { Content = input.Text("subject") ?? step.Content, Status = Status(input.Text("status")) ?? step.Status };
        _steps[id] = next;
        return next != step;
    }

    private static PlanStatus? Status(string? word) => word switch
    {
        "pending" => PlanStatus.Pending,
        "in_progress" => PlanStatus.InProgress,
        "completed" => PlanStatus.Completed,
        _ => null,
    };

    private static int? Number(string? id) => int.TryParse(id, out var number) ? number : null;
}
