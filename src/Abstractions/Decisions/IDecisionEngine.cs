namespace Orchtui.Decisions;

/// <summary>
/// Decides what would be worth doing next in a workspace while nobody asks for anything. Starts nothing itself. Members are thread-safe.
/// </summary>
public interface IDecisionEngine
{
    /// <summary>The name configuration uses. Read once, at registration.</summary>
    /// <value>Form: <c>[a-z][a-z0-9_-]*</c>, at most 32 characters.</value>
    string Name { get; }

    /// <summary>Decides. The same request should lead to the same decision wherever the engine can promise that.</summary>
    /// <param name="request">What is known.</param>
    /// <param name="cancellation">Ends it; the host's deadline is two minutes.</param>
    /// <returns>The decision; null when there is nothing worth doing.</returns>
    /// <exception cref="Plugins.PluginUnavailableException">It cannot decide now; another engine may be asked.</exception>
    Task<Decision?> DecideAsync(DecisionRequest request, CancellationToken cancellation);
}
