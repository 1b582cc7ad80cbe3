using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.Orchestration.Worktrees;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Worktrees;

public sealed class WorktreeManagerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private WorktreeManager Manager => new(TestRepository.Git, new HomeLayout(_directory["home"]));

    [Theory]
    [InlineData("Fix the  login-page!", "orch-task-7-fix-the-login-page")]
    [InlineData("  ÄÖÜ größe 漢字 x", "orch-task-7-gr-e-x")]
    [InlineData("漢字だけ 🎉", "orch-task-7")]
    [InlineData("../../etc; rm -rf $HOME", "orch-task-7-etc-rm-rf-home")]
    [InlineData("x.lock", "orch-task-7-x-lock")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbb", "orch-task-7-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void RUN_3_a_branch_is_named_after_its_task_whatever_the_title(string title, string branch) =>
        Assert.Equal(branch, BranchName.For(new TaskId(7), title));

    [Fact]
    public void Branches_of_task_1_are_not_those_of_task_12()
    {
        Assert.True(BranchName.BelongsTo(new TaskId(1), "orch-task-1"));
        Assert.True(BranchName.BelongsTo(new TaskId(1), "orch-task-1-x"));
        Assert.False(BranchName.BelongsTo(new TaskId(1), "orch-task-12-x"));
    }

    [Fact]
    public async Task A_worktree_lies_in_the_home_beside_no_other_repository_of_the_same_name()
    {
        var one = await TestRepository.CreateAsync(_directory, "a/same");
        var other = await TestRepository.CreateAsync(_directory, "b/same");

        var first = Value(await Manager.EnsureAsync(Task(one)));
        var second = Value(await Manager.EnsureAsync(Task(other)));

        Assert.Matches("/home/worktrees/same-[0-9a-f]{8}/orch-task-7-do-it$", first.Path);
        Assert.NotEqual(first.Path, second.Path);
        Assert.Equal(await one.GitAsync("rev-parse", "main"), first.BaseCommit);
        Assert.Equal("orch-task-7-do-it", await TestRepository.GitInAsync(first.Path, "branch", "--show-current"));
        Assert.Equal("main", await one.GitAsync("branch", "--show-current"));
    }

    [Fact]
    public async Task RUN_4_a_worktree_is_used_again_with_what_lies_in_it()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        var first = Value(await Manager.EnsureAsync(Task(repository)));
        File.WriteAllText(Path.Combine(first.Path, "uncommitted"), "x");
        await repository.CommitAsync("new", "x", "main moves on");

        var again = Value(await Manager.EnsureAsync(Recorded(repository, first)));
        var unknowing = Value(await Manager.EnsureAsync(Task(repository) with { Title = "Renamed" }));

        Assert.Equal((first, first), (again, unknowing));
        Assert.True(File.Exists(Path.Combine(first.Path, "uncommitted")));
    }

    [Fact]
    public async Task RUN_4_a_branch_with_work_whose_folder_was_deleted_is_put_back()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        var first = Value(await Manager.EnsureAsync(Task(repository)));
        File.WriteAllText(Path.Combine(first.Path, "work"), "x");
        Value(await repository.Repository.CommitAllAsync(first.Path, "work\n"));
        Directory.Delete(first.Path, recursive: true);

        var again = Value(await Manager.EnsureAsync(Recorded(repository, first)));

        Assert.Equal(first, again);
        Assert.True(File.Exists(Path.Combine(again.Path, "work")));
    }

    [Fact]
    public async Task RUN_4_an_empty_branch_left_by_a_failed_start_gives_way_to_a_fresh_one()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        await repository.GitAsync("branch", "orch-task-7-do-it");
        var tip = await repository.CommitAsync("new", "x", "main moves on");

        var worktree = Value(await Manager.EnsureAsync(Task(repository)));

        Assert.Equal(tip, worktree.BaseCommit);
    }

    [Fact]
    public async Task A_folder_in_the_way_is_a_value_and_is_left_alone()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        var path = new HomeLayout(_directory["home"]).Worktree(repository.Path, "orch-task-7-do-it");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "precious"), "x");

        var ensured = await Manager.EnsureAsync(Task(repository));

        Assert.Contains("already exists", Assert.IsType<GitProblem>(ensured.Problem).Message);
        Assert.True(File.Exists(Path.Combine(path, "precious")));
        Assert.Null(await repository.Repository.BranchTipAsync("orch-task-7-do-it"));
    }

    [Fact]
    public async Task The_main_directory_is_never_a_tasks_worktree()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        await repository.GitAsync("switch", "--quiet", "-c", "orch-task-7-do-it");

        var unrecorded = Value(await Manager.EnsureAsync(Task(repository)));
        var recorded = await Manager.EnsureAsync(Task(repository) with { Branch = "orch-task-7-do-it" });

        Assert.Equal("orch-task-7-do-it-2", unrecorded.Branch);
        Assert.Contains($"is checked out in {repository.Path}", Assert.IsType<Refused>(recorded.Problem).Message);
        Assert.Equal("orch-task-7-do-it", await repository.GitAsync("branch", "--show-current"));
    }

    [Fact]
    public async Task The_work_of_another_homes_task_of_the_same_number_is_left_alone()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        var others = new WorktreeManager(TestRepository.Git, new HomeLayout(_directory["other-home"]));
        var theirs = Value(await others.EnsureAsync(Task(repository)));
        File.WriteAllText(Path.Combine(theirs.Path, "theirs.txt"), "x");

        var ours = Value(await Manager.EnsureAsync(Task(repository)));

        Assert.Equal(("orch-task-7-do-it-2", false), (ours.Branch, File.Exists(Path.Combine(ours.Path, "theirs.txt"))));
    }

    [Fact]
    public async Task The_branch_of_a_home_that_was_deleted_keeps_its_work()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        var before = Value(await Manager.EnsureAsync(Task(repository)));
        File.WriteAllText(Path.Combine(before.Path, "old.txt"), "x");
        await TestRepository.GitInAsync(before.Path, "add", "--all");
        await TestRepository.GitInAsync(before.Path, "commit", "--quiet", "-m", "old");
        Directory.Delete(_directory["home"], recursive: true);

        var fresh = Value(await Manager.EnsureAsync(Task(repository)));

        Assert.Equal(("orch-task-7-do-it-2", false), (fresh.Branch, File.Exists(Path.Combine(fresh.Path, "old.txt"))));
        Assert.Equal("x", await repository.GitAsync("show", "orch-task-7-do-it:old.txt"));
    }

    [Fact]
    public void An_attempt_has_a_folder_of_its_own()
    {
        var home = new HomeLayout("/home/x");

        Assert.Equal("/home/x/state/tasks/7/attempts/2/events", home.EventsDirectory(new AttemptId(new TaskId(7), 2)));
    }

    private static TaskRecord Recorded(TestRepository repository, TaskWorktree worktree) => Task(repository) with
    {
        Branch = worktree.Branch,
        BaseCommit = worktree.BaseCommit,
        BaseBranch = worktree.BaseBranch,
    };

    private static TaskRecord Task(TestRepository repository) => new() { Id = new TaskId(7), Title = "Do it", Project = repository.Path };
}
