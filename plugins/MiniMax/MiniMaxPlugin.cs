using Orchtui.Plugins.ClaudeCompatible;

namespace Orchtui.Plugins.MiniMax;

/// <summary>Offers MiniMax through a wrapper of Claude Code that talks to MiniMax's own service.</summary>
public sealed class MiniMaxPlugin : IPlugin
{
    public void Register(IPluginContext context) =>
        context.AddAgent(new CliProvider(CliData.Load(context.PluginDirectory, "minimax.json"), context.Commands, context.Time));
}
