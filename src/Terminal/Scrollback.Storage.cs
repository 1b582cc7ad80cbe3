using System.Runtime.InteropServices;

namespace Orchtui.Terminal;

public sealed partial class Scrollback
{
    /// <summary>Far above what the longest scrollback needs; guards against a damaged saved state.</summary>
    private const int MaxSavedChunks = 1 << 20;

    private readonly List<int> _retired = [];
    private readonly List<int> _retiredBeforeLastSave = [];
    private long _savedSequence;

    internal void Save(ref StateWriter writer)
    {
        writer.Write(_first);
        writer.Write(_next);
        writer.Write(_sequence);
        writer.Write(_currentLimit);
        writer.Write(_longest);
        writer.Write(_anyWrapped);
        writer.Write(_columns);
        writer.Write(_asideSkip);
        writer.Write(_addedMeanwhile);
        Save(ref writer, _aside);
        Save(ref writer, _chunks);
        foreach (var id in _retiredBeforeLastSave) _store.Free(id);
        _retiredBeforeLastSave.Clear();
        _retiredBeforeLastSave.AddRange(_retired);
        _retired.Clear();
        _savedSequence = _sequence;
    }

    /// <summary>
    /// Re-opens the lines that a saved state refers to and frees every other chunk of the store, which cuts off what was appended after
    /// the save. Where a chunk is not what the state says, the lines up to and with it are given up.
    /// </summary>
    internal void Restore(ref StateReader reader)
    {
        _first = reader.Read<long>();
        _next = reader.Read<long>();
        _sequence = reader.Read<long>();
        _currentLimit = Math.Max(reader.Read<int>(), _limit);
        _longest = reader.Read<int>();
        _anyWrapped = reader.Read<bool>();
        _columns = Math.Clamp(reader.Read<int>(), 1, CellSize.MaxColumns);
        _asideSkip = reader.Read<int>();
        _addedMeanwhile = Math.Max(reader.Read<int>(), 0);
        RestoreAside(ref reader);
        RestoreChunks(ref reader);
        var kept = _aside.Concat(_chunks).Select(chunk => chunk.Id).ToHashSet();
        for (var id = 0; id < _store.Count; id++)
            if (!kept.Contains(id)) _store.Free(id);
        _savedSequence = _sequence;
    }

    private static void Save(ref StateWriter writer, List<Chunk> chunks)
    {
        writer.Write(chunks.Count);
        foreach (ref var chunk in CollectionsMarshal.AsSpan(chunks))
        {
            chunk.SavedLines = Math.Max(chunk.SavedLines, chunk.Lines);
            writer.Write(chunk.Id);
            writer.Write(chunk.Lines);
            writer.Write(chunk.Bytes);
            writer.Write(chunk.SavedLines);
            writer.Write(chunk.Sequence);
            writer.Write(chunk.FirstLine);
        }
    }

    private static Chunk ReadChunk(ref StateReader reader) =>
        new(reader.Read<int>(), reader.Read<int>(), reader.Read<int>(), reader.Read<int>(), reader.Read<long>(), reader.Read<long>());

    private void RestoreAside(ref StateReader reader)
    {
        var count = reader.ReadCount(MaxSavedChunks);
        for (var i = 0; i < count; i++)
        {
            var chunk = ReadChunk(ref reader);
            if (IsIntact(chunk)) _aside.Add(chunk);
            else _aside.Clear();
            if (_aside.Count == 0) _asideSkip = 0;
        }

        if (_aside.Count == 0 || _asideSkip < 0 || _asideSkip >= _aside[0].Lines) _asideSkip = 0;
    }

    private void RestoreChunks(ref StateReader reader)
    {
        var count = reader.ReadCount(MaxSavedChunks);
        var end = _first;
        for (var i = 0; i < count; i++)
        {
            var chunk = ReadChunk(ref reader);
            if (!IsIntact(chunk) || _chunks.Count > 0 && chunk.FirstLine != end)
            {
                _aside.Clear();
                _chunks.Clear();
                _first = chunk.FirstLine + chunk.Lines;
            }
            else
            {
                if (_chunks.Count == 0) _first = Math.Max(_first, chunk.FirstLine);
                _chunks.Add(chunk);
            }

            end = chunk.FirstLine + chunk.Lines;
        }

        if (end != _next)
        {
            _aside.Clear();
            _chunks.Clear();
        }

        if (_chunks.Count == 0) _first = _next;
    }

    private bool IsIntact(in Chunk chunk)
    {
        if ((uint)chunk.Id >= (uint)_store.Count || chunk.Lines <= 0 || chunk.Bytes < HeaderBytes
            || chunk.Bytes + chunk.Lines * SlotBytes > _store.ChunkBytes) return false;
        var memory = _store[chunk.Id];
        return MemoryMarshal.Read<uint>(memory) == Magic
            && MemoryMarshal.Read<long>(memory[8..]) == chunk.Sequence
            && MemoryMarshal.Read<long>(memory[16..]) == chunk.FirstLine
            && MemoryMarshal.Read<int>(memory[24..]) >= Math.Max(chunk.Lines, chunk.SavedLines);
    }

    private void Retire(in Chunk chunk)
    {
        // No saved state can refer to a chunk that is younger than the last one.
        if (chunk.Sequence >= _savedSequence) _store.Free(chunk.Id);
        else _retired.Add(chunk.Id);
    }
}
