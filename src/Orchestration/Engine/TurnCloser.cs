using Orchtui.Agents;
using Orchtui.Orchestration.Git;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// Settles what an agent left when its turn ended well: commits what is not committed yet and says whether there is something to land.
/// Touches the task's own worktree and branch only, and so needs nobody else in the repository to wait: its hooks may take minutes.
/// </summary>
internal sealed class TurnCloser(GitClient git)
{
    public async Task<TurnEnd> CloseAsync(TaskRecord task, AttemptRecord attempt, string evidence)
    {
        if (task is not { Worktree: { } worktree, Branch: { } branch, BaseCommit: { } origin })
            return TurnEnd.Review("The task has no worktree, so nothing of its work can be found.");
        var repository = GitRepository.At(git, task.Project);
        if (await CommitAsync(repository, task, attempt, worktree, branch).ConfigureAwait(false) is { } problem)
            return TurnEnd.Review($"What the agent left could not be committed: {problem.Message}");

        var commits = await repository.CountCommitsAsync(origin, "refs/heads/" + branch).ConfigureAwait(false);
        if (!commits.Succeeded) return TurnEnd.Review(commits.Problem.Message);
        return commits.Value == 0
            ? new TurnEnd(TaskStatus.Done, $"{evidence}; nothing to land")
            : new TurnEnd(TaskStatus.InReview, $"{evidence}; {Plural(commits.Value, "commit")} to land");
    }

    private static async Task<Problem?> CommitAsync(
        GitRepository repository, TaskRecord task, AttemptRecord attempt, string worktree, string branch)
    {
        var current = await repository.CheckedOutAsync(worktree).ConfigureAwait(false);
        var protectedBranch = await repository.DefaultBranchAsync().ConfigureAwait(false);
        if (current != branch || current == protectedBranch)
            return new Refused(
                $"{worktree} has {current ?? "no branch"} checked out instead of {branch}. "
                + $"Bring it back with `git switch {branch}`, then retry.");
        var message = $"{task.Title}\n\nTask: {task.Id}\nAgent: {attempt.Agent}\nAttempt: {attempt.Id.Number}\n";
        return (await repository.CommitAllAsync(worktree, message).ConfigureAwait(false)).Problem;
    }

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

/// <summary>Where a finished turn takes its task.</summary>
/// <param name="To">Done, in review, or, when something is wrong, needs review.</param>
/// <param name="Evidence">Why.</param>
internal sealed record TurnEnd(TaskStatus To, string Evidence)
{
    /// <summary>How the attempt ended; null to tell from <see cref="To"/>.</summary>
    public AttemptState? State { get; init; }

    public AgentErrorClass ErrorClass { get; init; }

    public static TurnEnd Review(string reason) => new(TaskStatus.NeedsReview, reason);
}
