using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Landing;

public sealed class LandingTests
{
    [Fact]
    public async Task Work_is_fast_forwarded_into_the_checked_out_branch_and_its_worktree_goes()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        var tip = await TestRepository.GitInAsync(task.Worktree!, "rev-parse", "HEAD");

        var landed = Value(await fixture.Engine.LandAsync(task.Id));

        Assert.Equal((TaskStatus.Done, $"fast-forwarded into main as {tip[..10]}."), (landed.Status, landed.Reason));
        Assert.Equal(tip, await fixture.Repository.GitAsync("rev-parse", "main"));
        Assert.True(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
        Assert.False(Directory.Exists(task.Worktree));
        Assert.Null(landed.Worktree);
        Assert.Equal("main", await fixture.Repository.GitAsync("branch", "--format=%(refname:short)"));
        Assert.Equal([First(task)], fixture.Host.Stopped);
    }

    [Fact]
    public async Task Work_is_merged_when_the_branch_has_moved_on()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        await fixture.Repository.CommitAsync("other.txt", "other\n", "meanwhile");

        var landed = Value(await fixture.Engine.LandAsync(task.Id));

        Assert.StartsWith("merged into main as ", landed.Reason);
        Assert.Equal("2", await fixture.Repository.GitAsync("rev-list", "--count", "--first-parent", "HEAD", "^HEAD~2"));
        Assert.True(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
        Assert.True(File.Exists(Path.Combine(fixture.Repository.Path, "other.txt")));
        Assert.Single(Value(await fixture.Repository.Repository.WorktreesAsync()));
    }

    [Fact]
    public async Task What_a_landing_that_was_cut_off_left_behind_goes_with_the_next_one()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        await fixture.Repository.CommitAsync("other.txt", "other\n", "meanwhile");
        var left = Path.Combine(Path.GetDirectoryName(task.Worktree!)!, ".landing-7-cut-off");
        await fixture.Repository.GitAsync("worktree", "add", "--quiet", "--detach", left, "HEAD");
        File.WriteAllText(Path.Combine(left, "half.txt"), "merged");

        Value(await fixture.Engine.LandAsync(task.Id));

