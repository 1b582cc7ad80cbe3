using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineVerbTests
{
    [Fact]
    public async Task Stopping_ends_the_process_and_leaves_the_work_for_a_person()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Work(task);

        var stopped = Value(await fixture.Engine.StopAsync(task.Id));

        Assert.Equal((TaskStatus.NeedsReview, "stopped by a person; its work is in the worktree"), (stopped.Status, stopped.Reason));
        Assert.Equal([First(task)], fixture.Host.Stopped);
        Assert.True(File.Exists(Path.Combine(task.Worktree!, "work.txt")));
        Assert.Equal(AttemptState.Stopped, (await fixture.AttemptAsync(task.Id)).State);
    }

    [Fact]
    public async Task Stopping_what_does_not_run_is_refused()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.AddAsync(held: true);

        Assert.IsType<Refused>((await fixture.Engine.StopAsync(task.Id)).Problem);
    }

    [Fact]
    public async Task A_retry_starts_anew_in_the_same_worktree_with_a_new_conversation()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        fixture.Ends(First(task), succeeded: false, "no");
        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);

        Value(await fixture.Engine.RetryAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);

        var again = fixture.Agent.Requests.Last();
        Assert.Equal((task.Worktree, false), (again.Worktree, again.Resume));
        Assert.NotEqual(task.SessionId, again.SessionId);
    }

    [Fact]
    public async Task A_retry_closes_the_open_pane_first()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();

        Value(await fixture.Engine.RetryAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);

        Assert.Equal([First(task)], fixture.Host.Stopped);
        Assert.Equal([new AttemptId(task.Id, 2)], fixture.Host.Alive());
    }

    [Fact]
    public async Task A_retry_with_another_agent_and_mode_uses_them()
    {
        await using var fixture = await StartAsync();
        fixture.Registry.Add(new Fakes.FakeAgent("beta"));
        var task = await fixture.RunningAsync();
        fixture.Ends(First(task), succeeded: false, "no");
        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);

        Value(await fixture.Engine.RetryAsync(task.Id, new RetryOptions { Agent = "beta", Mode = AgentMode.Interactive }));
        await fixture.StartedAsync(task.Id, attempt: 2);

        var attempt = await fixture.AttemptAsync(task.Id);
        Assert.Equal(("beta", AgentMode.Interactive), (attempt.Agent, attempt.Mode));
    }

    [Fact]
    public async Task Cancelling_a_running_task_ends_it_and_keeps_its_work()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Work(task);

        var cancelled = Value(await fixture.Engine.CancelAsync(task.Id));

        Assert.Equal(TaskStatus.Cancelled, cancelled.Status);
        Assert.Equal([First(task)], fixture.Host.Stopped);
        Assert.True(File.Exists(Path.Combine(task.Worktree!, "work.txt")));
    }

    [Fact]
    public async Task What_is_asked_while_a_turn_is_settled_is_answered_after_it()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Work", AgentMode.Interactive);
        Work(task);

        fixture.Shows(First(task), AgentActivity.Done);
        var landed = await fixture.Engine.LandAsync(task.Id);

        Assert.Equal(TaskStatus.Done, Value(landed).Status);
        Assert.True(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
    }

    [Fact]
    public async Task An_unknown_task_is_not_found()
    {
        await using var fixture = await StartAsync();

        Assert.IsType<NotFound>((await fixture.Engine.RunAsync(new TaskId(99))).Problem);
    }

    [Fact]
    public async Task A_task_that_runs_cannot_be_landed_discarded_held_or_retried()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();

        Assert.IsType<Refused>((await fixture.Engine.LandAsync(task.Id)).Problem);
        Assert.IsType<Refused>((await fixture.Engine.DiscardAsync(task.Id)).Problem);
        Assert.IsType<Refused>((await fixture.Engine.HoldAsync(task.Id)).Problem);
        Assert.IsType<Refused>((await fixture.Engine.RetryAsync(task.Id)).Problem);
    }
}
