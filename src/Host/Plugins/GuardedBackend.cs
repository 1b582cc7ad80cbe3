using Orchtui.Backends;
using Orchtui.Tasks;

namespace Orchtui.Host.Plugins;

/// <summary>A tracker of a plugin.</summary>
internal sealed class GuardedBackend(ITaskBackend backend, BackendProfile profile, PluginCalls calls)
    : GuardedExtension<ITaskBackend>(PluginManifest.Backend, profile.Name, backend, calls), ITaskBackend
{
    public BackendProfile Profile => profile;

    public Task<IReadOnlyList<ExternalTask>> ListAsync(BackendQuery query, CancellationToken cancellation) => AskAsync(
        "listing tasks", Deadlines.Backend, async (inner, token) => HostCopy.Of(await inner.ListAsync(query, token).ConfigureAwait(false)), cancellation);

    public Task<ExternalTask?> FindAsync(string externalRef, CancellationToken cancellation) => AskAsync(
        "reading a task",
        Deadlines.Backend,
        async (inner, token) => await inner.FindAsync(externalRef, token).ConfigureAwait(false) is { } task ? HostCopy.Of(task) : null,
        cancellation);

    public Task UpdateStateAsync(TaskInfo task, CancellationToken cancellation) =>
        TellAsync("telling a state", Deadlines.Backend, (inner, token) => inner.UpdateStateAsync(task, token), cancellation);

    public Task<ExternalTask> CreateAsync(NewExternalTask task, CancellationToken cancellation) => AskOptionalAsync(
        "creating a task", async (inner, token) => HostCopy.Of(await inner.CreateAsync(task, token).ConfigureAwait(false)), cancellation);

    public Task CommentAsync(string externalRef, string text, CancellationToken cancellation) =>
        TellAsync("commenting", Deadlines.Backend, (inner, token) => inner.CommentAsync(externalRef, text, token), cancellation);

    public Task LabelAsync(string externalRef, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken cancellation) =>
        TellAsync("labelling", Deadlines.Backend, (inner, token) => inner.LabelAsync(externalRef, add, remove, token), cancellation);

    public Task<IReadOnlyList<ExternalMention>> ListMentionsAsync(DateTimeOffset since, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<ExternalMention>>(
            "listing mentions", Deadlines.Backend, async (inner, token) => [.. await inner.ListMentionsAsync(since, token).ConfigureAwait(false)], cancellation);

    public Task<PullRequest> OpenPullRequestAsync(NewPullRequest request, CancellationToken cancellation) => AskOptionalAsync(
        "opening a pull request", async (inner, token) => HostCopy.Of(await inner.OpenPullRequestAsync(request, token).ConfigureAwait(false)), cancellation);

    public Task<PullRequest?> FindPullRequestAsync(string project, string branch, CancellationToken cancellation) => AskAsync(
        "looking for a pull request",
        Deadlines.Backend,
        async (inner, token) => await inner.FindPullRequestAsync(project, branch, token).ConfigureAwait(false) is { } found ? HostCopy.Of(found) : null,
        cancellation);

    public Task<BackendHealth> CheckHealthAsync(CancellationToken cancellation) =>
        AskAsync("checking its health", Deadlines.Backend, (inner, token) => inner.CheckHealthAsync(token), cancellation);

    /// <summary>That a tracker lacks the thing is an answer of the contract, not a fault of the plugin.</summary>
    private async Task<TAnswer> AskOptionalAsync<TAnswer>(
        string what, Func<ITaskBackend, CancellationToken, Task<TAnswer>> call, CancellationToken cancellation)
        where TAnswer : class
    {
        var (answer, unsupported) = await AskAsync<(TAnswer?, string)>(what, Deadlines.Backend, async (inner, token) =>
        {
            try
            {
                return (await call(inner, token).ConfigureAwait(false), "");
            }
            catch (NotSupportedException e)
            {
                return (null, e.Message);
            }
        }, cancellation).ConfigureAwait(false);
        return answer ?? throw new NotSupportedException(unsupported);
    }
}
