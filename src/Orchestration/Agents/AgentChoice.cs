using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// Who runs a task: the one that was named; else the only one installed; else the installed ones in turn. An agent that exists for
/// demonstration runs only when named.
/// </summary>
public sealed class AgentChoice(AgentRegistry registry)
{
    private int _turn;

    /// <summary>Checks a name.</summary>
    /// <returns>Null when a loaded plugin offers it.</returns>
    public Refused? CheckName(string name) => registry.Find(name) is not null
        ? null
        : new Refused($"There is no agent named {name}. Known agents: {Known()}.");

    /// <summary>Chooses among the agents installed on a PATH when nobody named one.</summary>
    public async Task<Outcome<string>> ChooseAsync(string searchPath)
    {
        var candidates = registry.Ids.Where(id => registry.Find(id) is { Profile.PickedByDefault: true }).ToArray();
        var seen = await Task.WhenAll(candidates.Select(id => registry.ProbeAsync(id, searchPath))).ConfigureAwait(false);
        var installed = candidates.Where((_, i) => seen[i].Installed).ToArray();
        if (installed.Length == 0)
            return new Refused($"No agent is installed. Known agents: {Known()}. Install one of them, or name `demo` to try things out.");
        return installed[(int)((uint)(Interlocked.Increment(ref _turn) - 1) % (uint)installed.Length)];
    }

    private string Known() => registry.Ids is { Count: > 0 } ids ? string.Join(", ", ids) : "none, since no plugin is loaded";
}
