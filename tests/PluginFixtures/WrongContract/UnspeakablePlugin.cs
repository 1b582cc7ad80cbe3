using Orchtui.Plugins;

namespace Orchtui.Fixtures.WrongContract;

/// <summary>Names another contract in its manifest, so that it must never be created.</summary>
public sealed class UnspeakablePlugin : IPlugin
{
    public void Register(IPluginContext context) => throw new InvalidOperationException("a plugin of another contract was run");
}
