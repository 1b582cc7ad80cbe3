using Orchtui.Notifications;
using Orchtui.Plugins;

namespace Orchtui.Fixtures.Notifier;

/// <summary>Writes notifications on a slate.</summary>
public sealed class SlatePlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddNotifier(new Slate(Path.Combine(context.DataDirectory, "slate")));

    private sealed class Slate(string file) : INotifier
    {
        public string Name => "slate";

        public Task NotifyAsync(Notification notification, CancellationToken cancellation) => File.AppendAllTextAsync(
            file, $"{notification.Kind} {notification.Level} {notification.Task?.Id}: {notification.Title} ({notification.Question?.Options.Count ?? 0})\n", cancellation);
    }
}
