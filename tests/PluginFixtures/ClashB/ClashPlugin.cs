using Orchtui.Plugins;

namespace Orchtui.Fixtures.ClashB;

/// <summary>Shows the version of the library that it was given.</summary>
public sealed class ClashPlugin : IPlugin
{
    public void Register(IPluginContext context) =>
        context.AddAgent(new FixtureAgent(context.PluginId, ClashLibrary.Library.Version));
}
