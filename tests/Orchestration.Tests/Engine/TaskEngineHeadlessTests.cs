using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineHeadlessTests
{
    [Fact]
    public async Task A_run_that_ends_well_with_work_is_in_review_and_its_use_is_counted()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Work(task);

        fixture.Ends(First(task));

        var finished = await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        Assert.Equal(120, finished.Tokens);
        Assert.Equal(0.5m, finished.CostUsd);
        var attempt = await fixture.AttemptAsync(task.Id);
        Assert.Equal((AttemptState.Succeeded, 0, 100L, 20L),
            (attempt.State, attempt.ExitCode!.Value, attempt.InputTokens, attempt.OutputTokens));
    }

    [Theory]
    [InlineData(0, "the run ended well; nothing to land")]
    [InlineData(1, "the run ended well, but 1 tool call was refused for want of permission (its pane tells which); nothing to land")]
    [InlineData(2, "the run ended well, but 2 tool calls were refused for want of permission (its pane tells which); nothing to land")]
    public async Task What_the_agent_was_not_allowed_to_do_is_told_although_its_run_ended_well(int refused, string reason)
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();

        fixture.Engine.Post(new AttemptUpdated(First(task), 99, new RunEnded(new AgentRunResult { Succeeded = true, RefusedTools = refused }, 0)));

        Assert.Equal(reason, (await fixture.BecomesAsync(task.Id, TaskStatus.Done)).Reason);
    }

    [Fact]
    public async Task A_run_that_fails_needs_review_with_the_class_and_the_words_of_the_error()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();

        fixture.Ends(First(task), succeeded: false, "529 overloaded", AgentErrorClass.RateLimit);

        var failed = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Equal("rate_limit: 529 overloaded. Retry the task later, or with another agent.", failed.Reason);
        Assert.Equal(AgentErrorClass.RateLimit, (await fixture.AttemptAsync(task.Id)).ErrorClass);
    }

    [Fact]
    public async Task Ruling_1_a_failed_overnight_task_is_failed()
    {
        await using var fixture = await StartAsync();
        var task = Value(await fixture.Engine.AddAsync(new NewTask
        {
            Title = "Night",
            Project = fixture.Repository.Path,
            Source = TaskSource.Overnight,
        }));
        await fixture.StartedAsync(task.Id);

        fixture.Ends(First(task), succeeded: false, "no", AgentErrorClass.AgentFailed);

        await fixture.BecomesAsync(task.Id, TaskStatus.Failed);
    }

    [Fact]
    public async Task The_last_word_may_come_after_the_end_of_the_process()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Work(task);

        fixture.Engine.Post(new AttemptExited(First(task), 0));
        fixture.Ends(First(task));

        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
    }

    [Fact]
    public async Task A_run_that_ends_without_a_last_word_needs_review()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        fixture.Engine.Post(new AttemptExited(First(task), 137));

        await fixture.AdvanceAsync(TaskEngine.ResultGrace);

        var dead = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Contains("exit code 137", dead.Reason);
    }

    [Fact]
    public async Task RUN_13_a_run_that_takes_too_long_is_ended_with_124()
    {
        await using var fixture = await StartAsync(o => o with { RunTimeout = TimeSpan.FromMinutes(30) });
        var task = await fixture.RunningAsync();

        await fixture.AdvanceAsync(TimeSpan.FromMinutes(30));

        var timedOut = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.StartsWith("timeout: it ran longer than 30 minutes", timedOut.Reason);
        var attempt = await fixture.AttemptAsync(task.Id);
        Assert.Equal((AttemptState.TimedOut, 124), (attempt.State, attempt.ExitCode!.Value));
        Assert.Equal([First(task)], fixture.Host.Stopped);
    }

    [Fact]
    public async Task A_session_id_is_stored_the_moment_it_is_known()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        Assert.NotNull(task.SessionId);

        fixture.Engine.Post(new AttemptUpdated(First(task), 1, new SessionStarted("other-session", "model")));

        await TestKit.Eventually.TrueAsync(
            "the session is stored", async () => Value(await fixture.Store.GetAsync(task.Id)).SessionId == "other-session");
    }

    [Fact]
    public async Task Branch_worktree_and_session_are_stored_before_the_agent_is_started()
    {
        await using var fixture = await StartAsync();
        TaskRecord? seen = null;
        AttemptRecord? attempt = null;
        fixture.Host.OnStart = async request =>
        {
            seen = Value(await fixture.Store.GetAsync(request.Task));
            attempt = Value(await fixture.Store.AttemptsAsync(request.Task))[0];
        };

        var task = await fixture.RunningAsync();

        Assert.Equal((TaskStatus.InProgress, "orch-task-1-say-hello"), (seen!.Status, seen.Branch));
        Assert.Equal(task.Worktree, seen.Worktree);
        Assert.Equal(task.SessionId, seen.SessionId);
        Assert.Equal((AttemptState.Starting, task.SessionId), (attempt!.State, attempt.SessionId));
        Assert.True(Directory.Exists(Path.Combine(attempt.Directory, "events")));
    }

    [Fact]
    public async Task Taking_over_ends_the_run_and_resumes_its_conversation_interactively_in_the_same_worktree()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();

        Value(await fixture.Engine.TakeOverAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);

        Assert.Equal([First(task)], fixture.Host.Stopped);
        var resumed = fixture.Agent.Requests.Last();
        Assert.Equal((AgentMode.Interactive, true, task.SessionId, task.Worktree),
            (resumed.Mode, resumed.Resume, resumed.SessionId, resumed.Worktree));
        Assert.Empty(resumed.Prompt);
    }

    [Fact]
    public async Task HUB_3_what_an_agent_says_is_kept_in_order_then_told_and_told_once_over_a_restart()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync();
        void Say(int sequence) => fixture.Engine.Post(new AttemptUpdated(First(task), sequence, new AgentMessage($"word {sequence}")));
        async Task<IReadOnlyList<KeptUpdate>> KeptAsync(long from) => Value(await fixture.Engine.UpdatesAsync(First(task), from, 100));
        using (var updates = fixture.Hub.Subscribe())
        {
            Say(1);
            Say(2);
            await Eventually.TrueAsync("both are kept", async () => (await KeptAsync(0)).Count == 2);
            await Eventually.TrueAsync("both are told", () => Told(updates) == 2);
        }

        await fixture.RestartAsync();
        using var later = fixture.Hub.Subscribe();
        for (var i = 1; i <= 3; i++) Say(i);
        await Eventually.TrueAsync("the third is kept", async () => (await KeptAsync(0)).Count == 3);
        await Eventually.TrueAsync("the third alone is told", () => Told(later) == 1);
        Assert.Equal([2, 3], (await KeptAsync(2)).Select(kept => kept.Sequence));
        Assert.Equal(new AgentMessage("word 3"), (await KeptAsync(3)).Single().Update);
    }

    private readonly Dictionary<UpdateSubscription, int> _told = [];

    private int Told(UpdateSubscription updates)
    {
        while (updates.TryRead(out var update))
            if (update is AgentSaid) _told[updates] = _told.GetValueOrDefault(updates) + 1;
        return _told.GetValueOrDefault(updates);
    }
}
