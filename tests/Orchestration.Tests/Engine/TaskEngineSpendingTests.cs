using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineSpendingTests
{
    [Fact]
    public async Task What_a_conversation_used_is_charged_once_however_often_it_is_told()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Say hello", AgentMode.Interactive);
        Tell(fixture, First(task), AgentActivity.Working, "one", 100, 10, 0.5m);
        Tell(fixture, First(task), AgentActivity.Done, "one", 150, 15, 0.75m);
        var finished = await fixture.BecomesAsync(task.Id, TaskStatus.Done);
        Assert.Equal((165, 0.75m), (finished.Tokens, finished.CostUsd));

        // The last message may be told of after the turn has ended.
        Tell(fixture, First(task), AgentActivity.Done, "one", 200, 20, 1m);
        Tell(fixture, First(task), AgentActivity.Done, "one", 200, 20, 1m);
        await HasTokensAsync(fixture, task.Id, 220);
        Assert.Equal((200, 20, 1m), Used(await fixture.AttemptAsync(task.Id)));

        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);
        Tell(fixture, First(task), AgentActivity.Working, "one", 250, 25, 1.5m);
        Tell(fixture, First(task), AgentActivity.Done, "one", 300, 30, 2m);
        Assert.Equal((330, 2m), Charged(await fixture.BecomesAsync(task.Id, TaskStatus.Done)));
        Assert.Equal((300, 30, 2m), Used(await fixture.AttemptAsync(task.Id)));
    }

    [Fact]
    public async Task Less_than_was_told_before_takes_nothing_back_and_is_not_charged_again()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Say hello", AgentMode.Interactive);
        Tell(fixture, First(task), AgentActivity.Done, "one", 100, 10, 0.5m);
        Assert.Equal((110, 0.5m), Charged(await fixture.BecomesAsync(task.Id, TaskStatus.Done)));

        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);
        Tell(fixture, First(task), AgentActivity.Working, "one", 20, 2, null);
        Tell(fixture, First(task), AgentActivity.Done, "one", 20, 2, null);
        Assert.Equal((110, 0.5m), Charged(await fixture.BecomesAsync(task.Id, TaskStatus.Done)));
        Assert.Equal((100, 10, 0.5m), Used(await fixture.AttemptAsync(task.Id)));
        Tell(fixture, First(task), AgentActivity.Done, "one", 120, 12, 0.6m);
        await HasTokensAsync(fixture, task.Id, 132);
    }

    [Fact]
    public async Task A_conversation_that_was_cleared_counts_beside_the_next_one()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Say hello", AgentMode.Interactive);
        Tell(fixture, First(task), AgentActivity.Working, "one", 100, 10, null);
        Tell(fixture, First(task), AgentActivity.Working, "two", 5, 1, null);
        Tell(fixture, First(task), AgentActivity.Done, "two", 10, 2, null);
        Assert.Equal((122, null), Charged(await fixture.BecomesAsync(task.Id, TaskStatus.Done)));
    }

    [Fact]
    public async Task A_headless_run_that_is_taken_over_is_not_charged_again()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        fixture.Engine.Post(new AttemptUpdated(First(task), 1, new SessionStarted("one", null)));
        fixture.Engine.Post(new AttemptUpdated(First(task), 2, new RunEnded(
            new AgentRunResult { Succeeded = true, SessionId = "one", Usage = new AgentUsage(100, 10, 0.5m) }, 0)));
        Assert.Equal((110, 0.5m), Charged(await fixture.BecomesAsync(task.Id, TaskStatus.Done)));

        Value(await fixture.Engine.TakeOverAsync(task.Id));
        await fixture.StartedAsync(task.Id, 2);
        var second = new AttemptId(task.Id, 2);
        Tell(fixture, second, AgentActivity.Working, "one", 100, 10, 0.5m);
        Tell(fixture, second, AgentActivity.Done, "one", 130, 13, 0.6m);
        Assert.Equal((143, 0.6m), Charged(await fixture.BecomesAsync(task.Id, TaskStatus.Done)));
        Assert.Equal((30, 3, 0.1m), Used(await fixture.AttemptAsync(task.Id)));
    }

    private static void Tell(EngineFixture fixture, AttemptId attempt, AgentActivity activity, string session, long input, long output, decimal? cost) =>
        fixture.Engine.Post(new AttemptObserved(attempt, EvidenceSource.Hook, new AgentReading(new AgentState(activity), $"Hook {activity}", session)
        {
            Usage = new AgentUsage(input, output, cost),
        }));

    private static Task HasTokensAsync(EngineFixture fixture, TaskId task, long tokens) =>
        Eventually.TrueAsync($"it is charged for {tokens} tokens", async () => (await fixture.GetAsync(task)).Tokens == tokens);

    private static (long, decimal?) Charged(TaskRecord task) => (task.Tokens, task.CostUsd);

    private static (long, long, decimal?) Used(AttemptRecord attempt) => (attempt.InputTokens, attempt.OutputTokens, attempt.CostUsd);
}
