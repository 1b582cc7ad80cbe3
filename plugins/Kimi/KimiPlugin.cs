using Orchtui.Plugins.ClaudeCompatible;

namespace Orchtui.Plugins.Kimi;

/// <summary>Offers Kimi through a wrapper of Claude Code that talks to Kimi's own service.</summary>
public sealed class KimiPlugin : IPlugin
{
    public void Register(IPluginContext context) =>
        context.AddAgent(new CliProvider(CliData.Load(context.PluginDirectory, "kimi.json"), context.Commands, context.Time));
}
