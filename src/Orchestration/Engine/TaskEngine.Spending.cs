using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>What attempts use, and what of it their tasks are charged for.</summary>
public sealed partial class TaskEngine
{
    /// <summary>
    /// An interactive agent tells what its conversation has used so far, the last of it perhaps only after its turn was settled: then the
    /// rest is charged at once, else with the end of the turn.
    /// </summary>
    private async Task OnConversationUsageAsync(ActiveAttempt active, string session, AgentUsage usage)
    {
        if (active.Record.Mode != AgentMode.Interactive) return;
        if (!active.Conversations.Knows(session))
        {
            var attempts = await _store.AttemptsAsync(active.Record.Id.Task).ConfigureAwait(false);
            // It is told again with the next evidence.
            if (!attempts.Succeeded) return;
            active.Conversations.Begin(session, UsedIn(session, attempts.Value.Where(attempt => attempt.Id != active.Record.Id)));
        }

        active.Conversations.Take(session, usage);
        // What is charged already stays charged: after a restart of the host not every conversation is told of from its beginning.
        var (total, row) = (active.Conversations.Total, active.Record);
        active.Usage = new AgentUsage(
            Math.Max(total.InputTokens, row.InputTokens),
            Math.Max(total.OutputTokens, row.OutputTokens),
            total.CostUsd is { } cost ? Math.Max(cost, row.CostUsd ?? 0) : row.CostUsd);
        if (active.Phase == AttemptPhase.Resting) await ChargeAsync(active).ConfigureAwait(false);
    }

    private static AgentUsage UsedIn(string session, IEnumerable<AttemptRecord> attempts)
    {
        var used = new AgentUsage(0, 0, null);
        foreach (var attempt in attempts.Where(attempt => attempt.SessionId == session))
            used = new AgentUsage(
                used.InputTokens + attempt.InputTokens,
                used.OutputTokens + attempt.OutputTokens,
                attempt.CostUsd is { } cost ? (used.CostUsd ?? 0) + cost : used.CostUsd);
        return used;
    }

    /// <summary>The attempt's row is kept first: what is cut off between the two is never charged twice.</summary>
    private async Task ChargeAsync(ActiveAttempt active)
    {
        if (active.Usage is not { } usage || Uncharged(active, usage) is { InputTokens: 0, OutputTokens: 0 }) return;
        var task = await _store.GetAsync(active.Record.Id.Task).ConfigureAwait(false);
        if (!task.Succeeded) return;
        var change = Spent(task.Value, active);
        var charged = active.Record with { InputTokens = usage.InputTokens, OutputTokens = usage.OutputTokens, CostUsd = usage.CostUsd };
        if (!(await _store.SaveAttemptAsync(charged).ConfigureAwait(false)).Succeeded) return;
        active.Record = charged;
        var updated = await _store.UpdateAsync(task.Value.Id, change, _time.GetUtcNow()).ConfigureAwait(false);
        if (updated.Succeeded) Publish(updated.Value);
    }

    /// <summary>What the task is to be charged for beyond what the attempt's row says already.</summary>
    private static TaskChange Spent(TaskRecord task, ActiveAttempt active)
    {
        if (active.Usage is not { } usage) return new TaskChange();
        var rest = Uncharged(active, usage);
        return new TaskChange
        {
            Tokens = task.Tokens + rest.InputTokens + rest.OutputTokens,
            CostUsd = rest.CostUsd is { } cost ? (task.CostUsd ?? 0) + cost : task.CostUsd,
        };
    }

    private static AgentUsage Uncharged(ActiveAttempt active, AgentUsage usage) => new(
        Math.Max(0, usage.InputTokens - active.Record.InputTokens),
        Math.Max(0, usage.OutputTokens - active.Record.OutputTokens),
        usage.CostUsd is { } cost ? Math.Max(0, cost - (active.Record.CostUsd ?? 0)) : null);
}
