using Orchtui.Hooks;

namespace Orchtui.Host.Plugins;

/// <summary>A hook of a plugin.</summary>
internal sealed class GuardedHook(ITaskHook hook, HookProfile profile, PluginCalls calls)
    : GuardedExtension<ITaskHook>(PluginManifest.Hook, profile.Name, hook, calls), ITaskHook
{
    public HookProfile Profile => profile;

    public Task<HookVerdict> BeforeStartAsync(TaskStart start, CancellationToken cancellation) => AskAsync(
        "the question before a start", Deadlines.Hook, (inner, token) => inner.BeforeStartAsync(start, token), cancellation);

    public Task OnEventAsync(TaskEvent happened, CancellationToken cancellation) =>
        TellAsync("an event", Deadlines.Hook, (inner, token) => inner.OnEventAsync(happened, token), cancellation);
}
