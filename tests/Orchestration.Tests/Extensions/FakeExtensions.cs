using System.Collections.Concurrent;
using Orchtui.Backends;
using Orchtui.Constraints;
using Orchtui.Decisions;
using Orchtui.Hooks;
using Orchtui.Notifications;
using Orchtui.Plugins;
using Orchtui.Routing;
using Orchtui.Tasks;

namespace Orchtui.Orchestration.Tests.Extensions;

internal sealed class FakeConstraint(string name, bool isDefault = true) : IConstraintChecker
{
    public volatile string Reason = "";

    public bool Fails { get; set; }

    public int Asked { get; private set; }

    public ConstraintProfile Profile { get; } = new() { Name = name, Description = name, AskedByDefault = isDefault };

    public Task<ConstraintVerdict> CheckAsync(ConstraintRequest request, CancellationToken cancellation)
    {
        Asked++;
        if (Fails) throw new PluginUnavailableException("it does not answer");
        return Task.FromResult(new ConstraintVerdict(Reason.Length == 0, Reason) { Reading = Reason.Length == 0 ? "" : "7 %" });
    }
}

internal sealed class FakeHook(string name) : ITaskHook
{
    public ConcurrentQueue<TaskEvent> Events { get; } = new();

    public ConcurrentQueue<TaskStart> Starts { get; } = new();

    public Func<TaskStart, HookVerdict> Verdict { get; set; } = _ => HookVerdict.Go;

    public HookProfile Profile { get; } = new() { Name = name, GuardsStarts = true };

    public Task<HookVerdict> BeforeStartAsync(TaskStart start, CancellationToken cancellation)
    {
        Starts.Enqueue(start);
        return Task.FromResult(Verdict(start));
    }

    public Task OnEventAsync(TaskEvent happened, CancellationToken cancellation)
    {
        Events.Enqueue(happened);
        return Task.CompletedTask;
    }
}

internal sealed class FakeNotifier : INotifier
{
    public ConcurrentQueue<Notification> Seen { get; } = new();

    public int Failures { get; set; }

    public string Name => "fake";

    public Task NotifyAsync(Notification notification, CancellationToken cancellation)
    {
        if (Failures-- > 0) throw new PluginUnavailableException("no line");
        Seen.Enqueue(notification);
        return Task.CompletedTask;
    }
}

internal sealed class FakePolicy(Func<RouteRequest, RouteChoice?> choose) : IRoutePolicy
{
    public string Name => "fake";

    public Task<RouteChoice?> ChooseAsync(RouteRequest request, CancellationToken cancellation) => Task.FromResult(choose(request));
}

internal sealed class FakeEngine(string name, Func<DecisionRequest, Decision?> decide) : IDecisionEngine
{
    public string Name => name;

    public Task<Decision?> DecideAsync(DecisionRequest request, CancellationToken cancellation) => Task.FromResult(decide(request));
}

internal sealed class FakeBackend : ITaskBackend
{
    public ConcurrentDictionary<string, ExternalTask> Tasks { get; } = new();

    public ConcurrentQueue<(string Ref, TaskState State)> Told { get; } = new();

    public volatile PluginUnavailableException? Away;

    public int Lists { get; private set; }

    public BackendProfile Profile { get; } = new() { Name = "fake", DisplayName = "Fake", RefPattern = "X-[0-9]+" };

    public Task<IReadOnlyList<ExternalTask>> ListAsync(BackendQuery query, CancellationToken cancellation)
    {
        Lists++;
        if (Away is { } away) throw away;
        return Task.FromResult<IReadOnlyList<ExternalTask>>([.. Tasks.Values]);
    }

    public Task<ExternalTask?> FindAsync(string externalRef, CancellationToken cancellation) =>
        Task.FromResult(Tasks.GetValueOrDefault(externalRef));

    public Task UpdateStateAsync(TaskInfo task, CancellationToken cancellation)
    {
        if (Away is { } away) throw away;
        Told.Enqueue((task.ExternalRef!, task.State));
        Tasks[task.ExternalRef!] = Tasks[task.ExternalRef!] with { State = task.State };
        return Task.CompletedTask;
    }
}
