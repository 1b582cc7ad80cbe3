namespace Orchtui.Agents;

/// <summary>
/// A connection to the interface that a running agent serves itself: it tells what the agent does and takes answers to its questions.
/// The host runs it beside the pane; when it fails, screen and title go on telling. Members may be called from several threads.
/// </summary>
public interface IAgentLink
{
    /// <summary>
    /// Connects, waiting as long as it takes for the agent to come up, tells what happens, and connects again when the connection is
    /// lost. Returns when cancelled; there is no deadline.
    /// </summary>
    /// <param name="report">Takes each reading, in order. Returns at once; never throws.</param>
    /// <param name="cancellation">The run has ended, or the host does.</param>
    /// <returns>A task that ends with the link.</returns>
    Task RunAsync(Action<AgentReading> report, CancellationToken cancellation);

    /// <summary>Answers a question that was reported by this link and has an <see cref="AgentQuestion.Id"/>.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellation">Ends the attempt; the host's deadline is ten seconds.</param>
    /// <returns>What became of it.</returns>
    Task<AnswerReceipt> AnswerAsync(AgentQuestion question, AgentAnswer answer, CancellationToken cancellation);
}

/// <summary>The run a link is for.</summary>
/// <param name="Server">Where it listens.</param>
/// <param name="Worktree">The absolute path of the folder the agent works in.</param>
/// <param name="SessionId">The conversation; null when not known yet.</param>
public sealed record AgentLinkRequest(AgentServer Server, string Worktree, string? SessionId);

/// <summary>An answer: one of the options, or text of the person's own.</summary>
/// <param name="Option">The option; null for text.</param>
/// <param name="Text">The text; null for an option.</param>
public sealed record AgentAnswer(AnswerOption? Option, string? Text);

/// <summary>What became of an answer.</summary>
/// <param name="Taken">Whether the agent took it.</param>
/// <param name="Message">Why not, or in what words it confirmed; empty when there is nothing to say.</param>
public sealed record AnswerReceipt(bool Taken, string Message = "");
