using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// Finds the file to execute as a shell with the child's environment and directory would. posix_spawnp is no help here: it searches
/// the PATH of this process, and reports a missing directory and a missing program with the same error.
/// </summary>
internal static class ProgramLookup
{
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";
    private const int Executable = 1;

    /// <summary>The path to execute, or why there is none.</summary>
    internal static (string? Path, SpawnFailure? Failure) Resolve(SpawnRequest request)
    {
        if (request.Arguments.Count == 0 || request.Arguments[0].Length == 0)
            return (null, new SpawnFailure(SpawnFailureKind.ProgramNotFound, "No program was named: the first argument is the program."));
        if (CheckDirectory(request.WorkingDirectory) is { } missing) return (null, missing);

        var name = request.Arguments[0];
        if (name.Contains('/')) return CheckFile(name, Path.Combine(request.WorkingDirectory, name));

        var path = PathOf(request.Environment);
        string? forbidden = null;
        foreach (var folder in path.Split(':'))
        {
            var candidate = Path.Combine(request.WorkingDirectory, folder, name);
            if (!File.Exists(candidate)) continue;
            if (Libc.access(candidate, Executable) == 0) return (candidate, null);
            forbidden ??= candidate;
        }

        return (null, forbidden is null ? NotInPath(name, path) : NotExecutable(forbidden));
    }

    private static SpawnFailure? CheckDirectory(string directory)
    {
        if (Directory.Exists(directory)) return null;
        var what = File.Exists(directory) ? "is not a directory" : "does not exist";
        return new SpawnFailure(
            SpawnFailureKind.DirectoryMissing, $"The working directory '{directory}' {what}: create it or name another one.");
    }

    private static (string?, SpawnFailure?) CheckFile(string name, string path)
    {
        if (!File.Exists(path))
            return (null, new SpawnFailure(SpawnFailureKind.ProgramNotFound, $"The program '{name}' does not exist (looked at {path})."));
        return Libc.access(path, Executable) == 0 ? (path, null) : (null, NotExecutable(path));
    }

    private static string PathOf(IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        foreach (var (name, value) in environment)
            if (name == "PATH") return value;
        return DefaultPath;
    }

    private static SpawnFailure NotInPath(string name, string path) => new(
        SpawnFailureKind.ProgramNotFound, $"The program '{name}' is in no folder of PATH ({path}): install it or give its full path.");

    internal static SpawnFailure NotExecutable(string path) => new(
        SpawnFailureKind.NotExecutable, $"'{path}' may not be executed: make it executable (chmod +x) or check its owner.");
}
