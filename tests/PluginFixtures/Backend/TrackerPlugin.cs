using Orchtui.Backends;
using Orchtui.Plugins;
using Orchtui.Tasks;

namespace Orchtui.Fixtures.Backend;

/// <summary>A tracker made of one file: a line per task with ref, state, project, agent and title between tabs.</summary>
public sealed class TrackerPlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddBackend(new Tracker(Path.Combine(context.DataDirectory, "tasks")));

    private sealed class Tracker(string file) : ITaskBackend
    {
        private readonly Lock _lock = new();

        public BackendProfile Profile { get; } = new() { Name = "tracker", DisplayName = "The tracker", RefPattern = @"T-\d+" };

        public Task<IReadOnlyList<ExternalTask>> ListAsync(BackendQuery query, CancellationToken cancellation)
        {
            if (!File.Exists(file)) throw new PluginUnavailableException("there is no file yet");
            lock (_lock)
                return Task.FromResult<IReadOnlyList<ExternalTask>>([.. Read().Where(task => task.State is not (TaskState.Done or TaskState.Cancelled))]);
        }

        public async Task<ExternalTask?> FindAsync(string externalRef, CancellationToken cancellation) =>
            (await ListAsync(new BackendQuery(), cancellation)).FirstOrDefault(task => task.Ref == externalRef);

        public Task UpdateStateAsync(TaskInfo task, CancellationToken cancellation)
        {
            lock (_lock)
            {
                File.AppendAllText(file + ".told", $"{task.ExternalRef} {task.State}\n");
                Write([.. Read().Select(one => one.Ref == task.ExternalRef ? one with { State = task.State } : one)]);
            }

            return Task.CompletedTask;
        }

        private IEnumerable<ExternalTask> Read() => File.ReadAllLines(file).Select(line => line.Split('\t')).Select(part => new ExternalTask
        {
            Ref = part[0],
            State = Enum.Parse<TaskState>(part[1]),
            Project = part[2],
            Agent = part[3],
            Title = part[4],
            Labels = ["tracked"],
        });

        private void Write(IReadOnlyList<ExternalTask> tasks) =>
            File.WriteAllLines(file, tasks.Select(task => string.Join('\t', task.Ref, task.State, task.Project, task.Agent, task.Title)));
    }
}
