using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>A process started in the background: its pid, or why it did not start.</summary>
public readonly record struct DetachResult(int Pid, NativeError Error)
{
    public bool Started => Pid > 0;
}

/// <summary>What a process may ask and do about itself.</summary>
public static class Self
{
    public static uint UserId => Libc.getuid();

    public static int ProcessId => Libc.getpid();

    /// <summary>
    /// Starts a program that outlives this one: its own session, no terminal, input from /dev/null, output appended to
    /// <paramref name="logPath"/> or dropped. It stays a child of this process until this one ends, so a watcher must
    /// <see cref="PidHandle.TryReap"/> it.
    /// </summary>
    public static DetachResult Detach(
        IReadOnlyList<string> arguments,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        string workingDirectory,
        string? logPath = null)
    {
        var call = new SpawnCall
        {
            Path = arguments[0],
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = workingDirectory,
            Input = "/dev/null",
            Output = logPath,
        };
        var (pid, error) = call.Run();
        return new DetachResult(pid, error);
    }
}
