namespace Orchtui.Plugins;

/// <summary>
/// The entry point of a plugin: the one public type of its assembly that implements this interface and has a
/// parameterless constructor. The host creates it once per load.
/// </summary>
public interface IPlugin
{
    /// <summary>
    /// Registers what the plugin offers. Called once, before anything else, on a thread-pool thread and within a deadline of
    /// ten seconds. An exception disables this plugin and nothing else; its message is shown as the reason.
    /// </summary>
    /// <param name="context">The host's side. It stays valid until the plugin is unloaded and may be kept.</param>
    void Register(IPluginContext context);
}
