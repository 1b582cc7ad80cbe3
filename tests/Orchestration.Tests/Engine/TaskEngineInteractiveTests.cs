using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineInteractiveTests
{
    [Fact]
    public async Task Ruling_5_the_end_of_a_turn_commits_what_is_left_frees_the_slot_and_keeps_the_pane()
    {
        await using var fixture = await StartAsync(o => o with { MaxParallel = 1 });
        var task = await fixture.RunningAsync("Say hello", AgentMode.Interactive);
        var next = await fixture.AddAsync("Next", AgentMode.Interactive);
        Assert.Equal("no free slot: 1 of 1 are running", (await fixture.GetAsync(next.Id)).WaitingFor);
        Work(task);

        fixture.Shows(First(task), AgentActivity.Done);

        var finished = await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        Assert.Equal("Hook Done; 1 commit to land", finished.Reason);
        Assert.Equal(
            "Say hello\n\nTask: 1\nAgent: alpha\nAttempt: 1",
            await TestRepository.GitInAsync(finished.Worktree!, "log", "-1", "--format=%B"));
        Assert.Equal("", await TestRepository.GitInAsync(finished.Worktree!, "status", "--porcelain"));
        await fixture.StartedAsync(next.Id);
        Assert.True(fixture.Host.IsAlive(First(task)));
        Assert.Equal(AttemptState.Resting, (await fixture.AttemptAsync(task.Id)).State);
    }

    [Fact]
    public async Task A_conversation_in_its_pane_is_not_ended_by_taking_it_over()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Say hello", AgentMode.Interactive);
        fixture.Shows(First(task), AgentActivity.Working);
        Assert.Contains("open that with Enter", (await fixture.Engine.TakeOverAsync(task.Id)).Problem!.Message);

        fixture.Shows(First(task), AgentActivity.Done);
        await fixture.BecomesAsync(task.Id, TaskStatus.Done);
        Assert.Contains("open that with Enter", (await fixture.Engine.TakeOverAsync(task.Id)).Problem!.Message);
        Assert.True(fixture.Host.IsAlive(First(task)));
    }

    [Fact]
    public async Task Ruling_1_a_finished_turn_with_nothing_to_land_is_done()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Look around", AgentMode.Interactive);

        fixture.Shows(First(task), AgentActivity.Working);
        fixture.Shows(First(task), AgentActivity.Done);

        var finished = await fixture.BecomesAsync(task.Id, TaskStatus.Done);
        Assert.Equal("Hook Done; nothing to land", finished.Reason);
    }

    [Fact]
    public async Task Ruling_5_typing_into_the_pane_reopens_the_task_and_the_next_turn_ends_again()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();

        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);
        fixture.Shows(First(task), AgentActivity.Working);
        Work(task, "more.txt");
        fixture.Shows(First(task), AgentActivity.Done);

        var finished = await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        Assert.Equal("Hook Done; 2 commits to land", finished.Reason);
        Assert.Equal(1, finished.Attempts);
        var causes = Value(await fixture.Engine.HistoryAsync(task.Id)).Select(t => t.Cause);
        Assert.Equal(
            [
                TransitionCause.Added, TransitionCause.Routed, TransitionCause.Dispatched,
                    TransitionCause.TurnEnded, TransitionCause.Reopened,
                TransitionCause.TurnEnded,
            ],
            causes);
    }

    [Fact]
    public async Task An_end_that_the_screen_still_shows_while_the_person_types_on_is_not_the_end_of_the_next_turn()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Talk", AgentMode.Interactive);
        Work(task);
        fixture.Shows(First(task), AgentActivity.Done, EvidenceSource.Screen);
        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);

        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        fixture.Shows(First(task), AgentActivity.Done, EvidenceSource.Screen);
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(TaskStatus.InProgress, (await fixture.GetAsync(task.Id)).Status);

        fixture.Shows(First(task), AgentActivity.Working, EvidenceSource.Screen);
        fixture.Shows(First(task), AgentActivity.Done, EvidenceSource.Screen);
        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
    }

    [Fact]
    public async Task An_end_that_the_screen_shows_only_after_the_person_typed_is_not_the_end_of_a_turn_that_has_not_begun()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);

        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        fixture.Shows(First(task), AgentActivity.Done, EvidenceSource.Screen);
        fixture.Shows(First(task), AgentActivity.Working);
        fixture.Shows(First(task), AgentActivity.Failed);

        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
    }

    [Fact]
    public async Task Keys_that_meant_nothing_do_not_hold_the_slot_for_ever()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);

        await fixture.AdvanceAsync(TaskEngine.SettleSpan);

        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
    }

    [Fact]
    public async Task An_agent_that_dies_at_once_needs_review()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Die", AgentMode.Interactive);

        fixture.Engine.Post(new AttemptExited(First(task), 127));

        var dead = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Contains("exit code 127 (command not found)", dead.Reason);
        Assert.Equal(127, (await fixture.AttemptAsync(task.Id)).ExitCode);
    }

    [Fact]
    public async Task An_agent_that_leaves_at_once_without_a_word_needs_review_although_it_exits_with_zero()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Leave", AgentMode.Interactive);

        fixture.Engine.Post(new AttemptExited(First(task), 0));

        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
    }

    [Fact]
    public async Task Leaving_an_agent_that_has_worked_settles_its_work()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Leave", AgentMode.Interactive);
        fixture.Shows(First(task), AgentActivity.Working);
        Work(task);

        fixture.Engine.Post(new AttemptExited(First(task), 0));

        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
        Assert.Equal(AttemptState.Succeeded, (await fixture.AttemptAsync(task.Id)).State);
    }

    [Fact]
    public async Task A_turn_that_ends_with_an_error_needs_review_and_typing_goes_on()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Fail", AgentMode.Interactive);
        var state = new AgentState(AgentActivity.Failed) { Error = "401 invalid key", ErrorClass = AgentErrorClass.Auth };

        fixture.Engine.Post(new AttemptObserved(First(task), EvidenceSource.Hook, new AgentReading(state, "hook StopFailure")));

        var failed = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.StartsWith("auth: 401 invalid key. Put its sign-in, key or credit right", failed.Reason);
        fixture.Engine.Post(new PersonTyped(First(task)));
        await fixture.BecomesAsync(task.Id, TaskStatus.InProgress);
    }

    [Fact]
    public async Task Typing_while_the_turn_is_being_settled_reopens_the_task_afterwards()
    {
        await using var fixture = await StartAsync();
        var started = fixture.Directory["started"];
        var go = fixture.Directory["go"];
        InstallHook(fixture, $"touch '{started}'; while [ ! -e '{go}' ]; do sleep 0.02; done");
        var task = await fixture.RunningAsync("Work", AgentMode.Interactive);
        Work(task);
        fixture.Shows(First(task), AgentActivity.Done);
        await TestKit.Eventually.TrueAsync("the commit is under way", () => File.Exists(started));

        fixture.Engine.Post(new PersonTyped(First(task)));
        Value(await fixture.Engine.ExplainAsync(First(task)));
        File.WriteAllText(go, "");

        await TestKit.Eventually.TrueAsync(
            "it was settled and reopened",
            async () => Value(await fixture.Engine.HistoryAsync(task.Id))
                is [.., { Cause: TransitionCause.TurnEnded }, { Cause: TransitionCause.Reopened }]);
    }

    [Fact]
    public async Task A_hook_that_takes_its_time_keeps_no_other_task_of_the_repository_waiting()
    {
        await using var fixture = await StartAsync();
        var (started, go) = (fixture.Directory["started"], fixture.Directory["go"]);
        InstallHook(fixture, $"touch '{started}'; while [ ! -e '{go}' ]; do sleep 0.02; done");
        var task = await fixture.RunningAsync("Work", AgentMode.Interactive);
        Work(task);
        fixture.Shows(First(task), AgentActivity.Done);
        await TestKit.Eventually.TrueAsync("the commit is under way", () => File.Exists(started));

        await fixture.RunningAsync("Another");

        Assert.Equal(TaskStatus.InProgress, (await fixture.GetAsync(task.Id)).Status);
        File.WriteAllText(go, "");
        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);
    }

    [Fact]
    public async Task A_hook_of_the_repository_that_refuses_the_commit_sends_the_task_to_review_with_its_words()
    {
        await using var fixture = await StartAsync();
        InstallHook(fixture, "echo 'the linter says no' >&2; exit 1");
        var task = await fixture.RunningAsync("Work", AgentMode.Interactive);
        Work(task);

        fixture.Shows(First(task), AgentActivity.Done);

        var refused = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Contains("the linter says no", refused.Reason);
        Assert.True(File.Exists(Path.Combine(task.Worktree!, "work.txt")));
    }

    [Fact]
    public async Task Nothing_is_committed_when_the_agent_switched_to_another_branch()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Work", AgentMode.Interactive);
        await TestRepository.GitInAsync(task.Worktree!, "switch", "--quiet", "-c", "elsewhere");
        Work(task);

        fixture.Shows(First(task), AgentActivity.Done);

        var refused = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Contains($"has elsewhere checked out instead of {task.Branch}", refused.Reason);
    }

    [Fact]
    public async Task A_silent_agent_is_shown_as_stuck_and_is_not_ended()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Hang", AgentMode.Interactive);
        fixture.Shows(First(task), AgentActivity.Working);
        await TestKit.Eventually.TrueAsync(
            "it works", () => fixture.Engine.StateOf(First(task))?.State.Activity == AgentActivity.Working);

        await fixture.AdvanceAsync(TimeSpan.FromMinutes(15));

        await TestKit.Eventually.TrueAsync("it is stuck", () => fixture.Engine.StateOf(First(task)) is { Stuck: true });
        Assert.Equal(TaskStatus.InProgress, (await fixture.GetAsync(task.Id)).Status);
        var explained = Value(await fixture.Engine.ExplainAsync(First(task)));
        Assert.Contains("no sign of life for 15 minutes", explained.Current.Reason);
    }

    private static void InstallHook(EngineFixture fixture, string script)
    {
        var hook = Path.Combine(fixture.Repository.Path, ".git", "hooks", "pre-commit");
        File.WriteAllText(hook, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
