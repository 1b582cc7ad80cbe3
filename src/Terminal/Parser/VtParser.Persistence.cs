using System.Buffers;
using System.Runtime.InteropServices;

namespace Orchtui.Terminal.Parser;

internal sealed partial class VtParser
{
    /// <summary>Saves a sequence that has begun.</summary>
    internal void Save(ref StateWriter writer)
    {
        // Between sequences the fields hold left-overs that mean nothing; equal states must be equal bytes.
        writer.Write(EightBit);
        writer.Write(_utf8Count);
        writer.WriteBytes(_utf8.AsSpan(0, _utf8Count));
        writer.Write(_state);
        if (_state == State.Ground) return;
        writer.Write(_stringState);
        writer.Write(_count);
        writer.Write(_colons);
        writer.Write(_prefix);
        writer.Write(_intermediates);
        writer.Write(_intermediateCount);
        writer.Write(_dcsFinal);
        writer.Write(_overlong);
        writer.WriteBytes(MemoryMarshal.AsBytes(_parameters.AsSpan(0, _count)));
        writer.WriteBlock(_string.WrittenSpan);
    }

    internal void Restore(ref StateReader reader)
    {
        Reset();
        EightBit = reader.Read<bool>();
        _utf8Count = reader.ReadCount(_utf8.Length - 1);
        reader.ReadBytes(_utf8Count).CopyTo(_utf8);
        _state = reader.Read<State>();
        if (_state == State.Ground) return;
        _stringState = reader.Read<State>();
        if (_state > State.StringEscape || _stringState >= State.StringEscape)
            throw new InvalidDataException("The saved parser state is unknown.");
        _count = reader.ReadCount(MaxParameters);
        _colons = reader.Read<ulong>();
        _prefix = reader.Read<byte>();
        _intermediates = reader.Read<int>();
        _intermediateCount = reader.Read<int>();
        _dcsFinal = reader.Read<byte>();
        _overlong = reader.Read<bool>();
        reader.ReadBytes(_count * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(_parameters.AsSpan()));
        _string.Write(reader.ReadBlock(MaxOscBytes));
    }
}
