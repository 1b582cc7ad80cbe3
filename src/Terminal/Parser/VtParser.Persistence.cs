using System.Buffers;
using System.Runtime.InteropServices;

namespace Orchtui.Terminal.Parser;

internal sealed partial class VtParser
{
    /// <summary>Saves a sequence that has begun.</summary>
    internal void Save(ref StateWriter writer)
    {
        writer.Write(_state);
        writer.Write(_stringState);
        writer.Write(_count);
        writer.Write(_colons);
        writer.Write(_prefix);
        writer.Write(_intermediates);
        writer.Write(_intermediateCount);
        writer.Write(_utf8Count);
        writer.Write(_dcsFinal);
        writer.Write(_overlong);
        writer.WriteBytes(MemoryMarshal.AsBytes(_parameters.AsSpan()));
        writer.WriteBytes(_utf8);
        writer.WriteBlock(_string.WrittenSpan);
    }

    internal void Restore(ref StateReader reader)
    {
        _state = reader.Read<State>();
        _stringState = reader.Read<State>();
        if (_state > State.StringEscape || _stringState >= State.StringEscape) throw new InvalidDataException("The saved parser state is unknown.");
        _count = reader.ReadCount(MaxParameters);
        _colons = reader.Read<ulong>();
        _prefix = reader.Read<byte>();
        _intermediates = reader.Read<int>();
        _intermediateCount = reader.Read<int>();
        _utf8Count = reader.ReadCount(_utf8.Length - 1);
        _dcsFinal = reader.Read<byte>();
        _overlong = reader.Read<bool>();
        reader.ReadBytes(_parameters.Length * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(_parameters.AsSpan()));
        reader.ReadBytes(_utf8.Length).CopyTo(_utf8);
        _string.ResetWrittenCount();
        _string.Write(reader.ReadBlock(MaxOscBytes));
    }
}
