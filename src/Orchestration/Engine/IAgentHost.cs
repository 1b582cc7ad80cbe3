using Orchtui.Agents;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>Where agents run: panes, in the product. Members are thread-safe and answer with values; they do not throw.</summary>
public interface IAgentHost
{
    /// <summary>Starts an agent. Idempotent by the attempt's id: asked again for one that runs, it answers with its pane.</summary>
    Task<AgentStart> StartAsync(AgentStartRequest request, CancellationToken ct);

    /// <summary>
    /// Ends an attempt's process group, gracefully and then by force. An unknown one is gone.
    /// </summary>
    /// <returns>Whether it is gone.</returns>
    Task<bool> StopAsync(AttemptId attempt, CancellationToken ct);

    /// <summary>
    /// Gives an answer to a question that an attempt's agent asks: through the agent's own interface, or as keys, and then only if its
    /// screen still asks just that and no person is at it.
    /// </summary>
    Task<AnswerReceipt> AnswerAsync(OpenQuestion question, AgentAnswer answer, CancellationToken ct);

    /// <summary>The attempts whose process lives; after a restart, those the keeper still holds.</summary>
    IReadOnlyList<AttemptId> Alive();
}

/// <summary>What to start.</summary>
public sealed record AgentStartRequest
{
    public required AttemptId Attempt { get; init; }

    public required TaskId Task { get; init; }

    public required string Title { get; init; }

    public required AgentMode Mode { get; init; }

    /// <summary>How. Its files have been written already.</summary>
    public required AgentLaunch Launch { get; init; }

    /// <summary>The worktree.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The environment to which the launch's changes apply.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string AttemptDirectory { get; init; }

    public required string ProviderId { get; init; }
}

/// <summary>Whether an agent was started.</summary>
public abstract record AgentStart
{
    /// <summary>It runs in that pane.</summary>
    public sealed record Started(string Pane) : AgentStart;

    /// <summary>It could not be started; the message says why and what to do.</summary>
    public sealed record Refused(string Message) : AgentStart;
}
