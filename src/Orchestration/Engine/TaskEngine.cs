using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchtui.Commands;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Environments;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Landing;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using Orchtui.Orchestration.Worktrees;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// Runs tasks. One loop owns everything that is decided: it takes messages of a closed set from a channel, one at a time, and is the
/// only one that changes a task's status. What takes long (worktrees, probes, starts, commits, landing) runs beside it and answers
/// with a message; the loop itself waits for nothing but the store. Each change is in the store before it is acted upon, so the memory
/// here is only a cache that <see cref="RecoverAsync"/> can fill again. Event-driven; a tick every ten seconds is the safety net.
/// </summary>
/// <remarks>
/// Every verb is answered. It is either answered where it is handled, or kept by an attempt that is busy (<see cref="ActiveAttempt"/>),
/// or carried by the message of the work it began; each of those ends in an answer, also when the handling fails, the store cannot be
/// written, a process will not end, or the engine stops.
/// Split by concern: this file is the surface and the loop; the others are asking, dispatch, constraints, attempts, verbs, settling,
/// stopping, recovery, landing, why.
/// </remarks>
public sealed partial class TaskEngine : IAsyncDisposable
{
    /// <summary>The safety net under the events.</summary>
    internal static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(10);

    private readonly Channel<EngineMessage> _messages =
        Channel.CreateUnbounded<EngineMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ActiveAttempts _active = new();
    private readonly List<EngineMessage> _deferred = [];
    private readonly ConcurrentDictionary<AttemptId, TrackedState> _states = new();
    private readonly ConcurrentDictionary<AttemptId, OpenQuestion> _questions = new();
    private readonly PastQuestions _past = new();

    /// <summary>Whose question is being answered now: one answer at a time.</summary>
    private readonly ConcurrentDictionary<AttemptId, string> _answering = new();

    /// <summary>The last answer that was given to each agent, until it is confirmed. Touched by the loop only.</summary>
    private readonly Dictionary<AttemptId, Receipt> _given = [];

    /// <summary>When a question of an attempt was answered last.</summary>
    private readonly Dictionary<AttemptId, DateTimeOffset> _answeredAt = [];
    private readonly BatchWriter<AgentChange> _changes;
    private readonly BatchWriter<KeptUpdate> _updates;
    private readonly ConcurrentDictionary<string, string> _searchPaths = new(StringComparer.Ordinal);
    private readonly EngineOptions _options;
    private readonly ITaskStore _store;
    private readonly AgentRegistry _registry;
    private readonly AgentChoice _choice;
    private readonly IAgentHost _host;
    private readonly UpdateHub _hub;
    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private readonly GitClient _git;
    private readonly EnvironmentStore _environments;
    private readonly RepositoryGate _gate = new();
    private readonly AttemptStarter _starter;
    private readonly TurnCloser _closer;
    private readonly Lander _lander;
    private readonly Remover _remover;
    private readonly ExtensionRegistry _extensions;
    private readonly ConstraintGate _constraints;
    private readonly ITimer _timer;
    private readonly Task _loop;

