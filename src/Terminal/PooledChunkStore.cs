using System.Buffers;

namespace Orchtui.Terminal;

/// <summary>The default store: arrays of the process, reused when freed. They stay below the size of the large object heap.</summary>
public sealed class PooledChunkStore : IChunkStore
{
    public const int DefaultChunkBytes = 32 << 10;

    private readonly List<byte[]?> _chunks = [];
    private readonly Stack<int> _free = [];

    public int ChunkBytes => DefaultChunkBytes;

    public int Count => _chunks.Count;

    public Span<byte> this[int chunk] => _chunks[chunk].AsSpan(0, DefaultChunkBytes);

    public int Allocate()
    {
        var chunk = _free.Count > 0 ? _free.Pop() : _chunks.Count;
        if (chunk == _chunks.Count) _chunks.Add(null);
        _chunks[chunk] ??= ArrayPool<byte>.Shared.Rent(DefaultChunkBytes);
        return chunk;
    }

    public void Free(int chunk) => _free.Push(chunk);

    public void Dispose()
    {
        foreach (var array in _chunks)
            if (array is not null) ArrayPool<byte>.Shared.Return(array);
        _chunks.Clear();
        _free.Clear();
    }
}
