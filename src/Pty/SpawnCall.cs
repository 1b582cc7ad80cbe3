using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// One posix_spawn into a session of its own: standard streams from one or two files, directory, all signals at their defaults (the
/// runtime ignores SIGPIPE, which children would inherit) and nothing else open. Never fork: the runtime has threads.
/// </summary>
internal sealed unsafe class SpawnCall
{
    // Larger than the types are on any system (80 and 336 bytes with glibc), so that one code fits all.
    private const int ActionsSize = 256, AttributesSize = 512, SignalSetSize = 128;

    private static readonly Lock LimitGate = new();

    internal required string Path { get; init; }

    internal required IReadOnlyList<string> Arguments { get; init; }

    internal required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    internal required string WorkingDirectory { get; init; }

    /// <summary>Becomes descriptor 0; a terminal opened here becomes the controlling terminal of the new session.</summary>
    internal required string Input { get; init; }

    /// <summary>Becomes descriptors 1 and 2 (created, appended to); null makes them duplicates of 0.</summary>
    internal string? Output { get; init; }

    internal ulong? OpenFileLimit { get; init; }

    /// <summary>The pid, or the error number of posix_spawn.</summary>
    internal (int Pid, NativeError Error) Run()
    {
        var actions = stackalloc byte[ActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        using var input = new NativeStrings([Input]);
        using var output = new NativeStrings([Output ?? ""]);
        using var argv = new NativeStrings(Arguments);
        using var envp = new NativeStrings(Environment.Where(pair => pair.Key != "PWD").Select(pair => $"{pair.Key}={pair.Value}").Append($"PWD={WorkingDirectory}"));
        Check(Libc.posix_spawn_file_actions_init(actions), "posix_spawn_file_actions_init");
        Check(Libc.posix_spawnattr_init(attributes), "posix_spawnattr_init");
        try
        {
            AddActions(actions, input.Pointers[0], output.Pointers[0]);
            SetAttributes(attributes);
            return Spawn(actions, attributes, argv.Pointers, envp.Pointers);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private (int, NativeError) Spawn(byte* actions, byte* attributes, byte** argv, byte** envp)
    {
        lock (LimitGate)
        {
            using var limit = OpenFileLimit is { } wanted ? Limits.TemporaryFileLimit(wanted) : null;
            var error = Libc.posix_spawn(out var pid, Path, actions, attributes, argv, envp);
            return error == 0 ? (pid, default) : (0, new NativeError(error, "posix_spawn"));
        }
    }

    private void AddActions(byte* actions, byte* input, byte* output)
    {
        Check(Libc.posix_spawn_file_actions_addopen(actions, 0, input, Platform.ReadWrite, 0), "addopen");
        if (Output is null)
        {
            Check(Libc.posix_spawn_file_actions_adddup2(actions, 0, 1), "adddup2");
        }
        else
        {
            const uint OwnerOnly = 0x180;
            var flags = Platform.WriteOnly | Platform.Create | Platform.Append;
            Check(Libc.posix_spawn_file_actions_addopen(actions, 1, output, flags, OwnerOnly), "addopen");
        }

        Check(Libc.posix_spawn_file_actions_adddup2(actions, 1, 2), "adddup2");
        Check(Libc.posix_spawn_file_actions_addchdir_np(actions, WorkingDirectory), "addchdir_np");
        if (Platform.HasSpawnCloseFrom) Check(Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3), "addclosefrom_np");
    }

    private static void SetAttributes(byte* attributes)
    {
        var set = stackalloc byte[SignalSetSize];
        _ = Libc.sigfillset(set);
        Check(Libc.posix_spawnattr_setsigdefault(attributes, set), "posix_spawnattr_setsigdefault");
        _ = Libc.sigemptyset(set);
        Check(Libc.posix_spawnattr_setsigmask(attributes, set), "posix_spawnattr_setsigmask");
        Check(Libc.posix_spawnattr_setflags(attributes, Platform.SpawnFlags), "posix_spawnattr_setflags");
    }

    private static void Check(int error, string call)
    {
        if (error != 0) throw new NativeCallException(new NativeError(error, call));
    }
}
