using Orchtui.Plugins;

namespace Orchtui.Fixtures.ThrowsOnRegister;

/// <summary>Fails while it registers.</summary>
public sealed class ThrowingPlugin : IPlugin
{
    public void Register(IPluginContext context) => throw new InvalidOperationException("the moon is in the wrong phase");
}
