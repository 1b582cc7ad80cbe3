using Orchtui.Routing;

namespace Orchtui.Host.Plugins;

/// <summary>A route policy of a plugin.</summary>
internal sealed class GuardedRoutePolicy(IRoutePolicy policy, string name, PluginCalls calls)
    : GuardedExtension<IRoutePolicy>(PluginManifest.Route, name, policy, calls), IRoutePolicy
{
    public Task<RouteChoice?> ChooseAsync(RouteRequest request, CancellationToken cancellation) => AskAsync(
        "a choice",
        Deadlines.Decide,
        async (inner, token) => await inner.ChooseAsync(request, token).ConfigureAwait(false) is { } choice
            ? choice with { Labels = [.. choice.Labels] }
            : null,
        cancellation);
}
