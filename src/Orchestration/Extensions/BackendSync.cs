using System.Text.RegularExpressions;
using System.Threading.Channels;
using Orchtui.Backends;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using Orchtui.Plugins;
using Orchtui.Tasks;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// Brings the tasks of trackers into the queue and tells the trackers how they go. One loop owns everything: it pulls at the start, when a
/// backend comes, and at intervals, and after each change of a task tells its tracker. What could not be told is told again with the next
/// pull, and a pull also finds what changed while nobody was there, so that nothing of this needs to be stored.
/// </summary>
public sealed class BackendSync(
    TaskEngine engine, UpdateHub hub, ExtensionRegistry extensions, IEventLog log, TimeSpan interval, TimeProvider time)
{
    private const int MaxPulled = 1_000;
    private const int MaxRefLength = 200;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Dictionary<string, TaskRecord> _untold = new(StringComparer.Ordinal);

    /// <summary>What each tracker was told last: one that knows fewer states than we do would be told the same at every pull.</summary>
    private readonly Dictionary<string, TaskState> _told = new(StringComparer.Ordinal);

    private readonly Dictionary<string, DateTimeOffset> _leftAlone = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complained = new(StringComparer.Ordinal);
    private readonly HashSet<ITaskBackend> _known = [];

    public async Task RunAsync(CancellationToken stop)
    {
        using var updates = hub.Subscribe();
        void Wake() => _wake.Writer.TryWrite(true);
        extensions.Changed += Wake;
        try
        {
            await using var timer = time.CreateTimer(_ => Wake(), null, interval, interval);
            _ = ListenAsync(updates, stop);
            var due = time.GetUtcNow();
            while (true)
            {
                var isNew = extensions.All<ITaskBackend>().Any(backend => !_known.Contains(backend));
                if (isNew || time.GetUtcNow() >= due)
                {
                    due = time.GetUtcNow() + interval;
                    await PullAsync(stop).ConfigureAwait(false);
                }

                await TellAsync(stop).ConfigureAwait(false);
                await _wake.Reader.ReadAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
        finally
        {
            extensions.Changed -= Wake;
        }
    }

    private async Task ListenAsync(UpdateSubscription updates, CancellationToken stop)
    {
        try
        {
            await foreach (var update in updates.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (update is not TaskChanged { Cause: not null, Task: { ExternalRef: { } reference } task }) continue;
                lock (_untold) _untold[reference] = task;
                _wake.Writer.TryWrite(true);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
    }

    private async Task PullAsync(CancellationToken stop)
    {
        var backends = extensions.All<ITaskBackend>();
        _known.Clear();
        _known.UnionWith(backends);
        foreach (var backend in backends.Where(IsAsked))
        {
            try
            {
                var listed = await backend.ListAsync(new BackendQuery(), stop).ConfigureAwait(false);
                foreach (var task in listed.Take(MaxPulled)) await TakeAsync(backend, task).ConfigureAwait(false);
            }
            catch (PluginUnavailableException e)
            {
                LeaveAlone(backend, e);
                log.Warning($"The tasks of {backend.Profile.DisplayName} could not be read: {e.Message}");
            }
        }
    }

    private async Task TakeAsync(ITaskBackend backend, ExternalTask task)
    {
        if (!Owns(backend, task.Ref))
        {
            Complain(task.Ref, $"{backend.Profile.DisplayName} names a task '{task.Ref}', which its own pattern {backend.Profile.RefPattern} does not match.");
            return;
        }

        var found = await engine.ListAsync(new TaskQuery { ExternalRef = task.Ref, Limit = 1 }).ConfigureAwait(false);
        if (!found.Succeeded) return;
        if (found.Value is [var known])
        {
            if (TaskInfos.StateOf(known.Status) != task.State)
                lock (_untold) _untold.TryAdd(task.Ref, known);
        }
        else if (task.State is TaskState.New or TaskState.Routed)
        {
            await AddAsync(backend, task).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(ITaskBackend backend, ExternalTask task)
    {
        var added = await engine.AddAsync(new NewTask
        {
            Title = OneLine(task.Title),
            Body = task.Body,
            Project = task.Project,
            Agent = task.Agent,
            Model = task.Model,
            Source = SnakeCase.TryParse<TaskSource>(backend.Profile.Name, out var source) ? source : TaskSource.Api,
            ExternalRef = task.Ref,
            Priority = TaskInfos.PriorityOf(task.Priority),
            Labels = task.Labels,
        }).ConfigureAwait(false);
        if (added.Succeeded) log.Info($"{task.Ref} of {backend.Profile.DisplayName} is task {added.Value.Id}.");
        else Complain(task.Ref, $"{task.Ref} of {backend.Profile.DisplayName} cannot be taken: {added.Problem.Message}");
    }

    /// <summary>Tells the trackers what they do not know yet; what cannot be told stays for the next time.</summary>
    private async Task TellAsync(CancellationToken stop)
    {
        KeyValuePair<string, TaskRecord>[] untold;
        lock (_untold) untold = [.. _untold];
        var failed = new HashSet<ITaskBackend>();
        foreach (var (reference, task) in untold)
        {
            var state = TaskInfos.StateOf(task.Status);
            var backend = extensions.All<ITaskBackend>().FirstOrDefault(backend => Owns(backend, reference));
            if (backend is null || !IsAsked(backend) || failed.Contains(backend)) continue;
            try
            {
                if (!_told.TryGetValue(reference, out var last) || last != state)
                    await backend.UpdateStateAsync(TaskInfos.Of(task), stop).ConfigureAwait(false);
                _told[reference] = state;
                lock (_untold)
                    if (_untold.GetValueOrDefault(reference) == task) _untold.Remove(reference);
            }
            catch (PluginUnavailableException e)
            {
                failed.Add(backend);
                LeaveAlone(backend, e);
                log.Warning($"{backend.Profile.DisplayName} does not know yet that {reference} is {SnakeCase.Text(task.Status)}: {e.Message}");
            }
        }
    }

    private bool IsAsked(ITaskBackend backend) =>
        !_leftAlone.TryGetValue(backend.Profile.Name, out var until) || until <= time.GetUtcNow();

    private void LeaveAlone(ITaskBackend backend, PluginUnavailableException because)
    {
        if (because.RetryAfter is { } wait) _leftAlone[backend.Profile.Name] = time.GetUtcNow() + wait;
    }

    private void Complain(string reference, string problem)
    {
        if (_complained.Add(reference)) log.Warning(problem);
    }

    private static bool Owns(ITaskBackend backend, string reference) =>
        reference.Length is > 0 and <= MaxRefLength && !reference.Any(char.IsControl)
        && Regex.IsMatch(reference, $@"\A(?:{backend.Profile.RefPattern})\z", RegexOptions.NonBacktracking);

    /// <summary>A tracker's title may hold anything; ours is one line that every surface can show.</summary>
    private static string OneLine(string title)
    {
        var words = string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var line = string.Concat(words.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format));
        return line.Length <= TaskTitle.MaxLength ? line : line[..(TaskTitle.MaxLength - 1)] + "…";
    }
}
