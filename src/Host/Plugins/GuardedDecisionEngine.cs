using Orchtui.Decisions;

namespace Orchtui.Host.Plugins;

/// <summary>A decision engine of a plugin.</summary>
internal sealed class GuardedDecisionEngine(IDecisionEngine engine, string name, PluginCalls calls)
    : GuardedExtension<IDecisionEngine>(PluginManifest.Decision, name, engine, calls), IDecisionEngine
{
    public Task<Decision?> DecideAsync(DecisionRequest request, CancellationToken cancellation) => AskAsync(
        "a decision",
        Deadlines.Decide,
        async (inner, token) => await inner.DecideAsync(request, token).ConfigureAwait(false) is { } decision ? HostCopy.Of(decision) : null,
        cancellation);
}
