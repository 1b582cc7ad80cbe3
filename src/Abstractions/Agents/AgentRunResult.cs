namespace Orchtui.Agents;

/// <summary>How a headless run ended, from its structured output.</summary>
public sealed record AgentRunResult
{
    /// <summary>Whether the agent says that it finished without an error. Its word, not a check of its work.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>The final message, or the error in the agent's own words.</summary>
    public string Text { get; init; } = "";

    /// <summary>The class of the failure; <see cref="AgentErrorClass.None"/> on success.</summary>
    public AgentErrorClass ErrorClass { get; init; }

    /// <summary>When it is worth trying again after <see cref="AgentErrorClass.RateLimit"/>; null when the agent does not say.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The conversation's id; null when it never became known.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the run used; null when the output does not say.</summary>
    public AgentUsage? Usage { get; init; }

    /// <summary>How many tool calls were refused because nobody could be asked for permission; 0 when the output does not say.</summary>
    public int RefusedTools { get; init; }
}

/// <summary>Tokens and money.</summary>
/// <param name="InputTokens">Tokens sent, cached ones included.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="CostUsd">The cost in US dollars; null when unknown, never a guess.</param>
public sealed record AgentUsage(long InputTokens, long OutputTokens, decimal? CostUsd);
