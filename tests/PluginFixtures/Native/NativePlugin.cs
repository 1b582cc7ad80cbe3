using System.Runtime.InteropServices;
using Orchtui.Notifications;
using Orchtui.Plugins;

namespace Orchtui.Fixtures.Native;

/// <summary>Answers with what a native library of its own says. The library is put beside it by the test.</summary>
public sealed partial class NativePlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddNotifier(new Named($"answer-{Answer()}"));

    /// <summary>Whatever library the test takes, it is one of SQLite under another name.</summary>
    [LibraryImport("fixture_answer", EntryPoint = "sqlite3_libversion_number")]
    private static partial int Answer();

    private sealed class Named(string name) : INotifier
    {
        public string Name => name;

        public Task NotifyAsync(Notification notification, CancellationToken cancellation) =>
            $"answer-{Answer()}" == name ? Task.CompletedTask : throw new InvalidOperationException("its library says something else now");
    }
}
