using Orchtui.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>
/// A link of a plugin. It runs without a deadline, and its end, in whatever way, costs the link only: screen and title go on telling.
/// Answers are calls like any other. When the plugin leaves, the link is cancelled, and nothing it reports afterwards is taken.
/// </summary>
internal sealed class GuardedAgentLink(GuardedAgentProvider agent, PluginCalls calls, CancellationToken gone) : IAgentLink
{
    /// <exception cref="PluginFailedException">The link ended before it was cancelled.</exception>
    public async Task RunAsync(Action<AgentReading> report, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, gone);
        var token = either.Token;
        var problem = await calls.RunOnAsync($"the link to {agent.Profile.Id}", RunInnerAsync, token).ConfigureAwait(false);
        if (problem is not null) throw new PluginFailedException(problem);

        // The plugin's object stays out of this method, whose frame may outlive the plugin.
        Task RunInnerAsync(CancellationToken ct) =>
            agent.Opened<IAgentLink>(this)?.RunAsync(Report, ct) ?? Task.CompletedTask;

        void Report(AgentReading reading)
        {
            if (!token.IsCancellationRequested && HostCopy.Of(reading) is { } copy) report(copy);
        }
    }

    public async Task<AnswerReceipt> AnswerAsync(AgentQuestion question, AgentAnswer answer, CancellationToken cancellation)
    {
        if (agent.Opened<IAgentLink>(this) is not { } inner) return new AnswerReceipt(false, "its plugin is not available");
        var outcome = await calls.RunAsync(
            $"answering {agent.Profile.Id}",
            calls.Deadlines.Call,
            token => inner.AnswerAsync(question, answer, token),
            cancellation).ConfigureAwait(false);
        return outcome.Value ?? new AnswerReceipt(false, outcome.Failure ?? "its plugin gave no answer");
    }
}
