using Orchtui.Plugins;
using Orchtui.Routing;

namespace Orchtui.Fixtures.Route;

/// <summary>Offers two agents and a policy that reads the way from the title; without a word about it, it has no opinion.</summary>
public sealed class SignpostPlugin : IPlugin
{
    public void Register(IPluginContext context)
    {
        context.AddAgent(new FixtureAgent("left", "Left"));
        context.AddAgent(new FixtureAgent("right", "Right"));
        context.AddRoutePolicy(new Signpost());
    }

    private sealed class Signpost : IRoutePolicy
    {
        public string Name => "signpost";

        public Task<RouteChoice?> ChooseAsync(RouteRequest request, CancellationToken cancellation)
        {
            var named = request.Task.Title.Split(' ').FirstOrDefault(word => word is "left" or "right" or "nowhere");
            return Task.FromResult(named is null ? null : new RouteChoice(named, "the title points there") { Model = "m1", Labels = ["complexity:simple"] });
        }
    }
}

