using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orchtui.Mux.Clients;

/// <summary>Cuts what arrives on an attach socket into messages. Holds at most one message and a read beyond it.</summary>
internal sealed class MessageReader
{
    private readonly List<byte> _bytes = [];

    /// <summary>What came is not of this protocol; nothing more can be made of the connection.</summary>
    public bool IsGarbage { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>The next message; null while it is not complete.</summary>
    public (byte Type, byte[] Body)? Take()
    {
        if (_bytes.Count < AttachProtocol.HeaderSize) return null;
        var bytes = CollectionsMarshal.AsSpan(_bytes);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        IsGarbage |= length is < 1 or > AttachProtocol.LargestMessage;
        if (IsGarbage || bytes.Length - 4 < length) return null;
        var message = (bytes[4], bytes[AttachProtocol.HeaderSize..(4 + length)].ToArray());
        _bytes.RemoveRange(0, 4 + length);
        return message;
    }
}
