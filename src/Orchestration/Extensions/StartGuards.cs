using Orchtui.Hooks;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;
using Orchtui.Plugins;

namespace Orchtui.Orchestration.Extensions;

/// <summary>Asks the hooks that want it before an attempt starts. One that fails has not refused: a broken hook must not stop all work.</summary>
internal sealed class StartGuards(ExtensionRegistry extensions, IEventLog log)
{
    /// <returns>Why it may not start; null when it may.</returns>
    public async Task<string?> RefusalAsync(TaskRecord task, int attempt)
    {
        foreach (var hook in extensions.All<ITaskHook>().Where(hook => hook.Profile.GuardsStarts))
        {
            try
            {
                var verdict = await hook.BeforeStartAsync(new TaskStart(TaskInfos.Of(task), attempt), CancellationToken.None).ConfigureAwait(false);
                if (!verdict.Allowed) return $"hook {hook.Profile.Name} refused the start: {verdict.Reason}";
            }
            catch (PluginUnavailableException e)
            {
                log.Warning($"Task {task.Id} starts without having asked the hook {hook.Profile.Name}: {e.Message}");
            }
        }

        return null;
    }
}
