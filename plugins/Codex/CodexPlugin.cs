namespace Orchtui.Plugins.Codex;

/// <summary>Offers Codex.</summary>
public sealed class CodexPlugin : IPlugin
{
    public void Register(IPluginContext context) =>
        context.AddAgent(new CodexProvider(CodexData.Load(context.PluginDirectory), context.Commands, context.Time));
}
