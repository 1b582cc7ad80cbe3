namespace Orchtui.Pty;

/// <summary>A program to start in a pseudo-terminal of its own. Nothing in here passes through a shell.</summary>
public sealed record SpawnRequest
{
    /// <summary>The exact argument vector. The first is a path, or a name looked up in the PATH of <see cref="Environment"/>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>
    /// The whole environment of the child; nothing is inherited. PWD names <see cref="WorkingDirectory"/> whatever is said here: some programs
    /// believe it more than the system, and would work in the directory of whoever started the host.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public required PtySize Size { get; init; }

    /// <summary>The soft limit of open files the child starts with; null leaves that of this process.</summary>
    public ulong? OpenFileLimit { get; init; }
}

public enum SpawnFailureKind
{
    ProgramNotFound,
    DirectoryMissing,
    NotExecutable,
    Other,
}

/// <summary>Why a program did not start: what failed, on what, and what to do about it.</summary>
public sealed record SpawnFailure(SpawnFailureKind Kind, string Message);

public abstract record SpawnResult
{
    private SpawnResult() { }

    public sealed record Started(int Pid, PtyMaster Master) : SpawnResult;

    public sealed record Failed(SpawnFailure Failure) : SpawnResult;
}
