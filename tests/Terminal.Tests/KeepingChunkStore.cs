namespace Orchtui.Terminal.Tests;

/// <summary>A store whose content outlives the emulator, as mapped files do, and that overwrites what is freed so that late readers
/// show.</summary>
internal sealed class KeepingChunkStore(int chunkBytes = 4096) : IChunkStore
{
    private readonly List<byte[]> _chunks = [];
    private readonly Stack<int> _free = [];

    public int ChunkBytes => chunkBytes;

    public int Count => _chunks.Count;

    public int FreeCount => _free.Count;

    public Span<byte> this[int chunk] =>
        _free.Contains(chunk) ? throw new InvalidOperationException($"Chunk {chunk} is free.") : _chunks[chunk];

    public int Allocate()
    {
        if (_free.TryPop(out var chunk))
        {
            _chunks[chunk].AsSpan().Fill(0xee);
            return chunk;
        }

        _chunks.Add(new byte[chunkBytes]);
        return _chunks.Count - 1;
    }

    public void Free(int chunk)
    {
        if (_free.Contains(chunk)) throw new InvalidOperationException($"Chunk {chunk} is freed twice.");
        _free.Push(chunk);
    }

    /// <summary>What a new process sees: every chunk counts as allocated.</summary>
    public void Reopen() => _free.Clear();

    public void Dispose()
    {
    }
}
