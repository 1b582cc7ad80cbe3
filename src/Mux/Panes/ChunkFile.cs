using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>
/// Scrollback chunks in a memory-mapped file, so that they outlive a killed host. Several chunks share one segment of the file.
/// When the disk is full the chunk comes from ordinary memory instead: the pane goes on, and only a restart would show the gap.
/// </summary>
internal sealed class ChunkFile : IChunkStore
{
    private const int ChunkSize = 32 * 1024;
    private const int ChunksPerSegment = 4;

    private readonly MappedFile? _file;
    private readonly Stack<int> _free = new();
    private readonly Dictionary<int, byte[]> _inMemory = [];
    private readonly Action<string> _warn;
    private bool _warned;

    private ChunkFile(MappedFile? file, Action<string> warn)
    {
        _file = file;
        _warn = warn;
        Count = (file?.SegmentCount ?? 0) * ChunksPerSegment;
    }

    public int ChunkBytes => ChunkSize;

    public int Count { get; private set; }

    public Span<byte> this[int chunk] => _inMemory.TryGetValue(chunk, out var memory)
        ? memory
        : _file!.Segment(chunk / ChunksPerSegment).Slice(chunk % ChunksPerSegment * ChunkSize, ChunkSize);

    public static ChunkFile Open(string path, Action<string> warn)
    {
        var file = MappedFile.TryOpen(path, ChunkSize * ChunksPerSegment, out var error);
        if (file is null) warn($"The scrollback file {path} cannot be opened ({error}); this pane's scrollback will not survive a restart.");
        return new ChunkFile(file, warn);
    }

    public int Allocate()
    {
        if (_free.TryPop(out var chunk)) return chunk;
        chunk = Count;
        if (_file is not null && _inMemory.Count == 0 && _file.TryGrow(out var error))
        {
            Count += ChunksPerSegment;
            for (var extra = Count - 1; extra > chunk; extra--) _free.Push(extra);
            return chunk;
        }

        WarnOnce();
        _inMemory.Add(chunk, new byte[ChunkSize]);
        Count++;
        return chunk;
    }

    public void Free(int chunk) => _free.Push(chunk);

    public void Dispose() => _file?.Dispose();

    private void WarnOnce()
    {
        if (_warned || _file is null) return;
        _warned = true;
        _warn($"There is no room for {_file.Path}; new scrollback of this pane is kept in memory only. Free some disk space.");
    }
}
