using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Git;

public sealed partial class GitRepository
{
    private const string FallbackName = "orchtui";
    private const string FallbackEmail = "orchtui@localhost";

    /// <summary>Adds a worktree with a new branch that starts at a commit.</summary>
    public async Task<Problem?> AddWorktreeAsync(string path, string branch, string commit) =>
        (await _git.RunAsync(Directory, "worktree", "add", "--quiet", "--no-track", "-b", branch, path, commit)
            .ConfigureAwait(false)).Problem;

    /// <summary>Adds a worktree on a branch that exists.</summary>
    public async Task<Problem?> AddWorktreeAsync(string path, string branch) =>
        (await _git.RunAsync(Directory, "worktree", "add", "--quiet", path, branch).ConfigureAwait(false)).Problem;

    /// <summary>Adds a worktree without a branch, for work nobody else sees.</summary>
    public async Task<Problem?> AddDetachedWorktreeAsync(string path, string commit) =>
        (await _git.RunAsync(Directory, "worktree", "add", "--quiet", "--detach", path, commit).ConfigureAwait(false)).Problem;

    /// <summary>Forgets worktrees whose directory is gone.</summary>
    public async Task<Problem?> PruneWorktreesAsync() =>
        (await _git.RunAsync(Directory, "worktree", "prune").ConfigureAwait(false)).Problem;

    /// <summary>
    /// Removes a worktree's directory. git refuses, and so do we, when it holds changes or untracked files, or is locked.
    /// </summary>
    public async Task<Problem?> RemoveWorktreeAsync(string path)
    {
        var changed = await ChangedFilesAsync(path, untracked: true).ConfigureAwait(false);
        if (!changed.Succeeded) return changed.Problem;
        if (changed.Value.Count > 0)
            return new UncommittedChanges(
                $"The worktree {path} has uncommitted changes and is kept: {Names(changed.Value)}.", changed.Value);
        return (await _git.RunAsync(Directory, "worktree", "remove", path).ConfigureAwait(false)).Problem;
    }

    /// <summary>Removes a worktree of our own making, whatever it holds. Only for temporary ones without a branch.</summary>
    public async Task<Problem?> RemoveTemporaryWorktreeAsync(string path) =>
        (await _git.RunAsync(Directory, "worktree", "remove", "--force", path).ConfigureAwait(false)).Problem;

    /// <summary>
    /// Commits everything in a worktree, untracked files included. The repository's hooks run and may refuse, unless told otherwise.
    /// </summary>
    /// <returns>Whether there was anything to commit.</returns>
    public async Task<Outcome<bool>> CommitAllAsync(string worktree, string message, bool runHooks = true)
    {
        var added = await _git.RunAsync(worktree, "add", "--all").ConfigureAwait(false);
        if (!added.Succeeded) return added.Problem;
        var staged = await _git.RawAsync(worktree, ["diff", "--cached", "--quiet"]).ConfigureAwait(false);
        if (staged.Succeeded) return false;

        string[] arguments = ["commit", "--quiet", "--file=-", "--cleanup=verbatim", .. runHooks ? Array.Empty<string>() : ["--no-verify"]];
        var identity = await IdentityAsync(worktree).ConfigureAwait(false);
        var result = await _git.RawAsync(worktree, arguments, identity, message).ConfigureAwait(false);
        return result.Succeeded ? true : GitClient.Failure(worktree, arguments, result);
    }

    /// <summary>Merges a commit into what is checked out in a worktree, with a merge commit.</summary>
    /// <returns>A <see cref="MergeConflict"/> that names the files, with the merge undone, when the two sides do not fit.</returns>
    public async Task<Problem?> MergeAsync(string worktree, string commit, string message)
    {
        string[] arguments = ["merge", "--no-ff", "--quiet", "-m", message, commit];
        var result = await _git.RawAsync(worktree, arguments, await IdentityAsync(worktree).ConfigureAwait(false)).ConfigureAwait(false);
        if (result.Succeeded) return null;
        var unmerged = await _git.RunAsync(worktree, "diff", "--name-only", "-z", "--diff-filter=U").ConfigureAwait(false);
        var files = unmerged.Value?.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var aborted = await _git.RawAsync(worktree, ["merge", "--abort"]).ConfigureAwait(false);
        return files.Length > 0 && aborted.Succeeded
            ? new MergeConflict($"The same places were changed on both sides: {Names(files)}.", files)
            : GitClient.Failure(worktree, arguments, result);
    }

    /// <summary>
    /// Moves what is checked out in a worktree forward to a commit. git refuses when that would touch uncommitted changes.
    /// </summary>
    public async Task<Problem?> FastForwardAsync(string worktree, string commit) =>
        (await _git.RunAsync(worktree, "merge", "--ff-only", "--quiet", commit).ConfigureAwait(false)).Problem;

    /// <summary>Sets a reference if it still has the value the caller saw; null for one that must not exist yet.</summary>
    public async Task<Problem?> UpdateReferenceAsync(string name, string commit, string? expected)
    {
        const string none = "0000000000000000000000000000000000000000";
        return (await _git.RunAsync(Directory, "update-ref", "-m", "orchtui", name, commit, expected ?? none)
            .ConfigureAwait(false)).Problem;
    }

    /// <summary>Deletes a local branch if its tip is still the one the caller saw.</summary>
    public async Task<Problem?> DeleteBranchAsync(string branch, string tip) =>
        (await _git.RunAsync(Directory, "update-ref", "-d", "refs/heads/" + branch, tip).ConfigureAwait(false)).Problem;

    /// <summary>Names, for a message; the first few of many.</summary>
    internal static string Names(IReadOnlyList<string> files)
    {
        const int shown = 8;
        var text = string.Join(", ", files.Take(shown));
        return files.Count > shown ? $"{text} and {files.Count - shown} more" : text;
    }

    /// <summary>The variables that name an author where git's configuration names none.</summary>
    private async Task<Dictionary<string, string?>> IdentityAsync(string worktree)
    {
        var email = await _git.RawAsync(worktree, ["config", "--get", "user.email"]).ConfigureAwait(false);
        var name = await _git.RawAsync(worktree, ["config", "--get", "user.name"]).ConfigureAwait(false);
        var identity = new Dictionary<string, string?>();
        foreach (var role in new[] { "AUTHOR", "COMMITTER" })
        {
            if (!name.Succeeded) identity[$"GIT_{role}_NAME"] = FallbackName;
            if (!email.Succeeded) identity[$"GIT_{role}_EMAIL"] = FallbackEmail;
        }

        return identity;
    }
}
