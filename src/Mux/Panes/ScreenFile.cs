using System.Buffers.Binary;
using Orchtui.Pty;

namespace Orchtui.Mux.Panes;

/// <summary>
/// The last saved screen of a pane, in two memory-mapped slots that are written in turn: the one being written is never the one a
/// successor would read. A slot counts from the moment its number is stored, after everything else; a killed process therefore leaves
/// the older slot at worst. The layout of a slot: number (8 bytes), ring position (8), length (8), then the state.
/// </summary>
internal sealed class ScreenFile : IDisposable
{
    private const int HeaderSize = 24;
    private const int SegmentSize = 64 * 1024;

    private readonly MappedFile?[] _slots;
    private readonly Action<string> _warn;
    private long _number;
    private bool _warned;

    private ScreenFile(MappedFile?[] slots, Action<string> warn)
    {
        _slots = slots;
        _warn = warn;
        _number = Math.Max(NumberOf(slots[0]), NumberOf(slots[1]));
    }

    public static ScreenFile Open(string pathPrefix, Action<string> warn)
    {
        var slots = new MappedFile?[2];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = MappedFile.TryOpen($"{pathPrefix}.{i}", SegmentSize, out var error);
            if (slots[i] is null) warn($"The screen file {pathPrefix}.{i} cannot be opened ({error}); this pane's screen will not survive a restart.");
        }

        return new ScreenFile(slots, warn);
    }

    /// <summary>Stores a state that is complete up to a position of the pane's ring. False when there was no room.</summary>
    public bool Write(long ringPosition, ReadOnlySpan<byte> state)
    {
        var number = _number + 1;
        if (_slots[number & 1] is not { } slot) return false;
        while ((long)slot.SegmentCount * SegmentSize < HeaderSize + state.Length)
        {
            if (slot.TryGrow(out var error)) continue;
            if (!_warned) _warn($"There is no room for {slot.Path} ({error}); this pane's screen is saved no more. Free some disk space.");
            _warned = true;
            return false;
        }

        var header = slot.Segment(0);
        Volatile.Write(ref NumberField(header), 0);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], ringPosition);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], state.Length);
        Copy(slot, state);
        Volatile.Write(ref NumberField(header), number);
        _number = number;
        return true;
    }

    /// <summary>The newest complete state, or null when there is none.</summary>
    public (long RingPosition, byte[] State)? Read()
    {
        var (newer, older) = NumberOf(_slots[0]) > NumberOf(_slots[1]) ? (_slots[0], _slots[1]) : (_slots[1], _slots[0]);
        return Read(newer) ?? Read(older);
    }

    private static (long RingPosition, byte[] State)? Read(MappedFile? slot)
    {
        if (NumberOf(slot) == 0) return null;
        var header = slot!.Segment(0);
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        if (length < 0 || length > ((long)slot.SegmentCount * SegmentSize) - HeaderSize) return null;
        var state = new byte[length];
        var offset = HeaderSize;
        for (var done = 0; done < length; offset = 0)
        {
            var segment = slot.Segment((HeaderSize + done) / SegmentSize)[offset..];
            var count = Math.Min(segment.Length, state.Length - done);
            segment[..count].CopyTo(state.AsSpan(done));
            done += count;
        }

        return (BinaryPrimitives.ReadInt64LittleEndian(header[8..]), state);
    }

    public void Dispose()
    {
        foreach (var slot in _slots) slot?.Dispose();
    }

    private static void Copy(MappedFile slot, ReadOnlySpan<byte> state)
    {
        var offset = HeaderSize;
        for (var segment = 0; !state.IsEmpty; segment++, offset = 0)
        {
            var target = slot.Segment(segment)[offset..];
            var count = Math.Min(target.Length, state.Length);
            state[..count].CopyTo(target);
            state = state[count..];
        }
    }

    private static long NumberOf(MappedFile? slot) => slot is null || slot.SegmentCount == 0 ? 0 : Volatile.Read(ref NumberField(slot.Segment(0)));

    private static ref long NumberField(Span<byte> header) => ref System.Runtime.InteropServices.MemoryMarshal.AsRef<long>(header);
}
