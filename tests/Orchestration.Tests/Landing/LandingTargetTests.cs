using Orchtui.Agents;
using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Landing;

/// <summary>Work goes where it came from, whatever is checked out by then.</summary>
public sealed class LandingTargetTests
{
    [Fact]
    public async Task Work_lands_in_the_branch_it_started_from_although_another_is_checked_out_by_now()
    {
        await using var fixture = await StartAsync();
        await fixture.Repository.GitAsync("switch", "--quiet", "-c", "feature");
        var task = await fixture.FinishedAsync();
        Assert.Equal("feature", task.BaseBranch);
        await fixture.Repository.GitAsync("switch", "--quiet", "main");

        var landed = Value(await fixture.Engine.LandAsync(task.Id));

        Assert.StartsWith("fast-forwarded into feature as ", landed.Reason);
        Assert.Equal("work", await fixture.Repository.GitAsync("show", "feature:work.txt"));
        Assert.False(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
        Assert.Equal("feature", landed.BaseBranch);
    }

    [Fact]
    public async Task A_base_branch_that_is_gone_is_named_and_another_can_be_given()
    {
        await using var fixture = await StartAsync();
        await fixture.Repository.GitAsync("switch", "--quiet", "-c", "feature");
        var task = await fixture.FinishedAsync();
        await fixture.Repository.GitAsync("switch", "--quiet", "main");
        await fixture.Repository.GitAsync("branch", "-D", "feature");

        var refused = Assert.IsType<Refused>((await fixture.Engine.LandAsync(task.Id)).Problem);

        Assert.Contains($"The branch feature, from which task {task.Id} started, is gone", refused.Message);
        Assert.Contains($"`orchtui task land {task.Id} --into BRANCH`", refused.Message);
        Assert.Equal(TaskStatus.InReview, (await fixture.GetAsync(task.Id)).Status);
        var landed = Value(await fixture.Engine.LandAsync(task.Id, "main"));
        Assert.Equal((TaskStatus.Done, "main"), (landed.Status, landed.BaseBranch));
        Assert.True(File.Exists(Path.Combine(fixture.Repository.Path, "work.txt")));
    }

    [Fact]
    public async Task Work_that_started_from_a_detached_HEAD_starts_from_that_commit_and_asks_for_a_branch_to_land_in()
    {
        await using var fixture = await StartAsync();
        await fixture.Repository.GitAsync("checkout", "--quiet", "--detach");
        var commit = await fixture.Repository.CommitAsync("only-here.txt", "x", "on no branch");
        var task = await fixture.FinishedAsync();
        Assert.Equal((commit, StartPoint.NoBranch), (task.BaseCommit, task.BaseBranch));

        var refused = Assert.IsType<Refused>((await fixture.Engine.LandAsync(task.Id)).Problem);

        Assert.Contains($"`orchtui task land {task.Id} --into BRANCH`", refused.Message);
        Assert.Equal("main", Value(await fixture.Engine.LandAsync(task.Id, "main")).BaseBranch);
        Assert.Equal("work", await fixture.Repository.GitAsync("show", "main:work.txt"));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("main~0")]
    [InlineData("refs/heads/main")]
    [InlineData("")]
    public async Task What_is_no_branch_is_not_landed_in(string into)
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();

        var refused = Assert.IsType<Refused>((await fixture.Engine.LandAsync(task.Id, into)).Problem);

        Assert.Contains($"has no local branch {into}", refused.Message);
    }

    [Fact]
    public async Task A_task_is_not_landed_in_its_own_branch()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();

        Assert.Contains("is the branch of task 1 itself", (await fixture.Engine.LandAsync(task.Id, task.Branch)).Problem!.Message);
        Assert.NotNull(await fixture.Repository.Repository.BranchTipAsync(task.Branch!));
    }

    [Fact]
    public async Task A_task_after_another_lands_where_the_first_ones_work_came_from()
    {
        await using var fixture = await StartAsync();
        await fixture.Repository.GitAsync("switch", "--quiet", "-c", "feature");
        var first = await fixture.FinishedAsync("First", "one.txt");
        await fixture.Repository.GitAsync("switch", "--quiet", "main");
        Value(await fixture.Engine.LandAsync(first.Id));

        var second = await fixture.RunningAsync("Second", AgentMode.Interactive, first.Id);

        Assert.True(File.Exists(Path.Combine(second.Worktree!, "one.txt")));
        Assert.Equal("feature", second.BaseBranch);
    }

    [Fact]
    public async Task A_task_tried_again_after_it_was_landed_starts_from_where_it_was_landed()
    {
        await using var fixture = await StartAsync();
        await fixture.Repository.GitAsync("branch", "release");
        var task = await fixture.FinishedAsync();
        Value(await fixture.Engine.LandAsync(task.Id, "release"));

        Value(await fixture.Engine.RetryAsync(task.Id));
        await fixture.StartedAsync(task.Id, attempt: 2);

        var again = await fixture.GetAsync(task.Id);
        Assert.True(File.Exists(Path.Combine(again.Worktree!, "work.txt")));
        Assert.Equal("release", again.BaseBranch);
    }

    [Fact]
    public async Task A_task_from_before_bases_were_recorded_lands_in_the_default_branch()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.FinishedAsync();
        fixture.Sql("UPDATE tasks SET base_branch = NULL");
        await fixture.Repository.GitAsync("switch", "--quiet", "-c", "today");

        var landed = Value(await fixture.Engine.LandAsync(task.Id));

        Assert.StartsWith("fast-forwarded into today as ", landed.Reason);
    }
}
