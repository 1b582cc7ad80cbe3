using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Git;

public sealed class GitRepositoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_main_repository_is_found_from_a_subfolder_and_from_a_worktree()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        Directory.CreateDirectory(Path.Combine(repository.Path, "a", "b"));
        await repository.GitAsync("worktree", "add", "--quiet", "-b", "side", _directory["side"]);

        var inside = Value(await GitRepository.DiscoverAsync(TestRepository.Git, Path.Combine(repository.Path, "a", "b")));
        var worktree = Value(await GitRepository.DiscoverAsync(TestRepository.Git, _directory["side"]));

        Assert.Equal((repository.Path, repository.Path), (inside.Directory, worktree.Directory));
    }

    [Fact]
    public async Task A_failure_names_the_command_the_directory_and_what_to_do()
    {
        var found = await GitRepository.DiscoverAsync(TestRepository.Git, _directory.Path);

        var problem = Assert.IsType<GitProblem>(found.Problem);
        Assert.Equal(("git worktree list --porcelain", _directory.Path), (problem.Command, problem.Repository));
        Assert.EndsWith("Run `git init` there, or name another directory.", problem.Message);
    }

    [Fact]
    public async Task RUN_5_the_default_branch_is_that_of_origin_then_the_one_checked_out_then_main()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        await repository.GitAsync("switch", "--quiet", "-c", "work");
        Assert.Equal("work", await repository.Repository.DefaultBranchAsync());

        await repository.GitAsync("checkout", "--quiet", "--detach");
        Assert.Equal("main", await repository.Repository.DefaultBranchAsync());

        await repository.GitAsync("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
        Assert.Equal("trunk", await repository.Repository.DefaultBranchAsync());
    }

    [Fact]
    public async Task Changed_files_keep_names_that_git_would_quote()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        repository.Write("Größe \"x\".txt", "x");
        repository.Write("README.md", "changed");

        Assert.Equal(["README.md"], Value(await repository.Repository.ChangedFilesAsync(repository.Path, untracked: false)));
        Assert.Equal(
            ["README.md", "Größe \"x\".txt"], Value(await repository.Repository.ChangedFilesAsync(repository.Path, untracked: true)));
    }

    [Fact]
    public async Task Everything_is_committed_and_a_clean_worktree_makes_no_commit()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        repository.Write("new.txt", "x");

        Assert.True(Value(await repository.Repository.CommitAllAsync(repository.Path, "# title\n\nBody\n")));
        Assert.False(Value(await repository.Repository.CommitAllAsync(repository.Path, "again\n")));

        Assert.Equal("# title\n\nBody", await repository.GitAsync("log", "-1", "--format=%B"));
        Assert.Equal("Test <test@localhost>", await repository.GitAsync("log", "-1", "--format=%an <%ae>"));
    }

    [Fact]
    public async Task Without_a_configured_author_the_commit_is_ours()
    {
        var home = new Dictionary<string, string?>
        {
            ["HOME"] = _directory.Path,
            ["XDG_CONFIG_HOME"] = _directory.Path,
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        };
        var git = new GitClient(new WithEnvironment(TestRepository.Commands, home));
        Directory.CreateDirectory(_directory["bare"]);
        Value(await git.RunAsync(_directory["bare"], "init", "--quiet"));
        _directory.Write("bare/file", "x");

        Value(await GitRepository.At(git, _directory["bare"]).CommitAllAsync(_directory["bare"], "first\n"));

        Assert.Equal("orchtui <orchtui@localhost>", Value(await git.RunAsync(_directory["bare"], "log", "-1", "--format=%an <%ae>")));
    }

    [Fact]
    public async Task A_held_index_lock_gives_a_message_that_says_what_holds_it()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        repository.Write("new.txt", "x");
        repository.Write(".git/index.lock", "");

        var committed = await repository.Repository.CommitAllAsync(repository.Path, "x\n");

        Assert.Contains("Another git command holds the repository", committed.Problem!.Message);
    }

    [Fact]
    public async Task Commits_of_a_branch_that_exist_nowhere_else_are_counted()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        await repository.GitAsync("switch", "--quiet", "-c", "side");
        Assert.Equal(0, Value(await repository.Repository.OwnCommitsAsync("side")));

        await repository.CommitAsync("a", "1", "one");
        await repository.CommitAsync("a", "2", "two");
        Assert.Equal(2, Value(await repository.Repository.OwnCommitsAsync("side")));

        await repository.GitAsync("update-ref", "refs/remotes/origin/side", "side~1");
        Assert.Equal(1, Value(await repository.Repository.OwnCommitsAsync("side")));
    }

    [Fact]
    public async Task The_size_of_a_difference_counts_from_where_the_branch_left()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        await repository.GitAsync("switch", "--quiet", "-c", "side");
        repository.Write("bin", "a\0b");
        await repository.CommitAsync("README.md", "one\ntwo\n", "work");
        await repository.GitAsync("switch", "--quiet", "main");
        await repository.CommitAsync("elsewhere", "x\n", "meanwhile");

        Assert.Equal(new DiffSize(2, 2, 1), Value(await repository.Repository.DiffSizeAsync("main", "side")));
    }

    [Fact]
    public async Task A_worktree_with_changes_or_untracked_files_is_not_removed()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        await repository.GitAsync("worktree", "add", "--quiet", "-b", "side", _directory["side"]);
        _directory.Write("side/untracked", "precious");

        var removed = await repository.Repository.RemoveWorktreeAsync(_directory["side"]);

        Assert.Equal(["untracked"], Assert.IsType<UncommittedChanges>(removed).Files);
        Assert.True(File.Exists(_directory["side/untracked"]));
    }

    [Fact]
    public async Task A_branch_that_moved_meanwhile_is_not_deleted()
    {
        var repository = await TestRepository.CreateAsync(_directory);
        var old = await repository.GitAsync("rev-parse", "HEAD");
        await repository.CommitAsync("a", "1", "one");
        await repository.GitAsync("branch", "side");

        Assert.IsType<GitProblem>(await repository.Repository.DeleteBranchAsync("side", old));
        Assert.NotNull(await repository.Repository.BranchTipAsync("side"));
    }

    private sealed class WithEnvironment(Orchtui.Commands.ICommandRunner inner, IReadOnlyDictionary<string, string?> environment)
        : Orchtui.Commands.ICommandRunner
    {
        public Task<Orchtui.Commands.CommandResult> RunAsync(Orchtui.Commands.Command command, CancellationToken cancellation = default)
        {
            var merged = command.Environment.ToDictionary();
            foreach (var (name, value) in environment) merged[name] = value;
            return inner.RunAsync(command with { Environment = merged }, cancellation);
        }
    }
}
