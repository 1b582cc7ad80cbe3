namespace Orchtui.ModelServer;

/// <summary>Where the server listens and what it holds at most.</summary>
public sealed record ModelServerOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Path of a Unix socket that is served as well. A path is reachable from every network namespace, which lets a test outside of the
    /// namespace read the recorded requests.
    /// </summary>
    public string? SocketPath { get; init; }

    /// <summary>The largest request body that is read; an agent's conversation stays far below.</summary>
    public int MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many requests the record keeps; older ones are forgotten.</summary>
    public int MaxRecordedRequests { get; init; } = 2000;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
