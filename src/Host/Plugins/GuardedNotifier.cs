using Orchtui.Notifications;

namespace Orchtui.Host.Plugins;

/// <summary>A notifier of a plugin.</summary>
internal sealed class GuardedNotifier(INotifier notifier, string name, PluginCalls calls)
    : GuardedExtension<INotifier>(PluginManifest.Notifier, name, notifier, calls), INotifier
{
    public Task NotifyAsync(Notification notification, CancellationToken cancellation) =>
        TellAsync("a notification", Deadlines.Notify, (inner, token) => inner.NotifyAsync(notification, token), cancellation);
}
