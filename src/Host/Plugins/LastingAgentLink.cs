using Orchtui.Agents;
using Orchtui.Orchestration.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>
/// A link that outlives its plugin: when that was loaded anew, the run is followed, and its questions answered, by one of the new plugin.
/// A link that fails is given up until then; screen and title go on telling.
/// </summary>
/// <param name="agents">Where the agent's provider is found as it is now.</param>
/// <param name="agent">The agent's id.</param>
/// <param name="request">The run.</param>
/// <param name="warn">Takes what ended a link before its time.</param>
internal sealed class LastingAgentLink(AgentRegistry agents, string agent, AgentLinkRequest request, Action<string> warn) : IAgentLink
{
    private volatile IAgentLink? _link;
    private volatile string? _session = request.SessionId;

    public async Task RunAsync(Action<AgentReading> report, CancellationToken cancellation)
    {
        IAgentProvider? served = null;
        while (!cancellation.IsCancellationRequested)
        {
            var change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Signal() => change.TrySetResult();
            agents.Changed += Signal;
            try
            {
                var provider = agents.Find(agent);
                if (provider is null || provider == served)
                {
                    await change.Task.WaitAsync(cancellation).ConfigureAwait(false);
                    continue;
                }

                served = provider;
                await FollowAsync(provider, report, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The run has ended, and the link with it.
                return;
            }
            finally
            {
                agents.Changed -= Signal;
            }
        }
    }

    public Task<AnswerReceipt> AnswerAsync(AgentQuestion question, AgentAnswer answer, CancellationToken cancellation) =>
        _link is { } link
            ? link.AnswerAsync(question, answer, cancellation)
            : Task.FromResult(new AnswerReceipt(false, "The connection to the agent's own server is not there; answer in its pane."));

    private async Task FollowAsync(IAgentProvider provider, Action<AgentReading> report, CancellationToken cancellation)
    {
        var link = provider.OpenLink(request with { SessionId = _session });
        if (link is null) return;
        _link = link;
        try
        {
            await link.RunAsync(Report, cancellation).ConfigureAwait(false);
        }
        catch (PluginFailedException error)
        {
            warn(error.Message);
        }
        finally
        {
            _link = null;
        }

        void Report(AgentReading reading)
        {
            _session = reading.SessionId ?? _session;
            report(reading);
        }
    }
}
