using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orchtui.Host.Keeper;

/// <summary>Appends the primitive values of the protocol.</summary>
internal sealed class KeeperPayloadWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Byte(int value) => _buffer.Write([(byte)value]);

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _buffer.Write(value);
    }

    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));
}

/// <summary>Takes the primitive values apart again. What does not fit is noted in <see cref="Failed"/> and read as empty.</summary>
internal ref struct KeeperPayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : default;

    public int Int() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : default;

    public long Long() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : default;

    public ReadOnlySpan<byte> Bytes() => Take(Int());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>
    /// A count of items, each of at least <paramref name="smallest"/> bytes, so that a wrong one cannot ask for much memory.
    /// </summary>
    public int Count(int smallest)
    {
        var count = Int();
        if (count >= 0 && (long)count * smallest <= _rest.Length) return count;
        Failed = true;
        return 0;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            Failed = true;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
