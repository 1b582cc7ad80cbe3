using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Engine;

/// <summary>What is kept of what agents do, beside what is decided.</summary>
public sealed partial class TaskEngine
{
    /// <summary>What a headless attempt said and did, from a number on.</summary>
    public Task<Outcome<IReadOnlyList<KeptUpdate>>> UpdatesAsync(AttemptId attempt, long from, int limit) => _store.UpdatesAsync(attempt, from, limit);

    /// <summary>What an attempt's agent was believed to do, with the evidence.</summary>
    public Task<Outcome<IReadOnlyList<AgentChange>>> ChangesAsync(AttemptId attempt) => _store.ChangesAsync(attempt);

    private async Task KeepChangesAsync(IReadOnlyList<AgentChange> changes)
    {
        var kept = await _store.AddChangesAsync(changes).ConfigureAwait(false);
        if (!kept.Succeeded) _log.Warning($"{changes.Count} changes of agents' states are not kept: {kept.Problem.Message}");
    }

    /// <summary>Kept first, then told. What cannot be kept is told all the same; what was told by an earlier host is not told again.</summary>
    private async Task KeepUpdatesAsync(IReadOnlyList<KeptUpdate> updates)
    {
        var kept = await _store.AddUpdatesAsync(updates).ConfigureAwait(false);
        if (!kept.Succeeded) _log.Warning($"{updates.Count} updates of agents are not kept: {kept.Problem.Message}");
        foreach (var update in kept.Succeeded ? kept.Value : updates) _hub.Publish(new AgentSaid(update));
    }
}
