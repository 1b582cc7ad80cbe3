namespace Orchtui.Host.Plugins;

/// <summary>The host's stand-in for one thing that a plugin registered: what the rest of the host holds in its place.</summary>
internal interface IPluginGuard
{
    /// <summary>The capability it was registered under.</summary>
    string Kind { get; }

    /// <summary>Its name, unique among those of its kind.</summary>
    string Name { get; }

    /// <summary>Lets go of the plugin. Later calls are answered with <paramref name="reason"/>.</summary>
    void Detach(string reason);
}
