using Orchtui.Plugins;

namespace Orchtui.Fixtures.Good;

/// <summary>Registers one agent and nothing else.</summary>
public sealed class GoodPlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddAgent(new FixtureAgent("good", "Good agent"));
}
