namespace Orchtui.Agents;

/// <summary>
/// Whether an agent has credentials to work with, as far as that shows without reading any: by files that exist and by variables that are
/// set, never by what is in them. Whether the credentials are still good is known only once the agent is used.
/// </summary>
/// <param name="State">What was found.</param>
/// <param name="Evidence">
/// By what, in words a person can check: <c>ANTHROPIC_API_KEY is set</c>, <c>~/.claude/.credentials.json exists</c>. Never a value.
/// </param>
public sealed record AgentSignIn(SignInState State, string Evidence)
{
    /// <summary>Nothing is known.</summary>
    public static AgentSignIn NotKnown { get; } = new(SignInState.NotKnown, "");
}

/// <summary>Whether an agent is signed in.</summary>
public enum SignInState
{
    /// <summary>It cannot be told. The honest answer whenever credentials may lie where nobody may look.</summary>
    NotKnown,

    /// <summary>Credentials are there.</summary>
    SignedIn,

    /// <summary>There are none, and there is no other place they could be.</summary>
    SignedOut,
}
