using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// Passing descriptors (SCM_RIGHTS). On a stream, descriptors arrive in order and no later than the last byte of the message they were
/// sent with, so a protocol says in its bytes how many belong to a message and takes them from the front of a queue.
/// </summary>
public sealed unsafe partial class UnixConnection
{
    /// <summary>The kernel takes at most 253 per call.</summary>
    private const int BlockOfHandles = 250;

    private const int CloseReceivedOnExec = 0x40000000, LinuxControlTruncated = 8, Rights = 1;
    private static readonly int ControlHeader = Platform.IsMacOs ? 12 : 16;
    private static readonly int ControlAlignment = Platform.IsMacOs ? 4 : 8;

    /// <summary>
    /// Sends all of the bytes and handles, waiting where it must. More than 250 handles are spread over the first bytes of the message,
    /// one block to a byte, so there must be at least as many bytes as blocks. False when the other side is gone.
    /// </summary>
    public bool SendHandles(ReadOnlySpan<byte> bytes, IReadOnlyList<SafeHandle> handles)
    {
        var blocks = (handles.Count + BlockOfHandles - 1) / BlockOfHandles;
        if (bytes.Length < Math.Max(1, blocks)) throw new ArgumentException("Too few bytes to carry the handles.", nameof(bytes));
        for (var block = 0; block < blocks; block++)
        {
            var first = block * BlockOfHandles;
            var part = block == blocks - 1 ? bytes : bytes[..1];
            var result = SendBlock(part, handles, first, Math.Min(BlockOfHandles, handles.Count - first), SendFlags);
            if (result.HungUp) return false;
            bytes = bytes[result.Count..];
        }

        return WriteAll(bytes);
    }

    /// <summary>
    /// Sends at most 250 handles with the first of the bytes, or nothing at all when the other side would have to be waited for.
    /// </summary>
    public WriteResult TrySendHandles(ReadOnlySpan<byte> bytes, IReadOnlyList<SafeHandle> handles)
    {
        if (bytes.IsEmpty || handles.Count > BlockOfHandles) throw new ArgumentException("At least one byte, at most 250 handles.");
        return handles.Count == 0 ? TryWrite(bytes) : SendBlock(bytes, handles, 0, handles.Count, SendFlags | DontWait);
    }

    /// <summary>
    /// Waits for at least one byte and adds the handles that came along. Handles that did not fit are a hang-up, never a silent loss.
    /// </summary>
    public ReadResult ReceiveHandles(Span<byte> buffer, ICollection<FileDescriptor> handles) => ReceiveMessage(buffer, handles, 0);

    public ReadResult TryReceiveHandles(Span<byte> buffer, ICollection<FileDescriptor> handles) =>
        ReceiveMessage(buffer, handles, DontWait);

    private WriteResult SendBlock(ReadOnlySpan<byte> bytes, IReadOnlyList<SafeHandle> handles, int first, int count, int flags)
    {
        var size = ControlSize(count);
        var control = stackalloc byte[size];
        new Span<byte>(control, size).Clear();
        WriteControlHeader(control, count);
        var held = 0;
        try
        {
            for (; held < count; held++)
            {
                var added = false;
                handles[first + held].DangerousAddRef(ref added);
                Unsafe.WriteUnaligned(control + ControlHeader + 4 * held, (int)handles[first + held].DangerousGetHandle());
            }

            return SendMessage(bytes, control, size, flags);
        }
        finally
        {
            for (var i = 0; i < held; i++) handles[first + i].DangerousRelease();
        }
    }

    private WriteResult SendMessage(ReadOnlySpan<byte> bytes, byte* control, int size, int flags)
    {
        fixed (byte* start = bytes)
        {
            var vector = new Libc.IoVector { Base = start, Length = (nuint)bytes.Length };
            var message = new Libc.MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)size };
            while (true)
            {
                var sent = Libc.sendmsg(Handle, &message, flags);
                if (sent >= 0) return WriteResult.Of((int)sent);
                var error = NativeError.Last("sendmsg");
                if (error.Number == Errno.EINTR) continue;
                return error.Number == Errno.EAGAIN ? WriteResult.Blocked : WriteResult.AtEnd(error);
            }
        }
    }

    private ReadResult ReceiveMessage(Span<byte> buffer, ICollection<FileDescriptor> handles, int flags)
    {
        const int MostHandles = 253;
        var size = ControlSize(MostHandles);
        var control = stackalloc byte[size];
        if (!Platform.IsMacOs) flags |= CloseReceivedOnExec;
        fixed (byte* start = buffer)
        {
            var vector = new Libc.IoVector { Base = start, Length = (nuint)buffer.Length };
            while (true)
            {
                var message = new Libc.MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)size };
                var count = Libc.recvmsg(Handle, &message, flags);
                if (count >= 0) return Finish((int)count, control, message, handles);
                var error = NativeError.Last("recvmsg");
                if (error.Number == Errno.EINTR) continue;
                return error.Number == Errno.EAGAIN ? ReadResult.Blocked : ReadResult.AtEnd(error);
            }
        }
    }

    private static ReadResult Finish(int count, byte* control, in Libc.MessageHeader message, ICollection<FileDescriptor> handles)
    {
        var length = Platform.IsMacOs ? MacOs.ReceivedControlLength(message) : message.ControlLength;
        TakeHandles(control, (int)length, handles);
        var truncated = Platform.IsMacOs
            ? (MacOs.ReceivedFlags(message) & MacOs.MSG_CTRUNC) != 0
            : (message.Flags & LinuxControlTruncated) != 0;
        if (truncated) return ReadResult.AtEnd(new NativeError(Errno.EBADMSG, "recvmsg (descriptors were cut off: too many open files?)"));
        return count == 0 ? ReadResult.AtEnd(default) : ReadResult.Of(count);
    }

    private static void TakeHandles(byte* control, int length, ICollection<FileDescriptor> handles)
    {
        for (var offset = 0; offset + ControlHeader <= length;)
        {
            var header = control + offset;
            var size = (int)Unsafe.ReadUnaligned<uint>(header);
            var type = Unsafe.ReadUnaligned<int>(header + ControlHeader - 4);
            if (size < ControlHeader) return;
            for (var at = ControlHeader; type == Rights && at + 4 <= size; at += 4)
                handles.Add(Prepare(new FileDescriptor(Unsafe.ReadUnaligned<int>(header + at))));
            offset += (size + ControlAlignment - 1) & -ControlAlignment;
        }
    }

    private static int ControlSize(int handles) => ControlHeader + ((4 * handles + ControlAlignment - 1) & -ControlAlignment);

    /// <summary>struct cmsghdr: a length of 8 bytes on Linux and 4 on macOS, then level and type.</summary>
    private static void WriteControlHeader(byte* control, int handles)
    {
        Unsafe.WriteUnaligned(control, (uint)(ControlHeader + 4 * handles));
        Unsafe.WriteUnaligned(control + ControlHeader - 8, Platform.IsMacOs ? MacOs.SOL_SOCKET : SocketLevel);
        Unsafe.WriteUnaligned(control + ControlHeader - 4, Rights);
    }
}
