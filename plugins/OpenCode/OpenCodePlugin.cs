namespace Orchtui.Plugins.OpenCode;

/// <summary>Offers OpenCode.</summary>
public sealed class OpenCodePlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddAgent(new OpenCodeProvider(OpenCodeData.Load(context.PluginDirectory), context));
}
