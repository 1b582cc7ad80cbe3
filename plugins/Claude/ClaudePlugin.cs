using Orchtui.Plugins.ClaudeCompatible;

namespace Orchtui.Plugins.Claude;

/// <summary>Offers Claude Code.</summary>
public sealed class ClaudePlugin : IPlugin
{
    public void Register(IPluginContext context) =>
        context.AddAgent(new CliProvider(CliData.Load(context.PluginDirectory, "claude.json"), context.Commands, context.Time));
}
