using Orchtui.Tasks;

namespace Orchtui.Backends;

/// <summary>
/// A tracker of tasks elsewhere: issues, tickets, a file. The host brings its tasks into the queue and tells it how they go. Only the
/// first four members are needed; the others have defaults for trackers that lack the thing. Members are thread-safe. Each call has a
/// deadline of thirty seconds and is cancelled at it.
/// </summary>
/// <remarks>
/// A tracker that cannot be reached throws <see cref="Plugins.PluginUnavailableException"/> from any member; with
/// <see cref="Plugins.PluginUnavailableException.RetryAfter"/> set, the host leaves it alone for so long.
/// </remarks>
public interface ITaskBackend
{
    /// <summary>What is always true of it. Read once, at registration.</summary>
    BackendProfile Profile { get; }

    /// <summary>Lists tasks. Asked at the host's start and every few minutes.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The tasks, in no particular order. The host takes at most 1,000.</returns>
    Task<IReadOnlyList<ExternalTask>> ListAsync(BackendQuery query, CancellationToken cancellation);

    /// <summary>Reads one task.</summary>
    /// <param name="externalRef">Its ref.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The task; null when there is none of that ref.</returns>
    Task<ExternalTask?> FindAsync(string externalRef, CancellationToken cancellation);

    /// <summary>
    /// Tells the tracker where a task stands now. The host repeats it until it succeeds, so that saying the same twice must do no harm, and
    /// leaves states out that came and went meanwhile.
    /// </summary>
    /// <param name="task">The task as the host has it; its <see cref="TaskInfo.ExternalRef"/> names it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that ends when the tracker knows.</returns>
    Task UpdateStateAsync(TaskInfo task, CancellationToken cancellation);

    /// <summary>Creates a task.</summary>
    /// <param name="task">What to create.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The task, with its ref.</returns>
    /// <exception cref="NotSupportedException">The tracker is for reading only: the default.</exception>
    Task<ExternalTask> CreateAsync(NewExternalTask task, CancellationToken cancellation) =>
        throw new NotSupportedException($"{Profile.DisplayName} creates no tasks.");

    /// <summary>Adds a comment to a task. It is text of ours: the caller has looked for secrets in it.</summary>
    /// <param name="externalRef">The task's ref.</param>
    /// <param name="text">Markdown.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that ends when the comment is there. By default nothing happens: the tracker has no comments.</returns>
    Task CommentAsync(string externalRef, string text, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Adds and removes labels of a task; those not named stay.</summary>
    /// <param name="externalRef">The task's ref.</param>
    /// <param name="add">To add; made where the tracker does not know them.</param>
    /// <param name="remove">To remove; those it does not have are no error.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that ends when it is done. By default nothing happens: the tracker has no labels.</returns>
    Task LabelAsync(string externalRef, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken cancellation) =>
        Task.CompletedTask;

    /// <summary>Lists comments that address the orchestrator.</summary>
    /// <param name="since">Only those written at this time or later.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The mentions, oldest first. By default none.</returns>
    Task<IReadOnlyList<ExternalMention>> ListMentionsAsync(DateTimeOffset since, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ExternalMention>>([]);

    /// <summary>Opens a pull request for a branch that was pushed; the one that is open for it already is an answer too.</summary>
    /// <param name="request">What to open.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The pull request.</returns>
    /// <exception cref="NotSupportedException">The tracker has none: the default.</exception>
    Task<PullRequest> OpenPullRequestAsync(NewPullRequest request, CancellationToken cancellation) =>
        throw new NotSupportedException($"{Profile.DisplayName} has no pull requests.");

    /// <summary>Looks for the latest pull request of a branch.</summary>
    /// <param name="project">The absolute path of the main repository.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The pull request; null when there is none. By default null.</returns>
    Task<PullRequest?> FindPullRequestAsync(string project, string branch, CancellationToken cancellation) =>
        Task.FromResult<PullRequest?>(null);

    /// <summary>Looks whether the tracker can be used, and as whom.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The health. By default well, with nobody named.</returns>
    Task<BackendHealth> CheckHealthAsync(CancellationToken cancellation) => Task.FromResult(new BackendHealth(true, ""));
}
