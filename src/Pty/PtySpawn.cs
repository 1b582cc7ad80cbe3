using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>Starts a program as the leader of a new session whose controlling terminal is a fresh pseudo-terminal.</summary>
public static class PtySpawn
{
    public static SpawnResult Start(SpawnRequest request)
    {
        var (path, failure) = ProgramLookup.Resolve(request);
        if (failure is not null) return new SpawnResult.Failed(failure);
        if (PtyPair.TryOpen(request.Size, out var error) is not { } terminal)
            return Failed(SpawnFailureKind.Other, $"No pseudo-terminal could be opened: {error}.");

        var call = new SpawnCall
        {
            Path = path!,
            Arguments = request.Arguments,
            Environment = request.Environment,
            WorkingDirectory = request.WorkingDirectory,
            Input = terminal.Name,
            OpenFileLimit = request.OpenFileLimit,
        };
        int pid;
        (pid, error) = call.Run();
        if (error.Number == 0) return new SpawnResult.Started(pid, terminal.Master);
        terminal.Master.Dispose();
        return Explain(path!, request.WorkingDirectory, error);
    }

    private static SpawnResult.Failed Explain(string path, string directory, NativeError error) => error.Number switch
    {
        Errno.EACCES when Libc.access(directory, 1) != 0 => Failed(
            SpawnFailureKind.DirectoryMissing, $"The working directory '{directory}' may not be entered: check its permissions."),
        Errno.EACCES => new SpawnResult.Failed(ProgramLookup.NotExecutable(path)),
        Errno.ENOEXEC => Failed(
            SpawnFailureKind.NotExecutable, $"'{path}' is not a program for this system: a script needs a first line such as #!/bin/sh."),
        Errno.ENOENT when File.Exists(path) => Failed(
            SpawnFailureKind.NotExecutable, $"The interpreter that '{path}' names in its first line does not exist: correct that line."),
        _ => Failed(SpawnFailureKind.Other, $"'{path}' could not be started in '{directory}': {error}."),
    };

    private static SpawnResult.Failed Failed(SpawnFailureKind kind, string message) => new(new SpawnFailure(kind, message));
}
