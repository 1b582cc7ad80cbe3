namespace Orchtui.Agents;

/// <summary>
/// Turns what can be seen of one interactive run into evidence of its state. Each method answers null when what it was shown says
/// nothing. Not thread-safe: one caller. A reading is a claim, not the truth: the host weighs it by its source and age.
/// </summary>
public interface IAgentObserver
{
    /// <summary>Reads an event that the agent's own hooks wrote into <see cref="LaunchRequest.EventsDirectory"/>, in order.</summary>
    /// <param name="payload">The file's content.</param>
    /// <returns>What the event says of the state.</returns>
    AgentReading? OnEvent(ReadOnlyMemory<byte> payload);

    /// <summary>Reads the window title the agent set (OSC 0 or 2).</summary>
    /// <param name="title">The title.</param>
    /// <returns>What the title says of the state.</returns>
    AgentReading? OnTitle(string title);

    /// <summary>Reads the program status the agent sent its terminal (OSC 7501), of which the host has made out the general meaning.</summary>
    /// <param name="reading">The general meaning.</param>
    /// <returns>The same, more or less of it; null when the status says nothing of the state.</returns>
    AgentReading? OnProgramStatus(AgentReading reading) => reading;

    /// <summary>Reads the visible screen. Called a quarter of a second after it began to change, and again while it goes on changing.</summary>
    /// <param name="rows">The rows from the top, right-trimmed.</param>
    /// <returns>What the screen says of the state.</returns>
    AgentReading? OnScreen(IReadOnlyList<string> rows);
}

/// <summary>What one piece of evidence says.</summary>
/// <param name="State">The state it speaks for.</param>
/// <param name="Reason">Why, in the words a person would check it by: <c>hook Stop</c>, <c>title "✳ Claude"</c>.</param>
/// <param name="SessionId">The session's id, when the evidence carries one.</param>
public sealed record AgentReading(AgentState State, string Reason, string? SessionId = null)
{
    /// <summary>
    /// What the conversation of <see cref="SessionId"/> has used from its beginning on, when the evidence tells. The host takes off what
    /// earlier runs of the task used in the same conversation.
    /// </summary>
    /// <value>Default: null. Without a session id it counts for nothing.</value>
    public AgentUsage? Usage { get; init; }
}
