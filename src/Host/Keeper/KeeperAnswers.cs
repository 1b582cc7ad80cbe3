using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// A pane as the host gets it from the keeper: its process, its status (null while the leader lives), the note the host gave along when
/// it started the pane, and descriptors of its own for master and ring.
/// </summary>
internal sealed record KeptPane(
    string Key, int Pid, ExitStatus? Status, ReadOnlyMemory<byte> Attributes, PtyMaster Master, OutputRing Ring) : IDisposable
{
    public void Dispose()
    {
        Master.Dispose();
        Ring.Dispose();
    }
}

internal abstract record SpawnOutcome
{
    private SpawnOutcome() { }

    /// <summary>"Existing" says that the key was known: this is the pane that an earlier request started.</summary>
    public sealed record Spawned(int Pid, PtyMaster Master, OutputRing Ring, bool Existing) : SpawnOutcome;

    public sealed record Failed(SpawnFailure Failure) : SpawnOutcome;

    /// <summary>
    /// The keeper is gone, ending or silent; whether the program runs may be unknown. Once the connection is lost, ask the next one with
    /// the same key.
    /// </summary>
    public sealed record KeeperLost : SpawnOutcome;
}

/// <summary>A connection, or why there is none.</summary>
internal readonly record struct KeeperConnectResult(KeeperConnection? Connection, string? Failure)
{
    /// <summary>Nobody listens; a keeper may be started.</summary>
    public bool NotRunning { get; init; }
}

/// <summary>What the keeper says of itself. Called on the connection's reader thread: hand over and return.</summary>
internal sealed record KeeperEvents
{
    public static readonly KeeperEvents Ignored = new();

    public Action<string, ExitStatus> PaneExited { get; init; } = static (_, _) => { };

    /// <summary>
    /// The keeper is gone. Its children live on as orphans and the host keeps its masters, but how they end is no longer known.
    /// </summary>
    public Action Lost { get; init; } = static () => { };
}
