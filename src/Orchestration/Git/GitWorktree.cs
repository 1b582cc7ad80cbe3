namespace Orchtui.Orchestration.Git;

/// <summary>A worktree as <c>git worktree list --porcelain</c> shows it.</summary>
public sealed record GitWorktree
{
    public required string Path { get; init; }

    /// <summary>The branch checked out, without <c>refs/heads/</c>; null when detached or bare.</summary>
    public string? Branch { get; init; }

    public bool Locked { get; init; }

    /// <summary>Its directory is gone.</summary>
    public bool Prunable { get; init; }

    /// <summary>The first entry is always the main one.</summary>
    internal static IReadOnlyList<GitWorktree> Parse(string porcelain) =>
        [.. porcelain.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => ParseOne(block.Split('\n')))];

    private static GitWorktree ParseOne(string[] lines) => new()
    {
        Path = Value(lines, "worktree") ?? "",
        Branch = Value(lines, "branch") is { } name && name.StartsWith("refs/heads/", StringComparison.Ordinal)
            ? name["refs/heads/".Length..] : null,
        Locked = Value(lines, "locked") is not null,
        Prunable = Value(lines, "prunable") is not null,
    };

    private static string? Value(string[] lines, string key) =>
        lines.Where(line => line == key || line.StartsWith(key + " ", StringComparison.Ordinal))
            .Select(line => line.Length > key.Length ? line[(key.Length + 1)..] : "")
            .FirstOrDefault();
}