    /// <summary>Makes an engine and starts its loop. Nothing is dispatched before <see cref="RecoverAsync"/> was called.</summary>
    public TaskEngine(
        EngineOptions options,
        ITaskStore store,
        AgentRegistry registry,
        IAgentHost host,
        ICommandRunner commands,
        UpdateHub hub,
        IEventLog log,
        TimeProvider time,
        ExtensionRegistry? extensions = null)
    {
        (_options, _store, _registry, _host, _hub, _log, _time) = (options, store, registry, host, hub, log, time);
        var home = new HomeLayout(options.Home);
        _changes = new BatchWriter<AgentChange>(KeepChangesAsync);
        _updates = new BatchWriter<KeptUpdate>(KeepUpdatesAsync);
        _git = new GitClient(commands);
        _extensions = extensions ?? new ExtensionRegistry();
        _constraints = new ConstraintGate(_extensions, options.Constraints, time);
        _choice = new AgentChoice(registry, _extensions);
        _environments = new EnvironmentStore(home.Environments);
        _starter = new AttemptStarter(
            options, store, registry, host, _environments, new WorktreeManager(_git, home), _gate, home, new StartGuards(_extensions, log), time);
        _closer = new TurnCloser(_git);
        _lander = new Lander(_git, home);
        _remover = new Remover(_git);
        _timer = time.CreateTimer(_ => Send(new EngineMessage.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        registry.Changed += OnRegistryChanged;
        _extensions.Changed += OnExtensionsChanged;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Tells what the host saw of an attempt. Never waits.</summary>
    public void Post(AttemptEvent happened) => Send(new EngineMessage.Happened(happened));

    /// <summary>What an attempt's agent is doing; null when it is not active.</summary>
    public TrackedState? StateOf(AttemptId attempt) => _states.GetValueOrDefault(attempt);

    /// <summary>Why the state of an attempt that is active is what it is.</summary>
    public Task<Outcome<AgentExplanation>> ExplainAsync(AttemptId attempt)
    {
        var reply = new Reply<AgentExplanation>();
        Send(new EngineMessage.Explain(attempt, reply));
        return reply.Task;
    }

    /// <summary>
    /// Stops deciding. Agents go on; the next engine finds them again. What is under way in repositories is given a moment, and whoever
    /// still waits for an answer then gets one.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _registry.Changed -= OnRegistryChanged;
        _extensions.Changed -= OnExtensionsChanged;
        await LetEndAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _messages.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        RefuseAll();
        await _changes.DisposeAsync().ConfigureAwait(false);
        await _updates.DisposeAsync().ConfigureAwait(false);
    }

    private void OnRegistryChanged() => Send(new EngineMessage.Tick());

    /// <summary>After disposal messages have nobody to go to; what they would have decided is found again at recovery.</summary>
    private void Send(EngineMessage message)
    {
        if (!_messages.Writer.TryWrite(message)) message.Refuse(HostStops);
    }

    private async Task LoopAsync()
    {
        await foreach (var message in _messages.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await HandleAsync(message).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A fault in handling one message must not end all tasks; it is logged with what it was about.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _log.Warning($"The engine failed on {message.GetType().Name}: {e}");
                Recover(message, new Refused($"The engine failed: {e.Message} The log of the host has the details."));
            }

            ArmTimer();
        }
    }

    private Task HandleAsync(EngineMessage message) => message switch
    {
        EngineMessage.Happened happened => OnEventAsync(happened.Event),
        EngineMessage.Add add => OnAddAsync(add),
        EngineMessage.Verb verb => OnVerbAsync(verb),
        EngineMessage.Chosen chosen => OnChosenAsync(chosen),
        EngineMessage.GateChecked => OnGateCheckedAsync(),
        EngineMessage.Probed probed => OnProbedAsync(probed),
        EngineMessage.Prepared prepared => OnPreparedAsync(prepared),
        EngineMessage.TurnClosed closed => OnTurnClosedAsync(closed),
        EngineMessage.Ended ended => OnEndedAsync(ended),
        EngineMessage.Superseded superseded => OnSupersededAsync(superseded),
        EngineMessage.Settled settled => OnSettledAsync(settled),
        EngineMessage.Recover recover => OnRecoverAsync(recover),
        EngineMessage.Explain explain => OnExplain(explain),
        EngineMessage.Answered answered => OnAnsweredAsync(answered),
        EngineMessage.Tick => OnTickAsync(),
        EngineMessage.Stop stop => OnStop(stop),
        _ => throw new InvalidOperationException($"The engine does not know {message.GetType().Name}"),
    };

    /// <summary>
    /// After a fault: whoever asked is told, and what only this message says is said again at the next tick, for an attempt must not
    /// stand still for ever.
    /// </summary>
    private void Recover(EngineMessage message, Refused problem)
    {
        if (AttemptOf(message) is not null || message is EngineMessage.Settled or EngineMessage.Recover) Defer(message, problem);
        else message.Refuse(problem);
    }

    /// <summary>The attempt that cannot go on without this message.</summary>
    private static AttemptId? AttemptOf(EngineMessage message) => message switch
    {
        EngineMessage.Prepared prepared => prepared.Attempt,
        EngineMessage.TurnClosed closed => closed.Attempt,
        EngineMessage.Ended ended => ended.Attempt,
        _ => null,
    };

    private Task OnExplain(EngineMessage.Explain explain)
    {
        explain.Reply.Set(_active.Find(explain.Attempt) is { } active
            ? new AgentExplanation(active.Tracker.Current, active.Tracker.Claims, active.Tracker.Changes)
            : new NotFound($"Attempt {explain.Attempt} is not active."));
        return Task.CompletedTask;
    }

    private async Task OnTickAsync()
    {
        EngineMessage[] deferred = [.. _deferred];
        _deferred.Clear();
        foreach (var message in deferred) Send(message);
        foreach (var active in _active.All) await OnTimeAsync(active).ConfigureAwait(false);
        await RouteAsync().ConfigureAwait(false);
        await DispatchAsync().ConfigureAwait(false);
    }

    /// <summary>Wakes the loop at the next moment at which time alone changes something, or at the tick.</summary>
    private void ArmTimer()
    {
        var now = _time.GetUtcNow();
        var next = now + TickInterval;
        foreach (var active in _active.All)
            if (active.NextDue is { } due && due < next) next = due;
        var wait = next > now ? next - now : TimeSpan.Zero;
        try
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The engine is being disposed; the loop ends when it has handled what is left.
            return;
        }
    }

    /// <summary>
    /// A decision that the store could not keep is not lost: it is taken again at the next tick. That may take long, so whoever waits
    /// for it is told now.
    /// </summary>
    private void Defer(EngineMessage message, Problem problem)
    {
        _log.Warning($"{problem.Message} It is tried again in {TickInterval.TotalSeconds:0} seconds.");
        _deferred.Add(message);
        var told = new StoreUnavailable($"{problem.Message} What has happened is recorded as soon as that works.");
        message.Refuse(told);
        if (message is EngineMessage.Recover) RefuseHeldVerbs(told);
        if (AttemptOf(message) is { } attempt) _active.Find(attempt)?.RefuseWaiting(told);
    }

    private async Task<Outcome<TaskRecord>> MoveAsync(TransitionRequest request)
    {
        var moved = await _store.TransitionAsync(request).ConfigureAwait(false);
        if (moved.Succeeded) Publish(moved.Value, request.Cause);
        return moved;
    }

    private void Publish(TaskRecord task, TransitionCause? cause = null) => _hub.Publish(new TaskChanged(task, cause));
}
