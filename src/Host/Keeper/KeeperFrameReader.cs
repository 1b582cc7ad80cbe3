using System.Buffers.Binary;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>A frame taken off the stream, with the descriptors that came along; whoever takes it owns them.</summary>
internal readonly record struct KeeperFrame(int Request, KeeperMessage? Message, IReadOnlyList<FileDescriptor> Handles);

/// <summary>
/// Cuts a stream of bytes and descriptors into frames: one growing buffer, compacted when a frame is incomplete. Descriptors arrive in
/// order and no later than the bytes of their frame, so they wait in a queue of their own.
/// </summary>
internal sealed class KeeperFrameReader : IDisposable
{
    private readonly List<FileDescriptor> _handles = [];
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Set once the stream makes no sense; it has to be closed then.</summary>
    public bool Broken { get; private set; }

    /// <summary>Receives once, waiting for bytes or not.</summary>
    public ReadResult Fill(UnixConnection connection, bool wait)
    {
        MakeRoom();
        var room = _buffer.AsSpan(_end);
        var result = wait ? connection.ReceiveHandles(room, _handles) : connection.TryReceiveHandles(room, _handles);
        _end += result.Count;
        return result;
    }

    /// <summary>The next whole frame; its message is null when it is of an unknown type or malformed.</summary>
    public bool TryNext(out KeeperFrame frame)
    {
        frame = default;
        var available = _buffer.AsSpan(_start, _end - _start);
        if (Broken || available.Length < KeeperProtocol.HeaderLength) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(available) + 4;
        var handles = available[5];
        Broken = length < KeeperProtocol.HeaderLength || length > KeeperProtocol.LongestFrame;
        if (Broken || available.Length < length) return false;
        Broken = handles > _handles.Count;
        if (Broken) return false;

        var message = KeeperCodec.Decode((KeeperFrameType)available[4], available[KeeperProtocol.HeaderLength..length]);
        frame = new KeeperFrame(BinaryPrimitives.ReadInt32LittleEndian(available[6..]), message, _handles[..handles]);
        _handles.RemoveRange(0, handles);
        _start += length;
        return true;
    }

    public void Dispose()
    {
        foreach (var handle in _handles) handle.Dispose();
        _handles.Clear();
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
