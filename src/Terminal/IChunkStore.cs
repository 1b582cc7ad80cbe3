namespace Orchtui.Terminal;

/// <summary>
/// Fixed-size pieces of memory that hold the scrollback. A store over mapped files lets the scrollback outlive the process: ids must then
/// be stable across re-opening, and every id below <see cref="Count"/> counts as allocated until it is freed.
/// </summary>
public interface IChunkStore : IDisposable
{
    /// <summary>Size of a chunk; at least 4096 and at most 65536.</summary>
    int ChunkBytes { get; }

    /// <summary>One more than the highest id ever handed out.</summary>
    int Count { get; }

    /// <summary>The bytes of a chunk; valid until it is freed.</summary>
    Span<byte> this[int chunk] { get; }

    /// <summary>Hands out a chunk with any content, possibly one that was freed.</summary>
    int Allocate();

    void Free(int chunk);
}
