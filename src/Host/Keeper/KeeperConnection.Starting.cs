using System.Globalization;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>Finding the keeper of a home, and starting one where there is none.</summary>
internal sealed partial class KeeperConnection
{
    private const long LongestLog = 1 << 20;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(5);

    private StartedKeeper? _started;

    /// <summary>Connects to the keeper that runs, without starting one.</summary>
    public static async Task<KeeperConnectResult> ConnectAsync(KeeperOptions options, KeeperEvents events, TimeProvider time)
    {
        var version = KeeperProtocol.Version;
        while (true)
        {
            var socket = UnixConnection.Connect(options.SocketPath);
            if (socket.Connection is null)
                return new KeeperConnectResult(null, socket.Error.Message) { NotRunning = socket.NobodyListens };
            if (socket.Connection.Peer?.UserId != Self.UserId)
            {
                socket.Connection.Dispose();
                return new KeeperConnectResult(null, $"{options.SocketPath} belongs to another user.");
            }

            var connection = new KeeperConnection(socket.Connection, events, time);
            var spoken = await connection.GreetAsync(version).ConfigureAwait(false);
            if (spoken == version) return new KeeperConnectResult(connection, null);
            connection._disposed = true;
            connection.Dispose();
            if (spoken is null) return new KeeperConnectResult(null, "The keeper hung up.") { NotRunning = true };
            if (spoken != version - 1 || version != KeeperProtocol.Version)
                return new KeeperConnectResult(null, ForeignVersion(spoken.Value));
            version = spoken.Value;
        }
    }

    /// <summary>
    /// Connects to the keeper of the home, starting it first where none runs: with the command line given, which is usually
    /// <see cref="OwnProgram"/>. Any number of hosts may do so at once.
    /// </summary>
    public static async Task<KeeperConnectResult> ConnectOrStartAsync(
        KeeperOptions options, IReadOnlyList<string> program, KeeperEvents events, TimeProvider time)
    {
        if (Prepare(options) is { } obstacle) return new KeeperConnectResult(null, obstacle);
        var begun = time.GetTimestamp();
        StartedKeeper? started = null;
        while (true)
        {
            var result = await ConnectAsync(options, events, time).ConfigureAwait(false);
            if (result.Connection is { } connection) connection._started = started;
            if (!result.NotRunning) return result;
            if (time.GetElapsedTime(begun) > StartDeadline)
                return result with { Failure = Unanswered(options, result) };

            // The lock is held for the short time of starting alone: what keeps keepers apart for good is the lock of the keeper itself,
            // which one that is ending holds until it has gone.
            using (var starting = FileLock.TryAcquire(options.StartLockPath).Lock)
            {
                if (starting is not null && started?.HasEnded != false && !FileLock.IsHeld(options.LockPath))
                {
                    if (Start(options, program, out started) is { } failure) return new KeeperConnectResult(null, failure);
                }

                await WaitForSocketAsync(options, started, time).ConfigureAwait(false);
            }
        }
    }

    private static string? Prepare(KeeperOptions options)
    {
        try
        {
            options.CreateFolders();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The folders of the keeper could not be made private: {exception.Message}";
        }
    }

    /// <summary>This very program as the keeper of the home.</summary>
    public static IReadOnlyList<string> OwnProgram(KeeperOptions options)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        return [self, "keeper", "--home", options.Home];
    }

    private static string ForeignVersion(int spoken) =>
        $"The keeper speaks protocol {spoken} and this program {KeeperProtocol.Version}: end its panes and restart it.";

    private static string Unanswered(KeeperOptions options, KeeperConnectResult last) =>
        $"No keeper answered within {StartDeadline.TotalSeconds} s ({last.Failure}); see {options.LogPath}.";

    /// <summary>The version the keeper speaks, or null when it hung up.</summary>
    private async Task<int?> GreetAsync(int version)
    {
        StartReading();
        var answer = await AskAsync(new KeeperMessage.Hello(version), AnswerDeadline).ConfigureAwait(false);
        switch (answer?.Message)
        {
            case KeeperMessage.Welcome welcome:
                KeeperPid = welcome.Pid;
                return welcome.Version;
            case KeeperMessage.Incompatible other:
                return other.Version;
            default:
                return null;
        }
    }

    private static string? Start(KeeperOptions options, IReadOnlyList<string> program, out StartedKeeper? started)
    {
        if (new FileInfo(options.LogPath) is { Exists: true, Length: > LongestLog })
            File.Move(options.LogPath, options.LogPath + ".1", overwrite: true);
        var result = Self.Detach(program, KeeperEnvironment(), "/", options.LogPath);
        started = result.Started ? StartedKeeper.Watch(result.Pid) : null;
        return result.Started ? null : $"The keeper could not be started: {result.Error}.";
    }

    /// <summary>
    /// Waits, for at most a short while, until there is something to connect to, or the started keeper has given up, or the one that
    /// was ending has gone.
    /// </summary>
    private static async Task WaitForSocketAsync(KeeperOptions options, StartedKeeper? started, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        do await Task.Delay(RetryInterval, time).ConfigureAwait(false);
        while (!CanConnect(options) && IsWorthWaiting() && time.GetElapsedTime(begun) < TimeSpan.FromSeconds(1));

        bool IsWorthWaiting() => started is null ? FileLock.IsHeld(options.LockPath) : !started.HasEnded;
    }

    private static bool CanConnect(KeeperOptions options)
    {
        using var probe = UnixConnection.Connect(options.SocketPath).Connection;
        return probe is not null;
    }

    /// <summary>The keeper is small and long-lived: no profiling, no diagnostics port, no collector thread, little garbage.</summary>
    private static List<KeyValuePair<string, string>> KeeperEnvironment()
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            environment[(string)entry.Key] = Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? "";
        environment["DOTNET_EnableDiagnostics"] = "0";
        environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_GCgen0size"] = "0x100000";
        return [.. environment];
    }
}
