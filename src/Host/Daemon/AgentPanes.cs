using System.Collections.Concurrent;
using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.Host.Plugins;
using Orchtui.Mux;
using Orchtui.Mux.Panes;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Runs agents in panes for the engine: an interactive one directly, a headless one under <c>agent-run</c>. Each living attempt has an
/// <see cref="AttemptObservation"/> that turns what can be seen of it into evidence. Thread-safe.
/// </summary>
internal sealed class AgentPanes(
    PaneService panes, MuxServer mux, PluginCatalog plugins, AgentRegistry agents, Action<AttemptEvent> tell, TimeProvider time, HostLog log) : IAgentHost
{
    private readonly ConcurrentDictionary<AttemptId, AttemptObservation> _observed = new();
    private readonly List<(AttemptObservation Observation, bool Ended)> _adopted = [];

    /// <summary>Attempts whose panes came back after a restart and ended before they were adopted; null once adoption is over.</summary>
    private volatile ConcurrentDictionary<AttemptId, int>? _endedEarly = new();

    /// <summary>How long a headless run may take; agent-run ends it a little later than the engine would.</summary>
    public TimeSpan RunTimeout { get; init; }

    /// <summary>What an attempt's agent is doing; null when the engine does not know it.</summary>
    public Func<AttemptId, AgentState?> StateOf { get; init; } = _ => null;

    /// <summary>Whether an agent works on anything just now: its plugin had better stay as it is.</summary>
    public bool IsWorking(string agent) => _observed.Any(pair => pair.Value.Provider == agent && StateOf(pair.Key) is
    {
        Activity: not (AgentActivity.Idle or AgentActivity.Done or AgentActivity.Failed or AgentActivity.Limited or AgentActivity.Exited),
    });

    public async Task<AgentStart> StartAsync(AgentStartRequest request, CancellationToken ct)
    {
        var environment = Merge(request.Environment, request.Launch.Environment);
        var arguments = request.Launch.Arguments;
        if (request.Mode == AgentMode.Headless)
        {
            if (PrepareRun(request, environment) is { } refusal) return new AgentStart.Refused(refusal);
            arguments = SelfCommand.With("agent-run", "--attempt", request.AttemptDirectory);
            if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) environment["DOTNET_ROOT"] = root;
        }

        await CloseOldPanesAsync(request.Task, request.Attempt).ConfigureAwait(false);

        // Watched from before its first byte: a program that ends at once has said something too.
        var observation = Observation(request.Attempt, request.ProviderId, request.Mode, request.AttemptDirectory, request.Launch.SessionId);
        if (_observed.TryAdd(request.Attempt, observation)) observation.Start(isAdopted: false);
        else observation.Dispose();
        var opened = await OpenAsync(request, arguments, environment, ct).ConfigureAwait(false);
        if (opened.Id is not { } pane)
        {
            Unwatch(request.Attempt);
            return new AgentStart.Refused(opened.Error);
        }

        return new AgentStart.Started(pane.ToString());
    }

    private async Task<PaneOpened> OpenAsync(
        AgentStartRequest request, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        var opening = new PaneRequest
        {
            Arguments = arguments,
            WorkingDirectory = request.WorkingDirectory,
            Environment = environment,
            Name = $"{request.ProviderId}#{request.Task}",
            Size = await mux.InvokeAsync(server => server.LatestClient is { } client
                ? new CellSize(client.Size.Columns, Math.Max(1, client.Size.Rows - MuxServer.ChromeRows))
                : new CellSize(120, 40)).ConfigureAwait(false),
            Keep = true,
            TaskId = request.Task.Value,
            Attempt = request.Attempt.ToString(),
        };
        try
        {
            return await panes.OpenAsync(opening, ct).ConfigureAwait(false);
        }
        catch
        {
            // What is watched counts as alive.
            Unwatch(request.Attempt);
            throw;
        }
    }

    private void Unwatch(AttemptId attempt)
    {
        if (_observed.TryRemove(attempt, out var unused)) unused.Dispose();
    }

    public async Task<bool> StopAsync(AttemptId attempt, CancellationToken ct)
    {
        var record = await mux.InvokeAsync(_ => Find(attempt)?.Record).ConfigureAwait(false);
        return record is null || await panes.StopAsync(record, ct).ConfigureAwait(false);
    }

    public Task<AnswerReceipt> AnswerAsync(OpenQuestion question, AgentAnswer answer, CancellationToken ct) =>
        _observed.TryGetValue(question.Attempt, out var observation)
            ? observation.AnswerAsync(question, answer, ct)
            : Task.FromResult(new AnswerReceipt(false, "The agent has ended; the answer was not written."));

    public IReadOnlyList<AttemptId> Alive() => [.. _observed.Keys];

    /// <summary>
    /// Finds the attempts of panes that came back after a restart; returns how those that are over ended. Nothing is told of them before
    /// <see cref="StartAdopted"/>, since the engine has to know an attempt before it can take in what is said of it.
    /// </summary>
    public async Task<IReadOnlyDictionary<AttemptId, int>> AdoptAsync(Func<AttemptId, AdoptedAttempt?> describe)
    {
        var exits = new Dictionary<AttemptId, int>();
        var found = await mux.InvokeAsync(server => server.Panes
            .Where(pane => pane.Record.Attempt is not null)
            .Select(pane => (pane.Record.Attempt, pane.Ended, pane.Exit)).ToList()).ConfigureAwait(false);
        foreach (var (name, ended, exit) in found)
        {
            if (!AttemptId.TryParse(name, out var attempt)) continue;
            if (ended) exits[attempt] = exit?.ShellCode ?? -1;
            if (describe(attempt) is not { } known) continue;
            var observation = Observation(attempt, known.Agent, known.Mode, known.Directory, known.SessionId);
            if (ended || _observed.TryAdd(attempt, observation)) _adopted.Add((observation, ended));
            else observation.Dispose();
        }

        foreach (var (attempt, code) in Interlocked.Exchange(ref _endedEarly, null) ?? []) exits.TryAdd(attempt, code);
        return exits;
    }

    /// <summary>Tells what the adopted attempts have left to read, also those that ended meanwhile, and watches those that live.</summary>
    public void StartAdopted()
    {
        foreach (var (observation, ended) in _adopted)
        {
            observation.Start(isAdopted: true);
            if (ended) observation.Finish(() => { });
        }

        _adopted.Clear();
    }

    public AttemptObservation? ObservationOf(Pane pane) =>
        AttemptId.TryParse(pane.Record.Attempt, out var attempt) ? _observed.GetValueOrDefault(attempt) : null;

    /// <summary>A pane's program has ended: nothing more will be seen of its attempt. Mux thread.</summary>
    public void OnEnded(Pane pane)
    {
        if (!AttemptId.TryParse(pane.Record.Attempt, out var attempt)) return;
        var code = pane.Exit?.ShellCode ?? -1;
        if (_observed.TryRemove(attempt, out var observation)) observation.Finish(() => tell(new AttemptExited(attempt, code)));
        else
        {
            _endedEarly?.TryAdd(attempt, code);
            tell(new AttemptExited(attempt, code));
        }

        // An interactive agent that was left in peace closes its pane; one that failed leaves its last words on the screen.
        if (code == 0 && observation?.Mode == AgentMode.Interactive) mux.Post(() => mux.Remove(pane.Id));
    }

    /// <summary>The panes of a task that is over are closed.</summary>
    public async Task ClosePanesAsync(TaskId task)
    {
        foreach (var id in await mux.InvokeAsync(server => server.Panes.Where(pane => pane.Record.TaskId == task.Value).Select(pane => pane.Id).ToList()).ConfigureAwait(false))
            await panes.KillAsync(id, CancellationToken.None).ConfigureAwait(false);
    }

    private Pane? Find(AttemptId attempt) => mux.Panes.FirstOrDefault(pane => pane.Record.Attempt == attempt.ToString());

    /// <summary>The transcript of an earlier attempt makes room for the next one.</summary>
    private async Task CloseOldPanesAsync(TaskId task, AttemptId keep)
    {
        var old = await mux.InvokeAsync(server => server.Panes
            .Where(pane => pane.Record.TaskId == task.Value && pane.Ended && pane.Record.Attempt != keep.ToString())
            .Select(pane => pane.Id).ToList()).ConfigureAwait(false);
        await mux.InvokeAsync(server => old.ForEach(server.Remove)).ConfigureAwait(false);
    }

    private AttemptObservation Observation(AttemptId attempt, string agent, AgentMode mode, string directory, string? session)
    {
        var link = mode == AgentMode.Interactive && AgentServers.Read(directory) is { } server
            ? new LastingAgentLink(agents, agent, server with { SessionId = session }, why => log.Warn($"Attempt {attempt}: {why}; screen and title go on telling."))
            : null;
        var observer = mode == AgentMode.Interactive ? new LastingAgentObserver(() => agents.Find(agent)) : null;
        return new AttemptObservation(attempt, mode, directory, observer, link, mux, tell, time, log) { Provider = agent };
    }

    private string? PrepareRun(AgentStartRequest request, Dictionary<string, string> environment)
    {
        if (plugins.List().FirstOrDefault(plugin => plugin.Provides.Contains($"agent:{request.ProviderId}")) is not { } plugin)
            return $"No loaded plugin offers the agent {request.ProviderId}; see 'orchtui plugin list'.";
        var changes = new Dictionary<string, string?>(request.Launch.Environment) { ["DOTNET_ROOT"] = null };
        var launch = new AgentRunLaunch
        {
            Title = request.Title,
            Arguments = request.Launch.Arguments,
            Environment = changes,
            StandardInput = request.Launch.StandardInput,
            WorkingDirectory = request.WorkingDirectory,
            PluginDirectory = plugin.Path,
            ProviderId = request.ProviderId,
            TimeoutSeconds = RunTimeout.TotalSeconds,
        };
        try
        {
            launch.Write(request.AttemptDirectory);
            return null;
        }
        catch (IOException error)
        {
            return $"The launch could not be written to {request.AttemptDirectory}: {error.Message}";
        }
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string?> changes)
    {
        var merged = new Dictionary<string, string>(environment);
        foreach (var (name, value) in changes)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = value;
        }

        return merged;
    }
}

/// <summary>An attempt that an earlier host left running, as far as the store knows it.</summary>
internal sealed record AdoptedAttempt(string Agent, AgentMode Mode, string Directory, string? SessionId);
