using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Plugins;
using Orchtui.Routing;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// Who runs a task: the one that was named; else the only one installed; else the one that a route policy chooses; else the installed ones
/// in turn. An agent that exists for demonstration runs only when named.
/// </summary>
public sealed class AgentChoice(AgentRegistry registry, ExtensionRegistry? extensions = null)
{
    private int _turn;

    /// <summary>Whether a policy is asked where there is a choice.</summary>
    public bool AsksPolicies => extensions?.Any<IRoutePolicy>() == true;

    /// <summary>Checks a name.</summary>
    /// <returns>Null when a loaded plugin offers it.</returns>
    public Refused? CheckName(string name) => registry.Find(name) is not null
        ? null
        : new Refused($"There is no agent named {name}. Known agents: {Known()}.");

    /// <summary>Chooses among the agents installed on a PATH when nobody named one and no policy is to be asked.</summary>
    public async Task<Outcome<string>> ChooseAsync(string searchPath)
    {
        var installed = await InstalledAsync(searchPath).ConfigureAwait(false);
        return installed.Count == 0 ? NoneInstalled() : Next(installed);
    }

    /// <summary>Chooses for a task that is stored already.</summary>
    /// <param name="task">The task.</param>
    /// <param name="searchPath">The PATH it will have.</param>
    /// <param name="log">Where a policy that fails or chooses what it may not is told.</param>
    public async Task<Outcome<AgentPick>> ChooseAsync(TaskRecord task, string searchPath, IEventLog log)
    {
        var installed = await InstalledAsync(searchPath).ConfigureAwait(false);
        if (installed.Count == 0) return NoneInstalled();
        if (installed.Count > 1 && extensions is not null)
        {
            var request = new RouteRequest { Task = TaskInfos.Of(task), Candidates = installed };
            foreach (var policy in extensions.All<IRoutePolicy>())
                if (await AskAsync(policy, request, log).ConfigureAwait(false) is { } pick) return pick;
        }

        var agent = Next(installed);
        return new AgentPick(agent, InTurn(agent));
    }

    internal static string InTurn(string agent) => $"{agent} was chosen among the installed agents";

    private static async Task<AgentPick?> AskAsync(IRoutePolicy policy, RouteRequest request, IEventLog log)
    {
        try
        {
            if (await policy.ChooseAsync(request, CancellationToken.None).ConfigureAwait(false) is not { } choice) return null;
            if (request.Candidates.Any(candidate => candidate.Agent == choice.Agent))
                return new AgentPick(choice.Agent, $"{choice.Agent} was chosen by {policy.Name}: {choice.Reason}")
                {
                    Model = choice.Model,
                    Labels = choice.Labels,
                };
            log.Warning($"The route policy {policy.Name} chose {choice.Agent} for task {request.Task.Id}, which cannot be chosen.");
        }
        catch (PluginUnavailableException e)
        {
            log.Warning($"The route policy {policy.Name} did not choose for task {request.Task.Id}: {e.Message}");
        }

        return null;
    }

    private async Task<IReadOnlyList<RouteCandidate>> InstalledAsync(string searchPath)
    {
        var candidates = registry.Ids.Select(registry.Find).OfType<IAgentProvider>().Where(agent => agent.Profile.PickedByDefault).ToArray();
        var seen = await Task.WhenAll(candidates.Select(agent => registry.ProbeAsync(agent.Profile.Id, searchPath))).ConfigureAwait(false);
        return
        [
            .. candidates.Zip(seen).Where(pair => pair.Second.Installed).Select(pair =>
                new RouteCandidate(pair.First.Profile.Id, pair.First.Profile.DisplayName) { Version = pair.Second.Version }),
        ];
    }

    private string Next(IReadOnlyList<RouteCandidate> installed) =>
        installed[(int)((uint)(Interlocked.Increment(ref _turn) - 1) % (uint)installed.Count)].Agent;

    private Refused NoneInstalled() =>
        new($"No agent is installed. Known agents: {Known()}. Install one of them, or name `demo` to try things out.");

    private string Known() => registry.Ids is { Count: > 0 } ids ? string.Join(", ", ids) : "none, since no plugin is loaded";
}

/// <summary>The agent that was chosen for a task.</summary>
/// <param name="Agent">Its id.</param>
/// <param name="Reason">How it was chosen.</param>
public sealed record AgentPick(string Agent, string Reason)
{
    /// <summary>The model to ask for; null leaves it as it is.</summary>
    public string? Model { get; init; }

    /// <summary>Labels to add.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
