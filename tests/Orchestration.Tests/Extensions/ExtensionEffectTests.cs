using Orchtui.Agents;
using Orchtui.Backends;
using Orchtui.Decisions;
using Orchtui.Hooks;
using Orchtui.Notifications;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.Orchestration.Updates;
using Orchtui.Plugins;
using Orchtui.Routing;
using Orchtui.Tasks;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Extensions;

public sealed class ExtensionEffectTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _relays = [];
    private EngineFixture _fixture = null!;

    public async Task InitializeAsync() => _fixture = await EngineFixture.StartAsync(options => options with { Constraints = ["missing"] });

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_relays);
        await _fixture.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public void States_of_the_contract_are_those_of_the_store()
    {
        Assert.Equal(Enum.GetNames<TaskStatus>(), Enum.GetNames<TaskState>());
        Assert.Equal(Enum.GetNames<Orchestration.Tasks.TaskPriority>(), Enum.GetNames<Orchtui.Tasks.TaskPriority>());
    }

    [Fact]
    public async Task A_constraint_holds_automatic_starts_with_its_reason_until_it_is_met()
    {
        var power = new FakeConstraint("plugged_in") { Reason = "on battery" };
        var named = new FakeConstraint("missing", isDefault: false);
        _fixture.Extensions.Add(power);
        _fixture.Extensions.Add(named);
        var task = await _fixture.AddAsync();
        await WaitsForAsync(task.Id, "constraint plugged_in: on battery (7 %)");
        Assert.Equal(0, named.Asked);

        power.Reason = "";
        named.Reason = "no moon";
        _fixture.Time.Advance(ConstraintGate.Lifetime);
        await WaitsForAsync(task.Id, "constraint missing: no moon (7 %)");
        named.Fails = true;
        _fixture.Time.Advance(ConstraintGate.Lifetime);
        await WaitsForAsync(task.Id, "constraint missing: it does not answer");
        Assert.Equal(TaskStatus.Routed, (await _fixture.GetAsync(task.Id)).Status);

        (named.Fails, named.Reason) = (false, "");
        _fixture.Time.Advance(ConstraintGate.Lifetime);
        await _fixture.StartedAsync(task.Id);
    }

    [Fact]
    public async Task A_constraint_that_is_named_and_not_loaded_does_not_hold()
    {
        var task = await _fixture.AddAsync();
        await WaitsForAsync(task.Id, "constraint missing: no loaded plugin offers it; see `plugin list`");
        _fixture.Extensions.Add(new FakeConstraint("missing", isDefault: false));
        await _fixture.StartedAsync(task.Id);
    }

    [Fact]
    public async Task What_a_person_runs_by_hand_is_not_asked_about()
    {
        _fixture.Extensions.Add(new FakeConstraint("moon") { Reason = "it is not full" });
        var other = await _fixture.AddAsync("another");
        var task = await _fixture.AddAsync();
        await WaitsForAsync(task.Id, "constraint missing");
        Value(await _fixture.Engine.RunAsync(task.Id));
        await _fixture.StartedAsync(task.Id);
        Assert.Equal(TaskStatus.Routed, (await _fixture.GetAsync(other.Id)).Status);
    }

    [Fact]
    public async Task Where_nobody_asks_for_constraints_none_are_asked()
    {
        var power = new FakeConstraint("plugged_in", isDefault: false) { Reason = "on battery" };
        _fixture.Extensions.Add(new FakeConstraint("missing", isDefault: false));
        _fixture.Extensions.Add(power);
        await _fixture.RunningAsync();
        Assert.Equal(0, power.Asked);
    }

    [Fact]
    public async Task A_hook_may_refuse_a_start_and_the_task_is_blocked_with_its_reason()
    {
        await OpenAsync();
        var hook = new FakeHook("strict") { Verdict = start => start.Task.Title == "bad" ? HookVerdict.Refuse("not today") : HookVerdict.Go };
        _fixture.Extensions.Add(hook);
        var bad = await _fixture.AddAsync("bad");
        var blocked = await _fixture.BecomesAsync(bad.Id, TaskStatus.Blocked);
        Assert.Equal("hook strict refused the start: not today", blocked.Reason);
        var good = await _fixture.RunningAsync("good");
        var start = hook.Starts.Single(one => one.Task.Id == good.Id.Value);
        Assert.Equal((1, good.Worktree, TaskState.InProgress), (start.Attempt, start.Task.Worktree, start.Task.State));

        hook.Verdict = _ => throw new PluginUnavailableException("gone fishing");
        await _fixture.RunningAsync("next");
        Assert.Contains(_fixture.Warnings, warning => warning.Contains("without having asked the hook strict: gone fishing"));
    }

    [Fact]
    public async Task Hooks_are_told_of_each_step_in_order()
    {
        await OpenAsync();
        var hook = new FakeHook("diary");
        _fixture.Extensions.Add(hook);
        await RelayAsync(new HookRelay(_fixture.Engine, _fixture.Hub, _fixture.Extensions, _fixture).RunAsync);
        var task = await _fixture.FinishedAsync();
        Value(await _fixture.Engine.LandAsync(task.Id));
        await Eventually.TrueAsync("it is told of the landing", () => hook.Events.Any(one => one.Cause == "landed"), describe: Told);
        Assert.Equal(
            [
                "Transition  New added", "Transition New Routed routed", "Transition Routed InProgress dispatched", "WorktreeCreated  InProgress ",
                "SessionStarted  InProgress ", "SessionEnded  InReview ", "Transition InProgress InReview turn_ended", "Transition InReview Done landed",
            ],
            hook.Events.Select(one => $"{one.Kind} {one.From} {one.Task.State} {one.Cause}"));

        string Told() => string.Join('\n', hook.Events);
    }

    [Fact]
    public async Task Notifications_are_raised_for_what_waits_finishes_or_fails_and_once_each()
    {
        await OpenAsync();
        var notifier = new FakeNotifier();
        _fixture.Extensions.Add(notifier);
        using var screen = _fixture.Hub.Subscribe();
        await RelayAsync(new NotificationRelay(_fixture.Engine, _fixture.Hub, _fixture.Extensions, _fixture, _fixture.Time).RunAsync);
        var task = await _fixture.RunningAsync("Ask me", AgentMode.Interactive);
        var question = new AgentQuestion("May I?", [new AnswerOption("y", "Yes")]) { Id = "1" };
        Ask(question);
        await Eventually.TrueAsync("the question is told", () => notifier.Seen.Count == 1);
        Ask(question);
        Ask(new AgentQuestion("May I now?", question.Options) { Id = "2" });
        await Eventually.TrueAsync("the other question is told", () => notifier.Seen.Count == 2);
        EngineFixture.Work(task);
        _fixture.Shows(First(task), AgentActivity.Done);
        await _fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        await Eventually.TrueAsync("the end is told", () => notifier.Seen.Count == 3);
        Assert.Equal(
            [
                (NotificationKind.Waiting, NotificationLevel.Attention, "Task 1 asks: May I?"),
                (NotificationKind.Waiting, NotificationLevel.Attention, "Task 1 asks: May I now?"),
                (NotificationKind.Finished, NotificationLevel.Attention, "Task 1 is finished: Ask me"),
            ],
            notifier.Seen.Select(one => (one.Kind, one.Level, one.Title)));
        Assert.Equal("Yes", notifier.Seen.First().Question!.Options[0].Label);
        Assert.NotNull(notifier.Seen.Last().Duration);

        notifier.Failures = 1;
        Assert.False((await _fixture.Engine.StopAsync(new TaskId(99))).Succeeded);
        var dead = await _fixture.RunningAsync("Die", AgentMode.Interactive);
        _fixture.Engine.Post(new AttemptExited(First(dead), 3));
        await _fixture.BecomesAsync(dead.Id, TaskStatus.NeedsReview);
        await Eventually.TrueAsync("what could not be told is logged", () => _fixture.Warnings.Any(one => one.Contains("The notifier fake was not told of something: no line")));
        var onScreen = new List<string>();
        while (screen.TryRead(out var update))
            if (update is NotificationRaised raised) onScreen.Add($"{raised.Notification.Kind}");
        Assert.Equal(["Waiting", "Waiting", "Finished", "Failed"], onScreen);

        void Ask(AgentQuestion asked) => _fixture.Engine.Post(new AttemptObserved(
            First(task), EvidenceSource.Hook, new AgentReading(new AgentState(AgentActivity.Waiting) { Question = asked }, "hook")));
    }

    [Fact]
    public async Task A_question_whose_words_come_a_moment_later_is_told_with_them()
    {
        await OpenAsync();
        var notifier = new FakeNotifier();
        _fixture.Extensions.Add(notifier);
        await RelayAsync(new NotificationRelay(_fixture.Engine, _fixture.Hub, _fixture.Extensions, _fixture, _fixture.Time).RunAsync);
        var task = await _fixture.RunningAsync("Ask me", AgentMode.Interactive);
        Says(task, EvidenceSource.ProgramStatus, null);
        await Eventually.TrueAsync("it is known to wait", () => _fixture.Engine.Questions.Count == 1);
        Says(task, EvidenceSource.Screen, new AgentQuestion("May I?", [new AnswerOption("y", "Yes") { Keys = ["y"] }]) { Rows = new RowRange(1, 2) });
        await Eventually.TrueAsync("its words are known", () => _fixture.Engine.Questions.Single().TakesAnswers);
        await AdvanceUntilAsync("it is told", () => notifier.Seen.Count == 1);
        Assert.Equal("Task 1 asks: May I?", notifier.Seen.Single().Title);

        var silent = await _fixture.RunningAsync("Say nothing", AgentMode.Interactive);
        Says(silent, EvidenceSource.ProgramStatus, null);
        await Eventually.TrueAsync("the other waits too", () => _fixture.Engine.Questions.Count == 2);
        await AdvanceUntilAsync("that it waits is told, with what is known", () => notifier.Seen.Count == 2);
        Assert.StartsWith("Task 2 asks: It waits for you", notifier.Seen.Last().Title);

        void Says(TaskRecord asking, EvidenceSource source, AgentQuestion? asked) => _fixture.Engine.Post(new AttemptObserved(
            First(asking), source, new AgentReading(new AgentState(AgentActivity.Waiting) { Question = asked }, "seen")));

        Task AdvanceUntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(what, () =>
        {
            if (condition()) return true;
            _fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });
    }

    [Fact]
    public async Task A_policy_chooses_among_the_installed_agents_when_nobody_named_one()
    {
        await OpenAsync();
        _fixture.Registry.Add(new FakeAgent("beta"));
        RouteRequest? seen = null;
        _fixture.Extensions.Add(new FakePolicy(_ => null));
        _fixture.Extensions.Add(new FakePolicy(_ => throw new PluginUnavailableException("no model")));
        _fixture.Extensions.Add(new FakePolicy(_ => new RouteChoice("gamma", "a whim")));
        _fixture.Extensions.Add(new FakePolicy(request =>
        {
            seen = request;
            return new RouteChoice("beta", "it is the second") { Model = "m1", Labels = ["complexity:simple"] };
        }));
        var task = await _fixture.RunningAsync("Choose");
        Assert.Equal(["alpha", "beta"], seen!.Candidates.Select(candidate => candidate.Agent));
        Assert.Equal((task.Id.Value, "Choose"), (seen.Task.Id, seen.Task.Prompt));
        Assert.Equal(("beta", "m1"), (task.Agent, task.Model));
        Assert.Equal(["complexity:simple"], task.Labels);
        var routed = Value(await _fixture.Engine.HistoryAsync(task.Id)).Single(step => step.To == TaskStatus.Routed);
        Assert.Equal("beta was chosen by fake: it is the second", routed.Evidence);
        Assert.Contains(_fixture.Warnings, one => one.Contains("no model"));
        Assert.Contains(_fixture.Warnings, one => one.Contains("chose gamma for task 1, which cannot be chosen"));
        Assert.Equal("alpha", (await _fixture.AddAsync("Named", agent: "alpha")).Agent);
    }

    [Fact]
    public async Task Tasks_of_a_tracker_come_into_the_queue_and_it_is_told_how_they_go()
    {
        await OpenAsync();
        var backend = new FakeBackend();
        backend.Tasks["X-1"] = External("X-1", "One\n title\u202e");
        backend.Tasks["X-2"] = External("X-2", "Elsewhere already") with { State = TaskState.InProgress };
        backend.Tasks["Y-1"] = External("Y-1", "Not its own");
        backend.Tasks["X-3"] = External("X-3", "No repository") with { Project = _fixture.Directory["nowhere"] };
        _fixture.Extensions.Add(backend);
        await RelayAsync(new BackendSync(_fixture.Engine, _fixture.Hub, _fixture.Extensions, _fixture, TimeSpan.FromMinutes(5), _fixture.Time).RunAsync);

        await ToldAsync(backend, "X-1 InProgress");
        var task = Assert.Single(Value(await _fixture.Engine.ListAsync(new TaskQuery())));
        Assert.Equal(("One title", "X-1", TaskSource.Api), (task.Title, task.ExternalRef, task.Source));
        Assert.Contains(_fixture.Warnings, one => one.Contains("'Y-1', which its own pattern"));
        Assert.Contains(_fixture.Warnings, one => one.Contains("X-3 of Fake cannot be taken"));

        backend.Away = new PluginUnavailableException("it rains");
        Value(await _fixture.Engine.CancelAsync(task.Id));
        await Eventually.TrueAsync("it is noted", () => _fixture.Warnings.Any(one => one.Contains("does not know yet that X-1 is cancelled: it rains")));
        backend.Away = null;
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));
        await ToldAsync(backend, "X-1 Cancelled");
        Assert.Single(Value(await _fixture.Engine.ListAsync(new TaskQuery())));
    }

    [Fact]
    public async Task A_tracker_that_asks_for_time_is_left_alone_for_so_long()
    {
        var backend = new FakeBackend { Away = new PluginUnavailableException("quota") { RetryAfter = TimeSpan.FromMinutes(12) } };
        _fixture.Extensions.Add(backend);
        await RelayAsync(new BackendSync(_fixture.Engine, _fixture.Hub, _fixture.Extensions, _fixture, TimeSpan.FromMinutes(5), _fixture.Time).RunAsync);
        await Eventually.TrueAsync("it was asked", () => backend.Lists == 1);
        backend.Away = null;
        for (var i = 0; i < 2; i++) _fixture.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, backend.Lists);
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync("it is asked again", () => backend.Lists == 2);
    }

    [Fact]
    public async Task The_first_decision_that_may_be_carried_out_is_taken()
    {
        var maker = new DecisionMaker(_fixture.Extensions);
        var request = new DecisionRequest { Workspace = "/src", Agents = ["alpha"], At = DateTimeOffset.UnixEpoch };
        Assert.Contains("No loaded plugin offers a decision engine", (await maker.DecideAsync(request, null, default)).Problem!.Message);
        var decision = new Decision { Title = "Tests", Prompt = "Write tests", Agent = "alpha", Rationale = "few", Confidence = 7 };
        _fixture.Extensions.Add(new FakeEngine("away", _ => throw new PluginUnavailableException("no model")));
        _fixture.Extensions.Add(new FakeEngine("odd", _ => decision with { Agent = "beta" }));
        Assert.Equal(
            "There is no decision. away: no model; odd: it chose the agent beta, which may not be used.",
            (await maker.DecideAsync(request, null, default)).Problem!.Message);
        _fixture.Extensions.Add(new FakeEngine("good", _ => decision));
        var made = Value(await maker.DecideAsync(request, null, default));
        Assert.Equal(("good", 1.0), (made.Engine, made.Decision.Confidence));
        Assert.IsType<Refused>((await maker.DecideAsync(request, "away", default)).Problem);
    }

    private ExternalTask External(string reference, string title) => new() { Ref = reference, Title = title, Project = _fixture.Repository.Path };

    /// <summary>The constraint that this fixture's configuration names is met.</summary>
    private Task OpenAsync()
    {
        _fixture.Extensions.Add(new FakeConstraint("missing", isDefault: false));
        return Task.CompletedTask;
    }

    /// <summary>Starts a relay, which has subscribed when this returns: the hub tells only what comes after.</summary>
    private async Task RelayAsync(Func<CancellationToken, Task> run)
    {
        var before = _fixture.Hub.Subscribers;
        _relays.Add(run(_stop.Token));
        await Eventually.TrueAsync("it listens", () => _fixture.Hub.Subscribers > before);
    }

    private static Task ToldAsync(FakeBackend backend, string what) => Eventually.TrueAsync(
        $"the tracker is told {what}", () => backend.Told.Any(one => $"{one.Ref} {one.State}" == what), describe: () => string.Join('\n', backend.Told));

    private Task WaitsForAsync(TaskId task, string reason)
    {
        var last = "";
        return Eventually.TrueAsync(
            $"it waits for {reason}", async () => (last = (await _fixture.GetAsync(task)).WaitingFor ?? "").StartsWith(reason, StringComparison.Ordinal), describe: () => last);
    }
}
