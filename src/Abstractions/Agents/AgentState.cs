namespace Orchtui.Agents;

/// <summary>What an agent is doing.</summary>
public enum AgentActivity
{
    /// <summary>Nothing is known. Shown as such, never as idle.</summary>
    Unknown,

    /// <summary>It was started and has not shown its prompt yet.</summary>
    Starting,

    /// <summary>It works on a turn.</summary>
    Working,

    /// <summary>It asks something and goes on when answered; see <see cref="AgentState.Question"/>.</summary>
    Waiting,

    /// <summary>It stands at its prompt and has not finished a turn since it was last told something (interrupted, fresh).</summary>
    Idle,

    /// <summary>It finished its turn.</summary>
    Done,

    /// <summary>Its account is limited; see <see cref="AgentState.Until"/>.</summary>
    Limited,

    /// <summary>It ended its turn with an error; see <see cref="AgentState.Error"/>.</summary>
    Failed,

    /// <summary>Its process ended; see <see cref="AgentState.ExitCode"/>.</summary>
    Exited,
}

/// <summary>The state of an agent, with what belongs to it.</summary>
/// <param name="Activity">What it is doing.</param>
public sealed record AgentState(AgentActivity Activity)
{
    /// <summary>What it asks, while <see cref="AgentActivity.Waiting"/>; null when it waits for something that is not known.</summary>
    public AgentQuestion? Question { get; init; }

    /// <summary>When it may go on, while <see cref="AgentActivity.Limited"/>; null when unknown.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How its process ended, once <see cref="AgentActivity.Exited"/>; 128 + n after signal n, null when unknown.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What went wrong, in the agent's own words.</summary>
    public string? Error { get; init; }

    /// <summary>The class of <see cref="Error"/>.</summary>
    public AgentErrorClass ErrorClass { get; init; }
}

/// <summary>A question an agent asks.</summary>
/// <param name="Text">The question, as a person would read it.</param>
/// <param name="Options">The answers it offers, in its order; empty when it only takes text or when they are not known.</param>
public sealed record AgentQuestion(string Text, IReadOnlyList<AnswerOption> Options)
{
    /// <summary>The agent's own id of the question, such as the id of a permission request; null when it has none.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// The rows of the screen that show the question, from the top, both ends included; null when it was not read from the screen. As long
    /// as these rows read the same, it is still the question that is asked.
    /// </summary>
    public RowRange? Rows { get; init; }

    /// <summary>
    /// The keys, by tmux's names, after which the agent takes text of the person's own as the answer, ended by Enter. Empty when it takes
    /// text at once; null when it takes none.
    /// </summary>
    public IReadOnlyList<string>? TextKeys { get; init; }
}

/// <summary>Rows of a screen, both ends included.</summary>
/// <param name="First">The first row, from 0 at the top.</param>
/// <param name="Last">The last row.</param>
public readonly record struct RowRange(int First, int Last);

/// <summary>One answer to a question.</summary>
/// <param name="Id">Its id in the agent's own terms.</param>
/// <param name="Label">Its text.</param>
public sealed record AnswerOption(string Id, string Label)
{
    /// <summary>What it means.</summary>
    /// <value>Default: <see cref="AnswerKind.Choice"/>.</value>
    public AnswerKind Kind { get; init; }

    /// <summary>
    /// The keys, by tmux's names, that give this answer on the screen the question was read from; empty when it is given through the
    /// agent's own interface.
    /// </summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

/// <summary>What an answer means, in the kinds of the Agent Client Protocol's permission options and one for everything else.</summary>
public enum AnswerKind
{
    /// <summary>One of several answers; only its label tells.</summary>
    Choice,

    /// <summary>Permission for this once.</summary>
    AllowOnce,

    /// <summary>Permission for this and for what is like it.</summary>
    AllowAlways,

    /// <summary>No permission.</summary>
    Deny,
}
