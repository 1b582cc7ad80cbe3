using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>
/// A plugin in memory: its load context, its entry point and the guards around what it registered. Everything of the host reaches the
/// plugin through this object and the guards, so that letting go of both is all that unloading takes.
/// </summary>
internal sealed class LoadedPlugin(
    PluginManifest manifest, PluginLoadContext? context, IPlugin entryPoint, IReadOnlyList<IPluginGuard> guards, string note)
{
    /// <summary>Without code of its own it leaves nothing behind: dead from the start.</summary>
    private readonly WeakReference _memory = new(context);
    private PluginLoadContext? _context = context;

    /// <summary>Held for as long as the plugin is loaded: an entry point may own timers and the like.</summary>
    private IPlugin? _entryPoint = entryPoint;

    public PluginManifest Manifest => manifest;

    /// <summary>Everything it registered.</summary>
    public IReadOnlyList<IPluginGuard> Guards => guards;

    public IReadOnlyList<GuardedAgentProvider> Agents { get; } = [.. guards.OfType<GuardedAgentProvider>()];

    /// <summary>What was refused it; empty when nothing was.</summary>
    public string Note => note;

    public bool IsAttached => _entryPoint is not null;

    /// <summary>Cuts the host off from the plugin and asks the runtime to unload it. The result dies when it has left memory.</summary>
    public WeakReference Unload(string reason)
    {
        foreach (var guard in guards) guard.Detach(reason);
        _entryPoint = null;
        _context?.Unload();
        _context = null;
        return _memory;
    }
}
