using System.Security.Cryptography;
using System.Text;
using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Environments;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Files;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Worktrees;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// Brings one claimed attempt to life: agent, worktree, launch, files, start. Everything that a restart needs (branch, worktree, session
/// id) is stored before the host is asked, so that a crash at any point leaves an attempt that can be found again.
/// </summary>
internal sealed class AttemptStarter(
    EngineOptions options,
    ITaskStore store,
    AgentRegistry registry,
    IAgentHost host,
    EnvironmentStore environments,
    WorktreeManager worktrees,
    RepositoryGate gate,
    HomeLayout home,
    StartGuards guards,
    TimeProvider time)
{
    private const int HashLength = 8;

    /// <summary>One byte less than the kernel takes for one argument, which counts the NUL at its end.</summary>
    private const int MaxArgumentBytes = (128 * 1024) - 1;

    /// <summary>How long the host may take to start a process.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    public async Task<StartResult> StartAsync(TaskRecord task, AttemptRecord attempt)
    {
        if (attempt.Id.Number > options.MaxAttempts)
            return Review(
                $"It exceeded its attempts ({task.Attempts - 1}/{options.MaxAttempts}). Raise max_attempts, or add the task anew.");
        if (registry.Find(attempt.Agent) is not { } provider)
            return Review($"No loaded plugin offers the agent {attempt.Agent}. See `plugin list`, then retry the task.");
        var environment = EnvironmentOf(task);
        if (!environment.Succeeded) return Review(environment.Problem.Message);
        if (!provider.Profile.Modes.Contains(attempt.Mode))
            return Review(
                $"{attempt.Agent} has no {SnakeCase.Text(attempt.Mode)} mode. Retry the task in another mode or with another agent.");

        var available = await AvailableAsync(attempt.Agent, environment.Value.GetValueOrDefault("PATH", "")).ConfigureAwait(false);
        if (available.Executable is not { } executable)
            return Review($"{attempt.Agent} is not installed: {available.Advice} Then retry the task.");

        var worktree = await WorktreeAsync(task).ConfigureAwait(false);
        if (!worktree.Succeeded) return new StartResult.Blocked(worktree.Problem.Message);
        var ready = task with { Worktree = worktree.Value.Path, Branch = worktree.Value.Branch };
        if (await guards.RefusalAsync(ready, attempt.Id.Number).ConfigureAwait(false) is { } refusal) return new StartResult.Blocked(refusal);
        var request = Request(task, attempt, worktree.Value, executable, environment.Value, provider.Profile);
        return await LaunchAsync(task, attempt, provider, request, worktree.Value).ConfigureAwait(false);
    }

    /// <summary>The environment a task runs with.</summary>
    public Outcome<IReadOnlyDictionary<string, string>> EnvironmentOf(TaskRecord task) => task.Environment is { } id
        ? environments.Load(id)
        : Outcome<IReadOnlyDictionary<string, string>>.Of(EnvironmentStore.Clean(options.Environment));

    private static StartResult Review(string message) => new StartResult.NeedsReview(message);

    private async Task<AgentAvailability> AvailableAsync(string agent, string searchPath)
    {
        var known = await registry.ProbeAsync(agent, searchPath).ConfigureAwait(false);
        return known.Installed ? known : await registry.ProbeAsync(agent, searchPath, fresh: true).ConfigureAwait(false);
    }

    private async Task<Outcome<TaskWorktree>> WorktreeAsync(TaskRecord task)
    {
        TaskRecord? predecessor = null;
        if (task.After is { } after)
        {
            var found = await store.GetAsync(after).ConfigureAwait(false);
            if (!found.Succeeded) return found.Problem;
            predecessor = found.Value;
        }

        return await gate.RunAsync(task.Project, () => worktrees.EnsureAsync(task, predecessor)).ConfigureAwait(false);
    }

    private LaunchRequest Request(
        TaskRecord task,
        AttemptRecord attempt,
        TaskWorktree worktree,
        string executable,
        IReadOnlyDictionary<string, string> environment,
        AgentProfile profile)
    {
        var resume = task.Resume && task.SessionId is not null;
        var settings = options.AgentSettings.GetValueOrDefault(attempt.Agent);
        return new LaunchRequest
        {
            TaskId = task.Id.Value,
            Title = task.Title,
            // In an interactive conversation that goes on, the word is the person's.
            Prompt = !resume ? task.Prompt : attempt.Mode == AgentMode.Headless ? HouseRules.GoOn : "",
            SystemPrompt = HouseRules.For(worktree, task.Project),
            Mode = attempt.Mode,
            Worktree = worktree.Path,
            Repository = task.Project,
            AttemptDirectory = home.AttemptDirectory(attempt.Id),
            EventsDirectory = home.EventsDirectory(attempt.Id),
            Executable = executable,
            Environment = environment,
            Model = task.Model ?? Setting("model"),
            Effort = Setting("effort"),
            Settings = settings ?? new Dictionary<string, string>(),
            Server = profile.HasServer && attempt.Mode == AgentMode.Interactive ? AgentServers.Choose() : null,
            SessionId = resume ? task.SessionId : profile.ChoosesSessionId ? Guid.NewGuid().ToString() : null,
            Resume = resume,
            Permissions = options.Permissions,
        };

        string? Setting(string key) => settings?.GetValueOrDefault(key)?.Trim() is { Length: > 0 } value ? value : null;
    }

    private async Task<StartResult> LaunchAsync(
        TaskRecord task, AttemptRecord attempt, IAgentProvider provider, LaunchRequest request, TaskWorktree worktree)
    {
        var prepared = Prepare(provider, request);
        if (!prepared.Succeeded) return Review(prepared.Problem.Message);
        var launch = prepared.Value;
        var session = launch.SessionId ?? request.SessionId;
        var stored = await store.UpdateAsync(task.Id, new TaskChange
        {
            Branch = worktree.Branch,
            Worktree = worktree.Path,
            BaseCommit = worktree.BaseCommit,
            BaseBranch = worktree.BaseBranch,
            SessionId = session,
            ClearSession = session is null,
        }, time.GetUtcNow()).ConfigureAwait(false);
        if (!stored.Succeeded) return new StartResult.Blocked(stored.Problem.Message);
        var kept = await store.SaveAttemptAsync(attempt with
        {
            SessionId = session,
            Directory = request.AttemptDirectory,
            PromptHash = Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(request.SystemPrompt + "\0" + request.Prompt)))[..HashLength],
        }).ConfigureAwait(false);
        if (!kept.Succeeded) return new StartResult.Blocked(kept.Problem.Message);
        if (WriteFiles(request, launch) is { } unwritten) return Review(unwritten);
        return await AskHostAsync(kept.Value, request, launch).ConfigureAwait(false);
    }

    private static Outcome<AgentLaunch> Prepare(IAgentProvider provider, LaunchRequest request)
    {
        try
        {
            var launch = provider.PrepareLaunch(request);
            if (launch.Arguments.Count == 0) return new Refused($"The plugin of {provider.Profile.Id} named no program to start.");
            return TooLong(provider.Profile.Id, launch) is { } tooLong ? tooLong : launch;
        }
#pragma warning disable CA1031 // A plugin may throw anything; the task then waits for a person, with what it threw.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Refused($"The plugin of {provider.Profile.Id} failed to prepare the launch: {e.Message}");
        }
    }

    /// <summary>The system would refuse to start it, without saying which argument it was.</summary>
    private static Refused? TooLong(string agent, AgentLaunch launch)
    {
        var longest = launch.Arguments.Max(Encoding.UTF8.GetByteCount);
        return longest <= MaxArgumentBytes
            ? null
            : new Refused(
                $"{agent} is given its prompt as an argument, and one of {longest} bytes is more than the system takes "
                + $"({MaxArgumentBytes}). Put the long part into a file of the repository and name that file, or use another mode.");
    }

    private static string? WriteFiles(LaunchRequest request, AgentLaunch launch)
    {
        try
        {
            PrivateFiles.CreateDirectory(request.EventsDirectory);
            if (request.Server is { } server)
                AgentServers.Write(request.AttemptDirectory, new AgentLinkRequest(server, request.Worktree, launch.SessionId));
            foreach (var file in launch.Files)
            {
                var path = Path.GetFullPath(file.Path);
                if (!path.StartsWith(request.AttemptDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    return $"The plugin wants to write {path}, which is not inside {request.AttemptDirectory}. It may not.";
                PrivateFiles.WriteAllText(path, file.Content, file.Executable);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The files of the launch cannot be written to {request.AttemptDirectory}: {e.Message}";
        }
    }

    private async Task<StartResult> AskHostAsync(AttemptRecord attempt, LaunchRequest request, AgentLaunch launch)
    {
        using var limit = new CancellationTokenSource(StartLimit, time);
        try
        {
            var start = await host.StartAsync(
                new AgentStartRequest
                {
                    Attempt = attempt.Id,
                    Task = attempt.Id.Task,
                    Title = request.Title,
                    Mode = request.Mode,
                    Launch = launch,
                    WorkingDirectory = request.Worktree,
                    Environment = request.Environment,
                    AttemptDirectory = request.AttemptDirectory,
                    ProviderId = attempt.Agent,
                },
                limit.Token).ConfigureAwait(false);
            return start switch
            {
                AgentStart.Started started => new StartResult.Started(attempt with { Pane = started.Pane, State = AttemptState.Running }),
                AgentStart.Refused refused => Review($"{attempt.Agent} could not be started: {refused.Message}"),
                _ => throw new InvalidOperationException($"The host answered a start with {start.GetType().Name}"),
            };
        }
        catch (OperationCanceledException)
        {
            return Review($"{attempt.Agent} could not be started within {StartLimit.TotalSeconds:0} seconds. Retry the task.");
        }
    }
}

/// <summary>How the start of an attempt went.</summary>
internal abstract record StartResult
{
    /// <summary>It runs.</summary>
    public sealed record Started(AttemptRecord Attempt) : StartResult;

    /// <summary>Worktree or disk are in the way.</summary>
    public sealed record Blocked(string Message) : StartResult;

    /// <summary>A person must look.</summary>
    public sealed record NeedsReview(string Message) : StartResult;
}
