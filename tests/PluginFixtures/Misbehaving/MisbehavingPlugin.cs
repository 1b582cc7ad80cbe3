using Orchtui.Backends;
using Orchtui.Constraints;
using Orchtui.Decisions;
using Orchtui.Hooks;
using Orchtui.Notifications;
using Orchtui.Plugins;
using Orchtui.Routing;
using Orchtui.Tasks;

namespace Orchtui.Fixtures.Misbehaving;

/// <summary>
/// Fulfils every contract badly, in the way that a file <c>manner</c> in its folder names: <c>throw</c>, <c>hang</c> (and ignore being
/// cancelled), <c>late</c> (and heed it) or <c>away</c>.
/// </summary>
public sealed class MisbehavingPlugin : IPlugin
{
    public void Register(IPluginContext context)
    {
        var bad = new Bad(File.ReadAllText(Path.Combine(context.PluginDirectory, "manner")).Trim());
        context.AddHook(bad);
        context.AddNotifier(bad);
        context.AddConstraint(bad);
        context.AddRoutePolicy(bad);
        context.AddDecisionEngine(bad);
        context.AddBackend(bad);
    }

    private sealed class Bad(string manner) : ITaskHook, INotifier, IConstraintChecker, IRoutePolicy, IDecisionEngine, ITaskBackend
    {
        public string Name => "bad";

        HookProfile ITaskHook.Profile { get; } = new() { Name = "bad", GuardsStarts = true };

        ConstraintProfile IConstraintChecker.Profile { get; } = new() { Name = "bad", Description = "Never", AskedByDefault = true };

        BackendProfile ITaskBackend.Profile { get; } = new() { Name = "bad", DisplayName = "Bad", RefPattern = "bad-.*" };

        public Task<HookVerdict> BeforeStartAsync(TaskStart start, CancellationToken cancellation) => Misbehave<HookVerdict>(cancellation);

        public Task OnEventAsync(TaskEvent happened, CancellationToken cancellation) => Misbehave<int>(cancellation);

        public Task NotifyAsync(Notification notification, CancellationToken cancellation) => Misbehave<int>(cancellation);

        public Task<ConstraintVerdict> CheckAsync(ConstraintRequest request, CancellationToken cancellation) => Misbehave<ConstraintVerdict>(cancellation);

        public Task<RouteChoice?> ChooseAsync(RouteRequest request, CancellationToken cancellation) => Misbehave<RouteChoice?>(cancellation);

        public Task<Decision?> DecideAsync(DecisionRequest request, CancellationToken cancellation) => Misbehave<Decision?>(cancellation);

        public Task<IReadOnlyList<ExternalTask>> ListAsync(BackendQuery query, CancellationToken cancellation) => Misbehave<IReadOnlyList<ExternalTask>>(cancellation);

        public Task<ExternalTask?> FindAsync(string externalRef, CancellationToken cancellation) => Misbehave<ExternalTask?>(cancellation);

        public Task UpdateStateAsync(TaskInfo task, CancellationToken cancellation) => Misbehave<int>(cancellation);

        private async Task<T> Misbehave<T>(CancellationToken cancellation)
        {
            switch (manner)
            {
                case "away":
                    throw new PluginUnavailableException("it is at lunch") { RetryAfter = TimeSpan.FromMinutes(3) };
                case "late":
                    await new TaskCompletionSource().Task.WaitAsync(cancellation);
                    break;
                case "hang":
                    await new TaskCompletionSource().Task;
                    break;
            }

            throw new InvalidOperationException("it is out of its mind");
        }
    }
}
