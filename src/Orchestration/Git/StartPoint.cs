namespace Orchtui.Orchestration.Git;

/// <summary>Where new work starts.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Branch">
/// The local branch whose tip it is, or is to be; <see cref="NoBranch"/> when HEAD is detached; null when not known.
/// </param>
public sealed record StartPoint(string Commit, string? Branch)
{
    /// <summary>What git itself calls the branch of a detached HEAD. No branch can have that name.</summary>
    public const string NoBranch = "HEAD";
}
