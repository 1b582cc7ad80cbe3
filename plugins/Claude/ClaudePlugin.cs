namespace Orchtui.Plugins.Claude;

/// <summary>Offers Claude Code.</summary>
public sealed class ClaudePlugin : IPlugin
{
    public void Register(IPluginContext context) =>
        context.AddAgent(new ClaudeProvider(ClaudeData.Load(context.PluginDirectory), context.Commands));
}
