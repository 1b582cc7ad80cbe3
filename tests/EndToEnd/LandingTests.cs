using Orchtui.EndToEnd.Harness;

namespace Orchtui.EndToEnd;

/// <summary>Work is brought where it came from, or refused with the reason and nothing changed.</summary>
public sealed class LandingTests : DemoTaskTest
{
    [Fact]
    public async Task Dirty_checkout_refuses_landing_and_is_named()
    {
        var id = await FinishedAsync();
        Repository.Write("README.md", "# Changed by a person\n");
        (await Home.RunAsync("task", "land", id)).Failed(1, "README.md", Repository.Path);
        Assert.Equal("in_review", await Home.StatusAsync(id));
        Assert.Equal("# Changed by a person\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "README.md")));
        Assert.False(Repository.Has(Notes));
        Repository.Commit("By a person");
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.True(Repository.Has(Notes));
        Assert.Contains("By a person", Repository.Git("log", "--format=%s"));
    }

    [Fact]
    public async Task Untracked_file_in_the_way_refuses_landing_and_is_kept()
    {
        var id = await FinishedAsync();
        Repository.Write(Notes, "a person's own\n");
        (await Home.RunAsync("task", "land", id)).Failed(1, Notes);
        Assert.Equal("in_review", await Home.StatusAsync(id));
        Assert.Equal("a person's own\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, Notes)));
    }

    [Fact]
    public async Task Conflict_refuses_landing_and_changes_nothing()
    {
        var id = await FinishedAsync();
        Repository.Write(Notes, "another text\n");
        Repository.Commit("The same file");
        var before = Repository.Git("rev-parse", "main");
        (await Home.RunAsync("task", "land", id)).Failed(1, Notes, "conflict");
        Assert.Equal(before, Repository.Git("rev-parse", "main"));
        Assert.Empty(Repository.Git("status", "--porcelain"));
        Assert.Equal("in_review", await Home.StatusAsync(id));
        Assert.Equal(2, Repository.Git("worktree", "list").Split('\n').Length);
    }

    [Fact]
    public async Task Landing_while_another_branch_is_checked_out_leaves_the_checkout_alone()
    {
        Repository.Git("update-ref", "refs/remotes/origin/main", "main");
        Repository.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
        var id = await FinishedAsync();
        Repository.Git("switch", "--quiet", "--create", "elsewhere");
        Repository.Write("README.md", "# In the middle of something\n");
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.Contains(Prompt, Repository.Git("show", $"main:{Notes}"));
        Assert.Equal("elsewhere", Repository.Git("branch", "--show-current"));
        Assert.False(Repository.Has(Notes));
        Assert.Equal("M README.md", Repository.Git("status", "--porcelain"));
    }

    [Fact]
    public async Task Work_lands_where_it_came_from_whatever_is_checked_out_by_then()
    {
        Repository.Git("switch", "--quiet", "--create", "feature");
        var id = await FinishedAsync();
        Assert.Equal("feature", (await Home.TaskAsync(id)).Text("base_branch"));
        Repository.Git("switch", "--quiet", "main");
        Repository.Git("branch", "--quiet", "-D", "feature");
        (await Home.RunAsync("task", "land", id)).Failed(1, "feature", "is gone", $"task land {id} --into");
        (await Home.RunAsync("task", "land", id, "--into", "nowhere")).Failed(1, "nowhere");
        Repository.Git("branch", "feature", (await Home.TaskAsync(id)).Text("base_commit"));
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.Contains(Prompt, Repository.Git("show", $"feature:{Notes}"));
        Assert.False(Repository.Has(Notes));
    }
}
