using Orchtui.Tasks;

namespace Orchtui.Routing;

/// <summary>
/// Chooses an agent for a task for which nobody named one, where several are installed. Members are thread-safe; several tasks may be asked about at once.
/// </summary>
public interface IRoutePolicy
{
    /// <summary>The name people see in the reason of a choice. Read once, at registration.</summary>
    /// <value>Form: <c>[a-z][a-z0-9_-]*</c>, at most 32 characters.</value>
    string Name { get; }

    /// <summary>Chooses.</summary>
    /// <param name="request">The task and the agents that could do it.</param>
    /// <param name="cancellation">Ends it; the host's deadline is two minutes.</param>
    /// <returns>
    /// The choice; null for no opinion. Then, as after a failure or a choice outside the candidates, the next policy is asked, and in the end
    /// the installed agents take turns.
    /// </returns>
    /// <exception cref="Plugins.PluginUnavailableException">It cannot choose now.</exception>
    Task<RouteChoice?> ChooseAsync(RouteRequest request, CancellationToken cancellation);
}

/// <summary>A task that needs an agent.</summary>
public sealed record RouteRequest
{
    /// <summary>The task.</summary>
    public required TaskInfo Task { get; init; }

    /// <summary>The installed agents that may be chosen, by id in alphabetical order; at least two.</summary>
    public required IReadOnlyList<RouteCandidate> Candidates { get; init; }
}

/// <summary>An agent that may be chosen.</summary>
/// <param name="Agent">Its id.</param>
/// <param name="DisplayName">Its name for people.</param>
public sealed record RouteCandidate(string Agent, string DisplayName)
{
    /// <summary>The version that is installed; null when unknown.</summary>
    public string? Version { get; init; }
}

/// <summary>The agent that shall do a task.</summary>
/// <param name="Agent">The id of one of the candidates.</param>
/// <param name="Reason">Why, in words for a person; becomes part of the task's reason.</param>
public sealed record RouteChoice(string Agent, string Reason)
{
    /// <summary>The model to ask for; null leaves it as the task has it.</summary>
    public string? Model { get; init; }

    /// <summary>Labels to add to the task, such as <c>complexity:simple</c>; those it has stay.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
