using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// The language of host and keeper, on a Unix stream socket that only the same user may open.
/// <para>A frame is: u32 length of what follows, u8 <see cref="KeeperFrameType"/>, u8 number of descriptors that belong to it, u32
/// request, payload. An answer carries the request's number; a frame the keeper sends of itself carries 0. Numbers are
/// little-endian; text is a u32 length and UTF-8; a list is a u32 count and its items.</para>
/// <para>The first frame of a host is <see cref="KeeperMessage.Hello"/> with the version it speaks. A keeper speaks its own version and
/// the one before, so an upgraded host can go on with the keeper that holds its agents; it answers any other version with
/// <see cref="KeeperMessage.Incompatible"/> and hangs up.</para>
/// </summary>
internal static class KeeperProtocol
{
    public const int Version = 1;

    public const int LongestFrame = 16 << 20;

    public const int LongestKey = 256;

    public static readonly TimeSpan LongestGrace = TimeSpan.FromHours(1);

    public const int HeaderLength = 4 + 1 + 1 + 4;

    /// <summary>Whether a keeper of version <paramref name="own"/> speaks the offered one.</summary>
    public static bool Speaks(int offered, int own) => offered == own || (offered == own - 1 && offered > 0);
}

/// <summary>The numbers of the messages. They never change their meaning; new ones are added.</summary>
internal enum KeeperFrameType : byte
{
    Hello = 1,
    Spawn = 2,
    List = 3,
    Signal = 4,
    Release = 5,
    Shutdown = 6,
    Guard = 7,
    Welcome = 64,
    Incompatible = 65,
    Spawned = 66,
    SpawnFailed = 67,
    Pane = 68,
    Done = 69,
    Exited = 70,
}

/// <summary>What host and keeper say to each other.</summary>
internal abstract record KeeperMessage
{
    private KeeperMessage() { }

    /// <summary>Host: the version it speaks. Answer: Welcome or Incompatible.</summary>
    public sealed record Hello(int Version) : KeeperMessage;

    /// <summary>
    /// Host: start a program. The key is the host's own name for the pane; a key that exists gets the existing pane as its answer, so a
    /// host that died between asking and hearing may ask again. Attributes are kept for the host and returned by List.
    /// Answer: Spawned with two descriptors (master, ring), or SpawnFailed, or Done with false when this keeper is ending.
    /// </summary>
    public sealed record Spawn(KeeperSpawn Request) : KeeperMessage;

    /// <summary>Host: which panes are there? Answer: one Pane with two descriptors for each, then Done.</summary>
    public sealed record List : KeeperMessage;

    /// <summary>
    /// Host: signal a pane's process group, or every process of its session, jobs in groups of their own included. Answer: Done, false
    /// when the pane has ended or is unknown.
    /// </summary>
    public sealed record SendSignal(string Key, Signal Signal, bool WholeSession) : KeeperMessage;

    /// <summary>Host: forget a pane that has ended, its status being stored. Answer: Done, false when it lives or is unknown.</summary>
    public sealed record Release(string Key) : KeeperMessage;

    /// <summary>
    /// Host: end all panes (SIGHUP, SIGTERM, SIGKILL within the grace) and then yourself. Answer: Done once all have ended.
    /// </summary>
    public sealed record Shutdown(TimeSpan Grace) : KeeperMessage;

    /// <summary>
    /// Host: from now on start a host when I am lost while a pane lives (on), or no longer, as I am about to end on purpose (off).
    /// Answer: Done.
    /// </summary>
    public sealed record Guard(bool On) : KeeperMessage;

    public sealed record Welcome(int Version, int Pid) : KeeperMessage;

    /// <summary>Keeper: I speak this version and not yours.</summary>
    public sealed record Incompatible(int Version) : KeeperMessage;

    /// <summary>Keeper: the pane runs, or did: an existing one may have ended, which an Exited that follows says.</summary>
    public sealed record Spawned(int Pid, bool Existing) : KeeperMessage;

    public sealed record SpawnFailed(SpawnFailure Failure) : KeeperMessage;

    /// <summary>Keeper: one pane; without status it is alive.</summary>
    public sealed record Pane(string Key, int Pid, ExitStatus? Status, ReadOnlyMemory<byte> Attributes) : KeeperMessage;

    public sealed record Done(bool Ok) : KeeperMessage;

    /// <summary>Keeper, of itself: the leader of a pane has ended. Its output may still wait in the master.</summary>
    public sealed record Exited(string Key, ExitStatus Status) : KeeperMessage;
}
