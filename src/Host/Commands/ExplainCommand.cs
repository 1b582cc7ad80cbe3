using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Host.Commands;

/// <summary><c>agent explain</c>: one form for an agent that works, one whose attempt has ended, and one that never ran.</summary>
internal static class ExplainCommand
{
    public static async Task<CommandResult> RunAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (TaskCommands.TryId(values, out var id) is { } unknown) return unknown;
        var explained = await context.Host.Engine.ExplainAsync(id).ConfigureAwait(false);
        return explained.Succeeded ? CommandResult.Ok(Json(explained.Value)) : TaskCommands.Failure(explained.Problem);
    }

    private static JsonObject Json(TaskExplanation explained)
    {
        var (attempt, agent) = (explained.Attempt, explained.Agent);
        return new JsonObject
        {
            ["id"] = explained.Task.Id.Value,
            ["status"] = SnakeCase.Text(explained.Task.Status),
            ["attempt"] = attempt?.Id.Number,
            ["attempt_state"] = attempt is null ? null : SnakeCase.Text(attempt.State),
            ["state"] = State(attempt, agent),
            ["source"] = agent?.Current.Source is { } source ? SnakeCase.Text(source) : null,
            ["reason"] = explained.Reason,
            ["since"] = (agent?.Current.Since ?? attempt?.EndedAt) is { } since ? TaskCommands.Time(since) : null,
            ["stuck"] = agent?.Current.Stuck ?? false,
            ["question"] = agent?.Current.State.Question?.Text,
            ["exit_code"] = attempt?.ExitCode,
            ["claims"] = new JsonArray([.. (agent?.Claims ?? []).Select(claim => (JsonNode)new JsonObject
            {
                ["source"] = SnakeCase.Text(claim.Source),
                ["state"] = SnakeCase.Text(claim.Activity),
                ["reason"] = claim.Reading.Reason,
                ["at"] = TaskCommands.Time(claim.At),
            })]),
            ["changes"] = new JsonArray([.. explained.Changes.Select(change => (JsonNode)new JsonObject
            {
                ["at"] = TaskCommands.Time(change.At),
                ["from"] = SnakeCase.Text(change.From),
                ["to"] = SnakeCase.Text(change.To),
                ["source"] = change.Source is { } by ? SnakeCase.Text(by) : null,
                ["reason"] = change.Reason,
            })]),
            ["history"] = new JsonArray([.. explained.History.Select(TaskCommands.Json)]),
        };
    }

    /// <summary>Nothing at all is said of an agent that never ran; one that is not watched (yet) is unknown, never idle.</summary>
    private static string? State(AttemptRecord? attempt, AgentExplanation? agent) => (attempt, agent) switch
    {
        (_, { } known) => SnakeCase.Text(known.Current.State.Activity),
        (null, _) => null,
        ({ Open: true }, _) => SnakeCase.Text(Agents.AgentActivity.Unknown),
        _ => SnakeCase.Text(Agents.AgentActivity.Exited),
    };
}
