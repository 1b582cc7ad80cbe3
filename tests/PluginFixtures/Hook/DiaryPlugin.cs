using Orchtui.Hooks;
using Orchtui.Plugins;

namespace Orchtui.Fixtures.Hook;

/// <summary>Writes down what it is told, and refuses tasks whose title says so.</summary>
public sealed class DiaryPlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddHook(new Diary(Path.Combine(context.DataDirectory, "diary")));

    private sealed class Diary(string file) : ITaskHook
    {
        public HookProfile Profile { get; } = new() { Name = "diary", GuardsStarts = true };

        public Task<HookVerdict> BeforeStartAsync(TaskStart start, CancellationToken cancellation)
        {
            if (start.Task.Title.Contains("forbidden", StringComparison.Ordinal))
                return Task.FromResult(HookVerdict.Refuse("it is forbidden; choose another title"));
            File.WriteAllText(Path.Combine(start.Task.Worktree!, "prepared-by-diary"), $"attempt {start.Attempt}\n");
            return Task.FromResult(HookVerdict.Go);
        }

        public Task OnEventAsync(TaskEvent happened, CancellationToken cancellation)
        {
            var from = happened.From is { } state ? $"{state}" : "nothing";
            return File.AppendAllTextAsync(
                file, $"{happened.Task.Id} {happened.Kind} {from} to {happened.Task.State} {happened.Cause}\n", cancellation);
        }
    }
}
