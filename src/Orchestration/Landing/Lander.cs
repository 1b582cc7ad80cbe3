using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Worktrees;

namespace Orchtui.Orchestration.Landing;

/// <summary>
/// Brings a task's branch into the branch that its work started from, or into another that a person names. First the commit that shall
/// be landed is made where nobody sees it (the branch itself when the target can be moved forward to it, else a merge in a temporary
/// worktree); only then is the target moved, by git's own fast-forward. So a conflict or a refusal at any point leaves every checkout as
/// it was, and nothing is ever forced.
/// </summary>
internal sealed class Lander(GitClient git, HomeLayout home)
{
    /// <summary>Lands a task's branch.</summary>
    /// <param name="task">The task.</param>
    /// <param name="into">The branch to land in; null for the one it started from.</param>
    public async Task<Outcome<Landing>> LandAsync(TaskRecord task, string? into = null)
    {
        if (task.Branch is not { } branch) return new Refused($"Task {task.Id} has no branch to land.");
        var repository = GitRepository.At(git, task.Project);
        if (await UnfinishedAsync(repository, task).ConfigureAwait(false) is { } unfinished) return unfinished;
        var target = await TargetAsync(repository, task, into).ConfigureAwait(false);
        if (!target.Succeeded) return target.Problem;
        if (await repository.BranchTipAsync(branch).ConfigureAwait(false) is not { } tip)
            return new Refused($"The branch {branch} of task {task.Id} is gone from {task.Project}. Look for it with `git reflog`.");
        if (await repository.BranchTipAsync(target.Value).ConfigureAwait(false) is not { } targetTip)
            return await MissingAsync(repository, task, target.Value, into is not null).ConfigureAwait(false);
        if (await repository.IsAncestorAsync(tip, targetTip).ConfigureAwait(false))
            return new Landing(target.Value, tip, $"{branch} was in {target.Value} already");

        return await MoveAsync(repository, task, new Move(branch, tip, target.Value, targetTip)).ConfigureAwait(false);
    }

    /// <summary>Tasks from before the base was recorded land where new work would start today.</summary>
    private static async Task<Outcome<string>> TargetAsync(GitRepository repository, TaskRecord task, string? into) =>
        (into ?? task.BaseBranch) switch
        {
            StartPoint.NoBranch => new Refused(
                $"Task {task.Id} started from a commit while no branch was checked out in {task.Project}, so there is none to land in. "
                + $"Name one with `orchtui task land {task.Id} --into BRANCH`."),
            { } own when own == task.Branch => new Refused($"{own} is the branch of task {task.Id} itself. Name another to land in."),
            { } target => target,
            null => await repository.DefaultBranchAsync().ConfigureAwait(false),
        };

    private static async Task<Problem> MissingAsync(GitRepository repository, TaskRecord task, string target, bool named)
    {
        if (await repository.RemoteTipAsync(target).ConfigureAwait(false) is not null)
            return new Refused(
                $"{task.Project} has no local branch {target} to land in. Make it with `git branch {target} origin/{target}`, then land.");
        if (named || task.BaseBranch is null)
            return new Refused($"{task.Project} has no local branch {target} to land in. Make it, or name another, then land.");
        return new Refused(
            $"The branch {target}, from which task {task.Id} started, is gone from {task.Project}. "
            + $"Land in another with `orchtui task land {task.Id} --into BRANCH`, or make {target} again, then land.");
    }

    /// <summary>Changes in the task's worktree that nobody has committed would be left behind.</summary>
    private static async Task<Problem?> UnfinishedAsync(GitRepository repository, TaskRecord task)
    {
        if (task.Worktree is not { } worktree || !Directory.Exists(worktree)) return null;
        var changed = await repository.ChangedFilesAsync(worktree, untracked: true).ConfigureAwait(false);
        if (!changed.Succeeded) return changed.Problem;
        return changed.Value.Count == 0
            ? null
            : new UncommittedChanges(
                $"The task's worktree {worktree} has uncommitted changes: {GitRepository.Names(changed.Value)}. "
                + "Commit or remove them, then land.",
                changed.Value);
    }

