using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

/// <summary>No verb is left without an answer, whatever happens in the meantime.</summary>
public sealed class TaskEngineAnswerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_verb_is_answered_and_nothing_is_left_running_unknown(int seed)
    {
        await using var fixture = await StartAsync(o => o with { MaxParallel = 3, MaxAttempts = 50 });
        var storm = new EngineStorm(fixture, seed);

        await storm.RageAsync(steps: 120);
        await storm.CalmAsync();

        await storm.AnsweredAsync();
        Assert.DoesNotContain(fixture.Warnings, warning => warning.StartsWith("The engine failed", StringComparison.Ordinal));
        await storm.AssertConsistentAsync();
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task Every_verb_is_answered_when_the_engine_stops_in_the_middle(int seed)
    {
        await using var fixture = await StartAsync(o => o with { MaxParallel = 3, MaxAttempts = 50 });
        var storm = new EngineStorm(fixture, seed);
        await storm.RageAsync(steps: 60);

        await storm.StopEngineAsync();

        // Adding asks git before it asks the engine.
        await Eventually.TrueAsync(
            "every verb is answered", () => storm.Unanswered().Count == 0, describe: () => string.Join('\n', storm.Unanswered()));
    }

    [Fact]
    public async Task A_verb_after_the_end_of_the_engine_is_refused_at_once()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.AddAsync(held: true);
        await fixture.Engine.DisposeAsync();

        var asked = fixture.Engine.RunAsync(task.Id);

        Assert.True(asked.IsCompleted);
        Assert.Contains("The host is stopping", (await asked).Problem!.Message);
        Assert.False((await fixture.Engine.AddAsync(new NewTask { Title = "x", Project = fixture.Repository.Path })).Succeeded);
    }

    [Fact]
    public async Task A_process_that_will_not_end_is_said_to_run_still_and_its_task_goes_on()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        fixture.Host.OnStop = _ => Task.FromResult(false);

        var stopped = await InTimeAsync(fixture.Engine.StopAsync(task.Id));
        var cancelled = await InTimeAsync(fixture.Engine.CancelAsync(task.Id));

        Assert.Contains("could not be ended; its process may still run", stopped.Problem!.Message);
        Assert.Contains("could not be ended", cancelled.Problem!.Message);
        Assert.Equal(TaskStatus.InProgress, (await fixture.GetAsync(task.Id)).Status);
        fixture.Host.OnStop = null;
        Assert.Equal(TaskStatus.Cancelled, Value(await fixture.Engine.CancelAsync(task.Id)).Status);
    }

    [Fact]
    public async Task A_host_that_hangs_on_ending_a_process_does_not_keep_anybody_waiting_for_ever()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        var hanging = new TaskCompletionSource<bool>();
        fixture.Host.OnStop = _ => hanging.Task;

        var stopping = fixture.Engine.StopAsync(task.Id);
        var second = fixture.Engine.StopAsync(task.Id);
        await fixture.AdvanceAsync(TaskEngine.StopLimit);

        Assert.Contains("could not be ended", (await InTimeAsync(stopping)).Problem!.Message);
        Assert.Contains("could not be ended", (await InTimeAsync(second)).Problem!.Message);
        hanging.SetResult(true);
    }

    [Fact]
    public async Task A_store_that_refuses_is_told_to_whoever_waits_for_the_end_of_a_run_and_the_end_is_kept_later()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        fixture.StoreRefuses(true);

        var stopped = await InTimeAsync(fixture.Engine.StopAsync(task.Id));

        Assert.Contains("recorded as soon as that works", Assert.IsType<StoreUnavailable>(stopped.Problem).Message);
        fixture.StoreRefuses(false);
        await fixture.AdvanceAsync(TaskEngine.TickInterval);
        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
    }

    [Fact]
    public async Task What_is_asked_before_recovery_is_answered_by_what_recovery_finds()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        await fixture.CrashAsync();

        var stopping = fixture.Engine.StopAsync(task.Id);
        Assert.False(stopping.IsCompleted);
        Value(await fixture.Engine.RecoverAsync());

        Assert.Equal("stopped by a person; its work is in the worktree", Value(await InTimeAsync(stopping)).Reason);
        Assert.Equal([First(task)], fixture.Host.Stopped);
    }

    [Fact]
    public async Task A_task_that_is_being_discarded_is_not_started_meanwhile()
    {
        await using var fixture = await StartAsync(o => o with { MaxParallel = 2 });
        var first = await fixture.RunningAsync("First");
        fixture.Host.Die(First(first));
        var ended = new TaskCompletionSource<bool>();
        await fixture.RestartAsync();
        await fixture.StartedAsync(first.Id, attempt: 2);
        fixture.Ends(new AttemptId(first.Id, 2), succeeded: false, "no");
        await fixture.BecomesAsync(first.Id, TaskStatus.NeedsReview);
        fixture.Host.OnStop = _ => ended.Task;

        // Discarding waits for the end of the last attempt; a retry must not slip in between.
        var discarding = fixture.Engine.DiscardAsync(first.Id);
        var retried = await fixture.Engine.RetryAsync(first.Id);
        ended.SetResult(true);

        Assert.Contains("is being landed or discarded", retried.Problem!.Message);
        Assert.Equal(TaskStatus.Cancelled, Value(await InTimeAsync(discarding)).Status);
    }

    [Fact]
    public async Task A_waiting_task_that_is_being_discarded_is_not_dispatched_meanwhile()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Talk", AgentMode.Interactive);
        fixture.Host.Die(First(task));
        await fixture.RestartAsync();
        var ended = new TaskCompletionSource<bool>();
        fixture.Host.OnStop = _ => ended.Task;

        var discarding = fixture.Engine.DiscardAsync(task.Id);
        Assert.Contains("is being landed or discarded", (await fixture.Engine.ReleaseAsync(task.Id)).Problem!.Message);
        Value(await fixture.Store.UpdateAsync(task.Id, new TaskChange { Held = false }, fixture.Time.GetUtcNow()));
        await fixture.AdvanceAsync(TaskEngine.TickInterval);
        await fixture.AdvanceAsync(TimeSpan.Zero);
        ended.SetResult(true);

        Assert.Equal(TaskStatus.Cancelled, Value(await InTimeAsync(discarding)).Status);
        Assert.Single(fixture.Host.Started);
    }

    /// <summary>An answer that does not come fails the test instead of holding it up.</summary>
    private static Task<Outcome<TaskRecord>> InTimeAsync(Task<Outcome<TaskRecord>> answer) =>
        answer.WaitAsync(Eventually.DefaultTimeout, TimeProvider.System);
}
