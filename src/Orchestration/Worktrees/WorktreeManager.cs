using System.Globalization;
using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Worktrees;

/// <summary>
/// Gives each task a worktree of its own, outside the repository's main directory, and finds it again after anything that may have
/// happened to it: reuse what is there, put a branch that lost its directory back, make what is missing. Never deletes a branch that
/// has commits of its own.
/// </summary>
public sealed class WorktreeManager(GitClient git, HomeLayout home)
{
    /// <summary>Makes sure that the task has its worktree.</summary>
    /// <param name="task">The task.</param>
    /// <param name="predecessor">The task from whose work it starts; null for none.</param>
    public async Task<Outcome<TaskWorktree>> EnsureAsync(TaskRecord task, TaskRecord? predecessor = null)
    {
        var repository = GitRepository.At(git, task.Project);
        var listed = await repository.WorktreesAsync().ConfigureAwait(false);
        if (!listed.Succeeded) return listed.Problem;

        if (listed.Value.Any(w => w.Prunable))
        {
            if (await repository.PruneWorktreesAsync().ConfigureAwait(false) is { } problem) return problem;
            listed = await repository.WorktreesAsync().ConfigureAwait(false);
            if (!listed.Succeeded) return listed.Problem;
        }

        return Existing(task, listed.Value) is { } found
            ? await ReuseAsync(repository, task, found).ConfigureAwait(false)
            : await CreateAsync(repository, task, predecessor, listed.Value).ConfigureAwait(false);
    }

    /// <summary>The worktree the task had, or one of our making with a branch of its name. The main directory never counts.</summary>
    private GitWorktree? Existing(TaskRecord task, IReadOnlyList<GitWorktree> worktrees) =>
        worktrees.Skip(1)
            .Where(w => w.Branch is { } branch && (branch == task.Branch || IsOurs(task, w.Path, branch)))
            .Where(w => System.IO.Directory.Exists(w.Path))
            .OrderByDescending(w => w.Path == task.Worktree)
            .FirstOrDefault();

    /// <summary>
    /// A start that was cut short leaves a worktree that is not recorded yet. Another home, or an earlier one in the same place, counts
    /// its tasks from 1 too: its worktrees lie elsewhere, and are not this task's.
    /// </summary>
    private bool IsOurs(TaskRecord task, string path, string branch) =>
        task.Branch is null && BranchName.BelongsTo(task.Id, branch)
        && path.StartsWith(home.WorktreesOf(task.Project) + "/", StringComparison.Ordinal);

    private static async Task<Outcome<TaskWorktree>> ReuseAsync(GitRepository repository, TaskRecord task, GitWorktree found)
    {
        var origin = await OriginOfAsync(repository, task, found.Branch!).ConfigureAwait(false);
        return origin is not null
            ? new TaskWorktree(found.Path, found.Branch!, origin.Commit, origin.Branch)
            : new Refused($"The branch {found.Branch} in {found.Path} shares no commit with the default branch; land it by hand.");
    }

    /// <summary>
    /// What was recorded when the branch was made. If that was cut short, it is where the branch left the one that work starts from.
    /// </summary>
    private static async Task<StartPoint?> OriginOfAsync(GitRepository repository, TaskRecord task, string branch)
    {
        if (task.BaseCommit is { } recorded) return new StartPoint(recorded, task.BaseBranch);
        var start = await repository.StartPointAsync().ConfigureAwait(false);
        if (!start.Succeeded) return null;
        var common = await repository.MergeBaseAsync(start.Value.Commit, "refs/heads/" + branch).ConfigureAwait(false);
        return common.Succeeded ? start.Value with { Commit = common.Value } : null;
    }

    private async Task<Outcome<TaskWorktree>> CreateAsync(
        GitRepository repository, TaskRecord task, TaskRecord? predecessor, IReadOnlyList<GitWorktree> worktrees)
    {
        var start = await StartAsync(repository, task, predecessor).ConfigureAwait(false);
        if (!start.Succeeded) return start.Problem;
        var named = task.Branch ?? await FreeNameAsync(repository, task, worktrees).ConfigureAwait(false);
        if (!named.Succeeded) return named.Problem;
        var branch = named.Value;
        if (worktrees.FirstOrDefault(w => w.Branch == branch) is { } taken)
            return new Refused($"The branch {branch} is checked out in {taken.Path}. Switch that to another branch, then retry the task.");
        var path = home.Worktree(task.Project, branch);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);

