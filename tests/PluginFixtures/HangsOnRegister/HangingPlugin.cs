using Orchtui.Plugins;

namespace Orchtui.Fixtures.HangsOnRegister;

/// <summary>Never comes back from its registration.</summary>
public sealed class HangingPlugin : IPlugin
{
    public void Register(IPluginContext context) => new ManualResetEventSlim().Wait();
}
