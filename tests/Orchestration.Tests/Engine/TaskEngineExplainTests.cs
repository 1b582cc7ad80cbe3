using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineExplainTests
{
    [Fact]
    public async Task A_task_that_waits_has_not_run_yet_and_says_why()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.AddAsync(held: true);

        var explained = Value(await fixture.Engine.ExplainAsync(task.Id));

        Assert.Equal("it has not run yet; held: release or run it", explained.Reason);
        Assert.Null(explained.Attempt);
        Value(await fixture.Engine.CancelAsync(task.Id));
        Assert.Equal(
            "it never ran; the task is cancelled: cancelled by a person", Value(await fixture.Engine.ExplainAsync(task.Id)).Reason);
    }

    [Fact]
    public async Task An_agent_that_works_is_explained_by_its_evidence()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Talk", AgentMode.Interactive);
        fixture.Shows(First(task), AgentActivity.Working);

        var explained = Value(await fixture.Engine.ExplainAsync(task.Id));

        Assert.Equal(("Hook Working", AgentActivity.Working), (explained.Reason, explained.Agent!.Current.State.Activity));
        Assert.Equal(TransitionCause.Dispatched, explained.History[^1].Cause);
    }

    [Fact]
    public async Task An_attempt_that_ended_tells_when_and_how_and_why()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(5));
        fixture.Ends(First(task), succeeded: false, "529 overloaded", AgentErrorClass.RateLimit);
        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);

        var explained = Value(await fixture.Engine.ExplainAsync(task.Id));

        Assert.Equal("attempt 1 ended at 2026-01-01 12:05:00Z with exit code 1, failed: rate_limit: 529 overloaded. Retry the task later, or with another agent.", explained.Reason);
        Assert.Null(explained.Agent);
    }

    [Fact]
    public async Task An_attempt_that_a_person_stopped_says_so_also_after_its_work_was_discarded()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Value(await fixture.Engine.StopAsync(task.Id));
        Value(await fixture.Engine.DiscardAsync(task.Id));

        var explained = Value(await fixture.Engine.ExplainAsync(task.Id));

        Assert.Equal(
            "attempt 1 ended at 2026-01-01 12:00:00Z, stopped: stopped by a person; its work is in the worktree", explained.Reason);
        Assert.Equal(TransitionCause.Discarded, explained.History[^1].Cause);
    }

    [Fact]
    public async Task Before_recovery_nothing_is_claimed_of_what_ran()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        await fixture.CrashAsync();

        Assert.StartsWith("attempt 1 was running when it was written down last", Value(await fixture.Engine.ExplainAsync(task.Id)).Reason);
    }

    [Fact]
    public async Task An_unknown_task_is_not_found()
    {
        await using var fixture = await StartAsync();

        Assert.IsType<NotFound>((await fixture.Engine.ExplainAsync(new TaskId(9))).Problem);
    }
}
