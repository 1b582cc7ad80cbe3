using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Git;

/// <summary>
/// One repository, known by the directory of its main worktree (or the bare repository). Holds no state of its own: every question is
/// asked of git anew, since a person works in the same repository. Split by concern: this file finds things, others change them.
/// </summary>
public sealed partial class GitRepository
{
    private readonly GitClient _git;

    private GitRepository(GitClient git, string directory)
    {
        _git = git;
        Directory = directory;
    }

    /// <summary>The absolute path of the main worktree.</summary>
    public string Directory { get; }

    /// <summary>The repository at a main directory that is already known, such as a task's project.</summary>
    public static GitRepository At(GitClient git, string mainDirectory) => new(git, mainDirectory);

    /// <summary>Finds the main repository from any directory inside it or inside one of its worktrees.</summary>
    public static async Task<Outcome<GitRepository>> DiscoverAsync(GitClient git, string directory)
    {
        var listed = await git.RunAsync(directory, "worktree", "list", "--porcelain").ConfigureAwait(false);
        if (listed.Succeeded) return new GitRepository(git, GitWorktree.Parse(listed.Value)[0].Path);
        return listed.Problem is GitProblem problem && problem.Message.Contains("not a git repository", StringComparison.Ordinal)
            ? problem with { Message = $"{directory} is in no git repository. Run `git init` there, or name another directory." }
            : listed.Problem;
    }

    /// <summary>
    /// The branch that work starts from and lands in: what <c>origin/HEAD</c> names, else what is checked out in the main worktree,
    /// else <c>main</c>.
    /// </summary>
    public async Task<string> DefaultBranchAsync() => await BranchOfWorkAsync().ConfigureAwait(false) ?? "main";

    /// <summary>What <c>origin/HEAD</c> names, else what is checked out in the main worktree; null when its HEAD is detached.</summary>
    private async Task<string?> BranchOfWorkAsync()
    {
        const string remote = "refs/remotes/origin/";
        var head = await _git.RawAsync(Directory, ["symbolic-ref", "--quiet", remote + "HEAD"]).ConfigureAwait(false);
        if (head.Succeeded && head.StandardOutput.Trim() is var name && name.StartsWith(remote, StringComparison.Ordinal))
            return name[remote.Length..];
        return await CheckedOutAsync(Directory).ConfigureAwait(false);
    }

    /// <summary>The branch checked out in a worktree; null when its HEAD is detached.</summary>
    public async Task<string?> CheckedOutAsync(string worktree)
    {
        var head = await _git.RawAsync(worktree, ["symbolic-ref", "--quiet", "--short", "HEAD"]).ConfigureAwait(false);
        return head.Succeeded ? head.StandardOutput.Trim() : null;
    }

    /// <summary>The commit a name stands for; null when there is none of that name.</summary>
    public async Task<string?> ResolveAsync(string revision)
    {
        var found = await _git.RawAsync(Directory, ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
            .ConfigureAwait(false);
        return found.Succeeded ? found.StandardOutput.Trim() : null;
    }

    /// <summary>The commit at the tip of a local branch; null when there is no such branch.</summary>
    public async Task<string?> BranchTipAsync(string branch)
    {
        // The name is taken as it is: rev-parse would take main~1 for one.
        var found = await _git.RawAsync(Directory, ["show-ref", "--verify", "--hash", "refs/heads/" + branch]).ConfigureAwait(false);
        return found.Succeeded ? found.StandardOutput.Trim() : null;
    }

    /// <summary>The commit at the tip of a branch of <c>origin</c> as last fetched; null when there is none.</summary>
    public Task<string?> RemoteTipAsync(string branch) => ResolveAsync("refs/remotes/origin/" + branch);

    /// <summary>
    /// Where new work starts unless something else is known: on the branch that <c>origin/HEAD</c> names (the local one, else the
    /// remote one), else on the branch checked out in the main worktree, else, with a detached HEAD, on the commit checked out there.
    /// </summary>
    public async Task<Outcome<StartPoint>> StartPointAsync()
    {
        var branch = await BranchOfWorkAsync().ConfigureAwait(false);
        var commit = branch is null
            ? await ResolveAsync("HEAD").ConfigureAwait(false)
            : await BranchTipAsync(branch).ConfigureAwait(false) ?? await RemoteTipAsync(branch).ConfigureAwait(false);
        return commit is not null
            ? new StartPoint(commit, branch ?? StartPoint.NoBranch)
            : new Refused(
                $"The repository {Directory} has no commit on {branch ?? "HEAD"} yet. Make a first commit, then add the task again.");
    }

    public async Task<Outcome<IReadOnlyList<GitWorktree>>> WorktreesAsync()
    {
        var listed = await _git.RunAsync(Directory, "worktree", "list", "--porcelain").ConfigureAwait(false);
        return listed.Succeeded ? Outcome<IReadOnlyList<GitWorktree>>.Of(GitWorktree.Parse(listed.Value)) : listed.Problem;
    }

    /// <summary>The files that differ from the last commit, untracked ones included when asked for.</summary>
    public async Task<Outcome<IReadOnlyList<string>>> ChangedFilesAsync(string worktree, bool untracked)
    {
        var status = await _git.RunAsync(
            worktree, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=" + (untracked ? "normal" : "no"))
                .ConfigureAwait(false);
        const int pathColumn = 3;
        return status.Succeeded
            ? Outcome<IReadOnlyList<string>>.Of(
                [.. status.Value.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry[pathColumn..])])
            : status.Problem;
    }

    /// <summary>How many commits lead to one revision and not to another.</summary>
    public async Task<Outcome<int>> CountCommitsAsync(string from, string to)
    {
        var count = await _git.RunAsync(Directory, "rev-list", "--count", $"{from}..{to}", "--").ConfigureAwait(false);
        return count.Succeeded ? int.Parse(count.Value, System.Globalization.CultureInfo.InvariantCulture) : count.Problem;
    }

    public async Task<Outcome<string>> MergeBaseAsync(string one, string other) =>
        await _git.RunAsync(Directory, "merge-base", one, other).ConfigureAwait(false);

    public async Task<bool> IsAncestorAsync(string ancestor, string descendant) =>
        (await _git.RawAsync(Directory, ["merge-base", "--is-ancestor", ancestor, descendant]).ConfigureAwait(false)).Succeeded;

    /// <summary>
    /// How many commits of a branch exist nowhere else: on no other local branch and on no remote one. Those would be lost with it.
    /// </summary>
    public async Task<Outcome<int>> OwnCommitsAsync(string branch)
    {
        // For --branches the excluded name goes without its refs/heads/; with it, git would exclude nothing and find nothing of its own.
        var count = await _git.RunAsync(
            Directory, "rev-list", "--count", "refs/heads/" + branch, "--not", "--exclude=" + branch, "--branches", "--remotes", "--")
            .ConfigureAwait(false);
        return count.Succeeded ? int.Parse(count.Value, System.Globalization.CultureInfo.InvariantCulture) : count.Problem;
    }

    /// <summary>The size of the difference between the point where a branch left and its tip.</summary>
    public async Task<Outcome<DiffSize>> DiffSizeAsync(string from, string to)
    {
        var numbers = await _git.RunAsync(Directory, "diff", "--numstat", "-z", "--no-renames", $"{from}...{to}", "--")
            .ConfigureAwait(false);
        return numbers.Succeeded ? DiffSize.Parse(numbers.Value) : numbers.Problem;
    }
}