        if (await repository.BranchTipAsync(branch).ConfigureAwait(false) is { } tip)
        {
            var own = await repository.OwnCommitsAsync(branch).ConfigureAwait(false);
            if (!own.Succeeded) return own.Problem;
            if (own.Value > 0) return await PutBackAsync(repository, task, branch, path).ConfigureAwait(false);
            // An empty branch left by a failed start is in the way of a fresh one and holds nothing.
            if (await repository.DeleteBranchAsync(branch, tip).ConfigureAwait(false) is { } stuck) return stuck;
        }

        if (await repository.AddWorktreeAsync(path, branch, start.Value.Commit).ConfigureAwait(false) is not { } first)
            return new TaskWorktree(path, branch, start.Value.Commit, start.Value.Branch);
        return await RecreateAsync(repository, path, branch, start.Value, first).ConfigureAwait(false);
    }

    /// <summary>The task's name, or the first with a number behind it that nobody else has work under.</summary>
    private static async Task<Outcome<string>> FreeNameAsync(
        GitRepository repository, TaskRecord task, IReadOnlyList<GitWorktree> worktrees)
    {
        var name = BranchName.For(task.Id, task.Title);
        for (var i = 2; ; i++)
        {
            var free = await IsFreeAsync(repository, name, worktrees).ConfigureAwait(false);
            if (!free.Succeeded) return free.Problem;
            if (free.Value) return name;
            name = string.Create(CultureInfo.InvariantCulture, $"{BranchName.For(task.Id, task.Title)}-{i}");
        }
    }

    private static async Task<Outcome<bool>> IsFreeAsync(GitRepository repository, string name, IReadOnlyList<GitWorktree> worktrees)
    {
        if (worktrees.Any(w => w.Branch == name)) return false;
        if (await repository.BranchTipAsync(name).ConfigureAwait(false) is null) return true;
        var own = await repository.OwnCommitsAsync(name).ConfigureAwait(false);
        return own.Succeeded ? own.Value == 0 : own.Problem;
    }

    /// <summary>The branch is there with work on it and only its directory is missing.</summary>
    private static async Task<Outcome<TaskWorktree>> PutBackAsync(GitRepository repository, TaskRecord task, string branch, string path)
    {
        if (await repository.AddWorktreeAsync(path, branch).ConfigureAwait(false) is { } problem) return problem;
        var origin = await OriginOfAsync(repository, task, branch).ConfigureAwait(false);
        return origin is not null
            ? new TaskWorktree(path, branch, origin.Commit, origin.Branch)
            : new Refused($"The branch {branch} in {path} shares no commit with the default branch; land it by hand.");
    }

    /// <summary>The second and last try, after clearing away what the first may have left.</summary>
    private static async Task<Outcome<TaskWorktree>> RecreateAsync(
        GitRepository repository, string path, string branch, StartPoint start, Problem first)
    {
        await repository.PruneWorktreesAsync().ConfigureAwait(false);
        await DropEmptyAsync(repository, branch, start.Commit).ConfigureAwait(false);
        if (await repository.AddWorktreeAsync(path, branch, start.Commit).ConfigureAwait(false) is null)
            return new TaskWorktree(path, branch, start.Commit, start.Branch);
        await DropEmptyAsync(repository, branch, start.Commit).ConfigureAwait(false);
        return first;
    }

    /// <summary>git makes the branch before the directory and leaves it behind when the directory cannot be made.</summary>
    private static async Task DropEmptyAsync(GitRepository repository, string branch, string start)
    {
        if (await repository.BranchTipAsync(branch).ConfigureAwait(false) == start)
            await repository.DeleteBranchAsync(branch, start).ConfigureAwait(false);
    }

    /// <summary>
    /// The predecessor's branch while there is one. Then the branch that its work, or this task's own earlier work, came from: that is
    /// where it was landed. Work goes where all of it belongs, so what it started from stays the predecessor's base.
    /// </summary>
    private static async Task<Outcome<StartPoint>> StartAsync(GitRepository repository, TaskRecord task, TaskRecord? predecessor)
    {
        var known = task.BaseBranch ?? predecessor?.BaseBranch;
        foreach (var branch in new[] { predecessor?.Branch, known }.OfType<string>())
            if (await repository.BranchTipAsync(branch).ConfigureAwait(false) is { } tip) return new StartPoint(tip, known);
        return await repository.StartPointAsync().ConfigureAwait(false);
    }
}

/// <summary>A task's worktree.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Branch">The branch checked out in it.</param>
/// <param name="BaseCommit">The commit the branch started from.</param>
/// <param name="BaseBranch">The branch that commit was taken from and the work is landed in; see <see cref="StartPoint.Branch"/>.</param>
public sealed record TaskWorktree(string Path, string Branch, string BaseCommit, string? BaseBranch);
