namespace Orchtui.Agents;

/// <summary>What kind of failure ended a run or a turn.</summary>
public enum AgentErrorClass
{
    /// <summary>None.</summary>
    None,

    /// <summary>It took too long and was ended.</summary>
    Timeout,

    /// <summary>A program it needs is not installed.</summary>
    MissingTool,

    /// <summary>It waits for input that cannot come.</summary>
    WaitingForInput,

    /// <summary>The machine refused it something.</summary>
    PermissionDenied,

    /// <summary>The conversation no longer fits the model.</summary>
    ContextOverflow,

    /// <summary>Too many requests, quota used up, or the service is overloaded.</summary>
    RateLimit,

    /// <summary>Not signed in, the key is refused, or the account has no credit.</summary>
    Auth,

    /// <summary>The model does not exist or may not be used.</summary>
    ModelUnavailable,

    /// <summary>The answer did not have the form it must have.</summary>
    InvalidResponse,

    /// <summary>The agent reported a failure of another kind.</summary>
    AgentFailed,

    /// <summary>It ended badly and nothing says why.</summary>
    Unknown,
}
