using Orchtui.Plugins;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Stands in for the entry point of a plugin that has no assembly.</summary>
internal sealed class DeclaredPlugin(string id, AgentFile file) : IPlugin
{
    public void Register(IPluginContext context) => context.AddAgent(new DeclaredProvider(id, file, context.Commands));
}