    private async Task<Outcome<Landing>> MoveAsync(GitRepository repository, TaskRecord task, Move move)
    {
        var worktrees = await repository.WorktreesAsync().ConfigureAwait(false);
        if (!worktrees.Succeeded) return worktrees.Problem;
        var checkout = worktrees.Value.FirstOrDefault(w => w.Branch == move.Target && !w.Prunable)?.Path;
        if (checkout is not null && await DirtyAsync(repository, checkout, move.Target).ConfigureAwait(false) is { } dirty) return dirty;

        var forward = await repository.IsAncestorAsync(move.TargetTip, move.Tip).ConfigureAwait(false);
        var commit = forward ? move.Tip : await MergeAsideAsync(repository, task, move).ConfigureAwait(false);
        if (!commit.Succeeded) return commit.Problem;

        var moved = checkout is not null
            ? await repository.FastForwardAsync(checkout, commit.Value).ConfigureAwait(false)
            : await repository.UpdateReferenceAsync("refs/heads/" + move.Target, commit.Value, move.TargetTip).ConfigureAwait(false);
        if (moved is not null) return moved;
        const int shortLength = 10;
        return new Landing(
            move.Target, commit.Value, $"{(forward ? "fast-forwarded" : "merged")} into {move.Target} as {commit.Value[..shortLength]}");
    }

    private static async Task<Problem?> DirtyAsync(GitRepository repository, string checkout, string target)
    {
        var changed = await repository.ChangedFilesAsync(checkout, untracked: false).ConfigureAwait(false);
        if (!changed.Succeeded) return changed.Problem;
        return changed.Value.Count == 0
            ? null
            : new UncommittedChanges(
                $"{checkout} has {target} checked out with uncommitted changes: {GitRepository.Names(changed.Value)}. "
                + "Commit or stash them, then land.",
                changed.Value);
    }

    /// <summary>Merges the branch into the target's tip in a worktree of its own, which is removed again whatever happened.</summary>
    private async Task<Outcome<string>> MergeAsideAsync(GitRepository repository, TaskRecord task, Move move)
    {
        await RemoveLeftoversAsync(repository, task.Project).ConfigureAwait(false);
        var path = home.TemporaryWorktree(task.Project, task.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (await repository.AddDetachedWorktreeAsync(path, move.TargetTip).ConfigureAwait(false) is { } problem) return problem;
        try
        {
            var message = $"Merge branch '{move.Branch}'\n\n{task.Title}\n\nTask: {task.Id}";
            var failed = await repository.MergeAsync(path, move.Tip, message).ConfigureAwait(false);
            if (failed is MergeConflict conflict)
                return conflict with
                {
                    Message = $"{move.Branch} conflicts with {move.Target} in {GitRepository.Names(conflict.Files)}; nothing was changed. "
                        + $"Merge {move.Target} into the task's worktree {task.Worktree} (or ask its agent to), then land again.",
                };
            if (failed is not null) return failed;
            var merged = await git.RunAsync(path, "rev-parse", "HEAD").ConfigureAwait(false);
            return merged;
        }
        finally
        {
            // A leftover costs disk only, and git prunes it; the merge's own outcome is what the caller must hear.
            _ = await repository.RemoveTemporaryWorktreeAsync(path).ConfigureAwait(false);
        }
    }

    /// <summary>One landing at a time works in a repository, so every temporary worktree there is was left by a host that died.</summary>
    private async Task RemoveLeftoversAsync(GitRepository repository, string project)
    {
        var folder = home.WorktreesOf(project);
        if (!Directory.Exists(folder)) return;
        foreach (var left in Directory.EnumerateDirectories(folder, HomeLayout.TemporaryPattern).ToList())
            _ = await repository.RemoveTemporaryWorktreeAsync(left).ConfigureAwait(false);
    }

    private sealed record Move(string Branch, string Tip, string Target, string TargetTip);
}

/// <summary>What landing did.</summary>
/// <param name="Into">The branch it landed in.</param>
/// <param name="Commit">The commit that holds the work there.</param>
/// <param name="Message">In words.</param>
internal sealed record Landing(string Into, string Commit, string Message);
