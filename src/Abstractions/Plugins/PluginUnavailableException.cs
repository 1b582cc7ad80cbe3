namespace Orchtui.Plugins;

/// <summary>
/// Thrown by a plugin when something it needs is not there just now: a network, a service, a file. It costs this one call; the host logs
/// the message and asks again when it next has reason to. Any other exception counts as a fault of the plugin and disables it.
/// </summary>
/// <param name="message">What is not available, and what a person can do about it.</param>
public sealed class PluginUnavailableException(string message) : Exception(message)
{
    /// <summary>How long it had better not be asked again; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
