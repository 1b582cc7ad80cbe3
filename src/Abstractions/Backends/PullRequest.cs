namespace Orchtui.Backends;

/// <summary>A proposal to merge a branch.</summary>
/// <param name="Ref">Its id in the tracker, such as <c>owner/repo#124</c>.</param>
/// <param name="State">Where it stands.</param>
public sealed record PullRequest(string Ref, PullRequestState State)
{
    /// <summary>Where a person can read it; null when nowhere.</summary>
    public Uri? Url { get; init; }
}

/// <summary>Where a pull request stands.</summary>
public enum PullRequestState
{
    /// <summary>It can still be merged.</summary>
    Open,

    /// <summary>It was merged.</summary>
    Merged,

    /// <summary>It was closed without being merged.</summary>
    Closed,
}

/// <summary>A pull request to be opened.</summary>
/// <param name="Project">The absolute path of the main repository.</param>
/// <param name="Branch">The branch, pushed already.</param>
/// <param name="Into">The branch to merge into.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown.</param>
public sealed record NewPullRequest(string Project, string Branch, string Into, string Title, string Body)
{
    /// <summary>Whether it is opened as a draft.</summary>
    /// <value>Default: true.</value>
    public bool Draft { get; init; } = true;

    /// <summary>The ref of the task it is for; null when it is for none.</summary>
    public string? TaskRef { get; init; }
}
