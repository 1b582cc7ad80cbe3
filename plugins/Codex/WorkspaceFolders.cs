using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// Which folders besides the worktree the sandbox leaves writable. It makes <c>.git</c> read-only, also what a worktree keeps of it in
/// the main checkout, so that no commit could be made; the few folders that a commit writes into are opened, the rest of the main
/// checkout stays shut. Temporary folders are open by default, which would open a checkout that lies in one.
/// </summary>
internal static class WorkspaceFolders
{
    private const string GitDirectory = "gitdir: ";

    public static IEnumerable<string> SettingsFor(LaunchRequest request)
    {
        var roots = WrittenByCommits(request.Worktree);
        if (roots.Count > 0) yield return $"sandbox_workspace_write.writable_roots={Toml.List(roots)}";
        string[] kept = [request.Worktree, request.Repository];
        if (kept.Any(path => LiesIn(path, "/tmp"))) yield return "sandbox_workspace_write.exclude_slash_tmp=true";
        if (request.Environment.GetValueOrDefault("TMPDIR") is { Length: > 0 } temporary && kept.Any(path => LiesIn(path, temporary)))
            yield return "sandbox_workspace_write.exclude_tmpdir_env_var=true";
    }

    /// <summary>The folders of the repository that a commit in a worktree writes into; none when it is no worktree.</summary>
    private static IReadOnlyList<string> WrittenByCommits(string worktree)
    {
        if (ReadLine(Path.Combine(worktree, ".git")) is not { } line || !line.StartsWith(GitDirectory, StringComparison.Ordinal)) return [];
        var own = Path.GetFullPath(line[GitDirectory.Length..], worktree);
        if (ReadLine(Path.Combine(own, "commondir")) is not { } relative) return [];
        var common = Path.GetFullPath(relative, own);
        return [own, Path.Combine(common, "objects"), Path.Combine(common, "refs"), Path.Combine(common, "logs")];
    }

    private static string? ReadLine(string path)
    {
        if (!File.Exists(path)) return null;
        using var reader = new StreamReader(path);
        return reader.ReadLine()?.TrimEnd();
    }

    private static bool LiesIn(string path, string folder)
    {
        var parent = folder.TrimEnd('/');
        return parent.Length > 0 && (path == parent || path.StartsWith($"{parent}/", StringComparison.Ordinal));
    }
}
