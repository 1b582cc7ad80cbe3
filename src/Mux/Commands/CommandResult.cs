using System.Text.Json.Nodes;

namespace Orchtui.Mux.Commands;

/// <summary>What kind of failure a command met; the command line turns it into an exit code, JSON-RPC into an error code.</summary>
public enum FailureKind
{
    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>The call itself was wrong.</summary>
    Usage,

    /// <summary>What it names does not exist.</summary>
    NotFound,

    /// <summary>The caller may not do that.</summary>
    Refused,
}

/// <summary>The outcome of a command: data for programs and a line for people, or a failure that says what to do next.</summary>
public sealed record CommandResult
{
    public JsonNode? Data { get; private init; }

    /// <summary>A line for people; empty when the data say it all.</summary>
    public string Message { get; private init; } = "";

    public FailureKind? Failure { get; private init; }

    public bool Succeeded => Failure is null;

    public static CommandResult Ok(string message = "") => new() { Message = message };

    public static CommandResult Ok(JsonNode? data, string message = "") => new() { Data = data, Message = message };

    public static CommandResult Fail(string message, FailureKind kind = FailureKind.Failed) => new() { Failure = kind, Message = message };

    public static CommandResult NotFound(string message) => Fail(message, FailureKind.NotFound);
}
