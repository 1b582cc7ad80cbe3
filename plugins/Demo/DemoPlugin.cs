namespace Orchtui.Plugins.Demo;

/// <summary>Offers the built-in agent that shows everything without an account.</summary>
public sealed class DemoPlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddAgent(new DemoProvider(context.PluginDirectory));
}
