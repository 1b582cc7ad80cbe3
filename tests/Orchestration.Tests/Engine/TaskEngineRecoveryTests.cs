using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineRecoveryTests
{
    [Fact]
    public async Task An_attempt_that_lives_is_adopted_and_goes_on()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();

        var report = await fixture.RestartAsync();

        Assert.Equal([First(task)], report.Adopted);
        Assert.Equal(AgentActivity.Unknown, fixture.Engine.StateOf(First(task))!.State.Activity);
        Work(task);
        fixture.Ends(First(task));
        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        Assert.Single(fixture.Host.Started);
    }

    [Fact]
    public async Task Ruling_6_an_interrupted_headless_task_resumes_its_conversation_by_itself()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        fixture.Host.Die(First(task));

        var report = await fixture.RestartAsync();

        Assert.Equal([First(task)], report.Interrupted);
        await fixture.StartedAsync(task.Id, attempt: 2);
        var resumed = fixture.Agent.Requests.Last();
        Assert.Equal((true, task.SessionId, task.Worktree), (resumed.Resume, resumed.SessionId, resumed.Worktree));
        Assert.Equal(HouseRules.GoOn, resumed.Prompt);
        Assert.Equal(AttemptState.Interrupted, Value(await fixture.Engine.AttemptsAsync(task.Id))[0].State);
    }

    [Fact]
    public async Task Ruling_6_an_interrupted_interactive_task_waits_for_a_key()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Talk", AgentMode.Interactive);
        fixture.Host.Die(First(task));

        await fixture.RestartAsync();

        var waiting = await fixture.GetAsync(task.Id);
        Assert.Equal(
            (TaskStatus.Routed, task.SessionId, "held: it was interrupted; run it to resume its conversation"),
            (waiting.Status, waiting.SessionId, waiting.WaitingFor));
        Value(await fixture.Engine.RunAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);
        Assert.Equal((true, ""), (fixture.Agent.Requests.Last().Resume, fixture.Agent.Requests.Last().Prompt));
    }

    [Fact]
    public async Task A_conversation_whose_id_the_agent_chose_is_resumed_too()
    {
        await using var fixture = await StartAsync();
        fixture.Agent.Launch = request => new AgentLaunch { Arguments = [request.Executable] };
        var task = await fixture.RunningAsync();
        fixture.Engine.Post(new AttemptUpdated(First(task), 1, new SessionStarted("learnt", null)));
        Value(await fixture.Engine.ExplainAsync(First(task)));
        fixture.Host.Die(First(task));

        await fixture.RestartAsync();

        await fixture.StartedAsync(task.Id, attempt: 2);
        var resumed = fixture.Agent.Requests.Last();
        Assert.Equal((true, "learnt"), (resumed.Resume, resumed.SessionId));
    }

    [Fact]
    public async Task Of_two_attempts_of_a_task_that_live_the_earlier_is_ended()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        Value(await fixture.Engine.RetryAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);
        var first = Value(await fixture.Engine.AttemptsAsync(task.Id))[0];
        Value(await fixture.Store.SaveAttemptAsync(first with { State = AttemptState.Resting }));
        fixture.Host.Revive(First(task));

        await fixture.RestartAsync();

        Assert.Equal([new AttemptId(task.Id, 2)], fixture.Host.Alive());
    }

    [Fact]
    public async Task An_attempt_whose_exit_is_known_ends_as_by_that_exit()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Talk", AgentMode.Interactive);
        Work(task);
        fixture.Host.Die(First(task));

        var report = await fixture.RestartAsync(new Dictionary<AttemptId, int> { [First(task)] = 0 });

        Assert.Equal([First(task)], report.Ended);
        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
    }

    [Fact]
    public async Task A_pane_at_rest_is_watched_again_and_typing_reopens_its_task()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();

        await fixture.RestartAsync();
        fixture.Engine.Post(new PersonTyped(First(task)));

        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);
    }

    [Fact]
    public async Task A_crash_between_start_and_record_does_not_start_twice()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Value(await fixture.Store.SaveAttemptAsync((await fixture.AttemptAsync(task.Id)) with { State = AttemptState.Starting }));

        var report = await fixture.RestartAsync();

        Assert.Equal([First(task)], report.Adopted);
        Assert.Single(fixture.Host.Started);
        Assert.Equal(TaskStatus.InProgress, (await fixture.GetAsync(task.Id)).Status);
    }

    [Fact]
    public async Task Nothing_is_dispatched_before_recovery()
    {
        await using var fixture = await StartAsync(recover: false);
        var task = await fixture.AddAsync();
        await fixture.AdvanceAsync(TaskEngine.TickInterval * 2);
        await fixture.AdvanceAsync(TimeSpan.Zero);
        Assert.Empty(fixture.Host.Started);

        Value(await fixture.Engine.RecoverAsync());

        await fixture.StartedAsync(task.Id);
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_and_the_end_of_a_turn_is_stored_once_there_is_room()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Work", AgentMode.Interactive);
        Work(task);
        var error = new AgentState(AgentActivity.Failed) { Error = new string('x', 200_000), ErrorClass = AgentErrorClass.Auth };
        fixture.Store.LimitPages(1);

        fixture.Engine.Post(new AttemptObserved(First(task), EvidenceSource.Hook, new AgentReading(error, "hook")));
        await TestKit.Eventually.TrueAsync("the engine noticed",
            () => fixture.Warnings.Any(w => w.Contains("is full", StringComparison.Ordinal)));
        Assert.Equal(TaskStatus.InProgress, (await fixture.GetAsync(task.Id)).Status);

        fixture.Store.LimitPages(1_000_000);
        await fixture.AdvanceAsync(TaskEngine.TickInterval);

        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Equal(AgentErrorClass.Auth, (await fixture.AttemptAsync(task.Id)).ErrorClass);
    }
}
