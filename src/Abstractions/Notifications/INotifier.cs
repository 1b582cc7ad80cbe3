namespace Orchtui.Notifications;

/// <summary>
/// Carries word to a person who is not looking at the screen: a chat, a mail, a desktop, a command. Members are thread-safe;
/// notifications come one at a time, in order.
/// </summary>
public interface INotifier
{
    /// <summary>The name configuration uses. Read once, at registration.</summary>
    /// <value>Form: <c>[a-z][a-z0-9_-]*</c>, at most 32 characters.</value>
    string Name { get; }

    /// <summary>Delivers one notification. What it carries is data: a notifier expands none of it in a shell.</summary>
    /// <param name="notification">What to tell.</param>
    /// <param name="cancellation">
    /// Ends it; the host's deadline is thirty seconds. One that is late or fails is lost and logged; it is not delivered again.
    /// </param>
    /// <returns>A task that ends when it is on its way.</returns>
    /// <exception cref="Plugins.PluginUnavailableException">It cannot be delivered now.</exception>
    Task NotifyAsync(Notification notification, CancellationToken cancellation);
}
