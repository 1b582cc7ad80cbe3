using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchtui.Terminal;

/// <summary>Writes saved state: unmanaged values as they lie in memory, strings and blocks with their length in front.</summary>
internal ref struct StateWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    public readonly void Write<T>(T value) where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        MemoryMarshal.Write(_output.GetSpan(size), in value);
        _output.Advance(size);
    }

    public readonly void WriteBytes(scoped ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    public readonly void WriteBlock(scoped ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        _output.Write(bytes);
    }

    public readonly void WriteString(string? text)
    {
        Write(text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null) Encoding.UTF8.GetBytes(text, _output);
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote; malformed data is an <see cref="InvalidDataException"/>.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    public T Read<T>() where T : unmanaged => MemoryMarshal.Read<T>(ReadBytes(Unsafe.SizeOf<T>()));

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if ((uint)length > (uint)_rest.Length) throw new InvalidDataException("The saved terminal state is cut short.");
        var bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    /// <summary>A number that is used as a size or an index: 0 to <paramref name="max"/>.</summary>
    public int ReadCount(int max)
    {
        var count = Read<int>();
        return (uint)count <= (uint)max
            ? count
            : throw new InvalidDataException($"A saved terminal state has a count of {count}, limit {max}.");
    }

    public ReadOnlySpan<byte> ReadBlock(int max) => ReadBytes(ReadCount(max));

    public string ReadString() => ReadOptionalString() ?? "";

    public string? ReadOptionalString()
    {
        var length = Read<int>();
        return length < 0 ? null : Encoding.UTF8.GetString(ReadBytes(length));
    }
}
