using System.Globalization;
using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Landing;

/// <summary>
/// Takes a task's worktree and branch away without losing work. After landing they go only if they hold nothing that is not landed.
/// Discarding first commits what is uncommitted and keeps the branch's tip under <c>refs/orchtui/trash/</c>, which git never prunes.
/// </summary>
internal sealed class Remover(GitClient git)
{
    private const string Trash = "refs/orchtui/trash/";

    /// <summary>Removes a landed task's worktree and branch if they hold nothing but what was landed.</summary>
    public async Task<Removal> AfterLandingAsync(TaskRecord task, string landedCommit)
    {
        var repository = GitRepository.At(git, task.Project);
        if (task.Worktree is { } worktree && Directory.Exists(worktree)
            && await repository.RemoveWorktreeAsync(worktree).ConfigureAwait(false) is { } kept)
            return new Removal(false, false, $"The worktree is kept: {kept.Message}");

        var tip = task.Branch is null ? null : await repository.BranchTipAsync(task.Branch).ConfigureAwait(false);
        if (tip is null || !await repository.IsAncestorAsync(tip, landedCommit).ConfigureAwait(false)) return new Removal(true, false, "");
        var problem = await repository.DeleteBranchAsync(task.Branch!, tip).ConfigureAwait(false);
        return problem is null ? new Removal(true, true, "") : new Removal(true, false, $"The branch is kept: {problem.Message}");
    }

    /// <summary>Puts a task's work where it is out of the way and can be brought back.</summary>
    /// <returns>A message that says how to bring it back.</returns>
    public async Task<Outcome<string>> DiscardAsync(TaskRecord task)
    {
        var repository = GitRepository.At(git, task.Project);
        if (task.Branch is not { } branch) return "discarded; there was no work";
        if (task.Worktree is { } worktree && Directory.Exists(worktree)
            && await EmptyAsync(repository, task, worktree, branch).ConfigureAwait(false) is { } problem) return problem;

        if (await repository.BranchTipAsync(branch).ConfigureAwait(false) is not { } tip) return "discarded; its branch was gone already";
        var place = await FreePlaceAsync(repository, task.Id).ConfigureAwait(false);
        if (await repository.UpdateReferenceAsync(place, tip, null).ConfigureAwait(false) is { } unkept) return unkept;
        if (await repository.DeleteBranchAsync(branch, tip).ConfigureAwait(false) is { } stuck) return stuck;
        return $"discarded; restore with `git -C {task.Project} branch {branch} {place}`";
    }

    private static async Task<Problem?> EmptyAsync(GitRepository repository, TaskRecord task, string worktree, string branch)
    {
        var current = await repository.CheckedOutAsync(worktree).ConfigureAwait(false);
        if (current != branch)
            return new Refused(
                $"{worktree} has {current ?? "no branch"} checked out instead of {branch}. Bring it back with `git switch {branch}`.");
        // The repository's hooks judge finished work; this only keeps what is there.
        var kept = await repository.CommitAllAsync(worktree, $"Keep what was discarded: {task.Title}\n\nTask: {task.Id}\n", runHooks: false)
            .ConfigureAwait(false);
        return kept.Succeeded ? await repository.RemoveWorktreeAsync(worktree).ConfigureAwait(false) : kept.Problem;
    }

    /// <summary>A task can be retried and discarded again; each time has a place of its own.</summary>
    private static async Task<string> FreePlaceAsync(GitRepository repository, TaskId task)
    {
        var place = Trash + task;
        for (var i = 2; await repository.ResolveAsync(place).ConfigureAwait(false) is not null; i++)
            place = string.Create(CultureInfo.InvariantCulture, $"{Trash}{task}-{i}");
        return place;
    }
}

/// <summary>What was taken away after landing.</summary>
/// <param name="WorktreeRemoved">Whether the worktree is gone.</param>
/// <param name="BranchRemoved">Whether the branch is gone.</param>
/// <param name="Remark">What was kept and why; empty when all went.</param>
internal sealed record Removal(bool WorktreeRemoved, bool BranchRemoved, string Remark);
