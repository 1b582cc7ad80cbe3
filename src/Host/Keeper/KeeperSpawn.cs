using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>A pane to be: the host's key for it, what to start, the size of its ring and a note of the host's own.</summary>
internal sealed record KeeperSpawn
{
    public const int UsualRingBytes = 256 * 1024;

    public required string Key { get; init; }

    public required SpawnRequest Program { get; init; }

    /// <summary>A power of two from 65536 to 64 MiB.</summary>
    public int RingBytes { get; init; } = UsualRingBytes;

    public ReadOnlyMemory<byte> Attributes { get; init; }
}