        Assert.False(Directory.Exists(left));
        Assert.Single(Value(await fixture.Repository.Repository.WorktreesAsync()));
    }

    [Fact]
    public async Task A_conflict_names_the_files_and_changes_nothing()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync(file: "README.md", content: "theirs\n");
        var before = await fixture.Repository.CommitAsync("README.md", "ours\n", "meanwhile");

        var landed = await fixture.Engine.LandAsync(task.Id);

        var conflict = Assert.IsType<MergeConflict>(landed.Problem);
        Assert.Equal(["README.md"], conflict.Files);
        Assert.Contains("conflicts with main in README.md; nothing was changed", conflict.Message);
        Assert.Equal(before, await fixture.Repository.GitAsync("rev-parse", "HEAD"));
        Assert.Equal("", await fixture.Repository.GitAsync("status", "--porcelain"));
        Assert.Equal(2, Value(await fixture.Repository.Repository.WorktreesAsync()).Count);
        Assert.Equal(TaskStatus.InReview, (await fixture.GetAsync(task.Id)).Status);
        Assert.True(fixture.Host.IsAlive(First(task)));
    }

    [Fact]
    public async Task Ruling_2_a_checkout_with_uncommitted_changes_is_left_alone()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        fixture.Repository.Write("README.md", "half an idea\n");

        var landed = await fixture.Engine.LandAsync(task.Id);

        var dirty = Assert.IsType<UncommittedChanges>(landed.Problem);
        Assert.Equal(["README.md"], dirty.Files);
        Assert.Equal("half an idea\n", File.ReadAllText(Path.Combine(fixture.Repository.Path, "README.md")));
        Assert.False(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
    }

    [Fact]
    public async Task An_untracked_file_that_would_be_overwritten_is_kept_and_named()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        fixture.Repository.Write("work.txt", "mine\n");

        var landed = await fixture.Engine.LandAsync(task.Id);

        Assert.Contains("work.txt", Assert.IsType<GitProblem>(landed.Problem).Message);
        Assert.Equal("mine\n", File.ReadAllText(Path.Combine(fixture.Repository.Path, "work.txt")));
        Assert.Equal(TaskStatus.InReview, (await fixture.GetAsync(task.Id)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_default_branch_that_is_not_checked_out_is_moved_without_touching_any_checkout(bool diverged)
    {
        await using var fixture = await StartAsync();
        await fixture.Repository.GitAsync("update-ref", "refs/remotes/origin/main", "main");
        await fixture.Repository.GitAsync("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
        var task = await fixture.FinishedAsync();
        if (diverged) await fixture.Repository.CommitAsync("other.txt", "other\n", "meanwhile");
        await fixture.Repository.GitAsync("switch", "--quiet", "-c", "side", "HEAD");
        fixture.Repository.Write("README.md", "half an idea\n");

        Value(await fixture.Engine.LandAsync(task.Id));

        Assert.Equal("work", await fixture.Repository.GitAsync("show", "main:work.txt"));
        Assert.False(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
        Assert.Equal("half an idea\n", File.ReadAllText(Path.Combine(fixture.Repository.Path, "README.md")));
    }

    [Fact]
    public async Task Changes_nobody_committed_in_the_tasks_worktree_are_not_left_behind()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        Work(task, "late.txt");

        var landed = await fixture.Engine.LandAsync(task.Id);

        Assert.Equal(["late.txt"], Assert.IsType<UncommittedChanges>(landed.Problem).Files);
        Assert.True(File.Exists(Path.Combine(task.Worktree!, "late.txt")));
    }

    [Fact]
    public async Task Discarding_keeps_committed_and_uncommitted_work_restorable()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        Work(task, "uncommitted.txt", "precious\n");

        var discarded = Value(await fixture.Engine.DiscardAsync(task.Id));

        Assert.Equal(TaskStatus.Cancelled, discarded.Status);
        Assert.Equal(
            $"discarded; restore with `git -C {fixture.Repository.Path} branch {task.Branch} refs/orchtui/trash/1`", discarded.Reason);
        Assert.False(Directory.Exists(task.Worktree));
        Assert.Equal("main", await fixture.Repository.GitAsync("branch", "--format=%(refname:short)"));
        await fixture.Repository.GitAsync("branch", task.Branch!, "refs/orchtui/trash/1");
        Assert.Equal("precious", await fixture.Repository.GitAsync("show", $"{task.Branch}:uncommitted.txt"));
        Assert.Equal("work", await fixture.Repository.GitAsync("show", $"{task.Branch}:work.txt"));
    }

    [Fact]
    public async Task A_task_discarded_twice_keeps_both_works()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        Value(await fixture.Engine.DiscardAsync(task.Id));
        Value(await fixture.Engine.RetryAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);
        Work(await fixture.GetAsync(task.Id), "second.txt");
        fixture.Shows(new AttemptId(task.Id, 2), AgentActivity.Done);
        await fixture.BecomesAsync(task.Id, TaskStatus.InReview);

        Value(await fixture.Engine.DiscardAsync(task.Id));

        Assert.Equal("work", await fixture.Repository.GitAsync("show", "refs/orchtui/trash/1:work.txt"));
        Assert.Equal("work", await fixture.Repository.GitAsync("show", "refs/orchtui/trash/1-2:second.txt"));
    }

    [Fact]
    public async Task A_locked_worktree_is_not_discarded_and_the_message_says_how_to_unlock()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        await fixture.Repository.GitAsync("worktree", "lock", task.Worktree!);

        var discarded = await fixture.Engine.DiscardAsync(task.Id);

        Assert.Contains("git worktree unlock", Assert.IsType<GitProblem>(discarded.Problem).Message);
        Assert.True(Directory.Exists(task.Worktree));
        Assert.Equal(TaskStatus.InReview, (await fixture.GetAsync(task.Id)).Status);
    }

    [Fact]
    public async Task Landing_a_task_lets_one_that_was_built_on_it_land_after_it()
    {
        await using var fixture = await StartAsync();
        var first = await fixture.FinishedAsync("First", "one.txt");
        var second = await fixture.RunningAsync("Second", AgentMode.Interactive, first.Id);
        Work(second, "two.txt");
        fixture.Shows(First(second), AgentActivity.Done);
        await fixture.BecomesAsync(second.Id, TaskStatus.InReview);

        Value(await fixture.Engine.LandAsync(second.Id));
        var already = Value(await fixture.Engine.LandAsync(first.Id));

        Assert.Equal((TaskStatus.Done, $"{first.Branch} was in main already."), (already.Status, already.Reason));
        Assert.True(File.Exists(Path.Combine(fixture.Repository.Path, "two.txt")));
    }
}
