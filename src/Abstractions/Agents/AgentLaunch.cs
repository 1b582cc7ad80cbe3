namespace Orchtui.Agents;

/// <summary>How to start an agent for one attempt.</summary>
public sealed record AgentLaunch
{
    /// <summary>The program and its arguments, each passed exactly as it is.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Changes to the inherited environment; a null value removes the variable. Never logged.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Files to write before the start. Their paths lie inside <see cref="LaunchRequest.AttemptDirectory"/>.</summary>
    public IReadOnlyList<LaunchFile> Files { get; init; } = [];

    /// <summary>Text for standard input of a headless run; empty for none. The input is closed after it.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>The id of the session, when it is known before the start.</summary>
    public string? SessionId { get; init; }
}

/// <summary>A file a launch needs.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Content">Its whole text.</param>
/// <param name="Executable">Whether it is to be executable.</param>
public sealed record LaunchFile(string Path, string Content, bool Executable = false);
