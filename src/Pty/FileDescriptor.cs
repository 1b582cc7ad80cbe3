using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>An open file descriptor. Descriptor 0 is valid here, unlike in most safe handles of the framework.</summary>
public sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    public FileDescriptor(int number, bool ownsHandle = true) : base(ownsHandle) => SetHandle(number);

    /// <summary>The bare number, for messages and for /proc paths only.</summary>
    public int Number => (int)handle;

    /// <summary>A second descriptor, closed on exec, for the same open file.</summary>
    public FileDescriptor Duplicate() => Own(Platform.Duplicate(this), "fcntl(F_DUPFD_CLOEXEC)");

    /// <summary>One read; blocks if the descriptor does.</summary>
    public ReadResult Read(Span<byte> buffer) => Read(this, buffer);

    /// <summary>One write, which may take only part; blocks if the descriptor does.</summary>
    public WriteResult Write(ReadOnlySpan<byte> bytes) => Write(this, bytes);

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;

    /// <summary>Takes over what a call returned, or throws for a negative number.</summary>
    internal static FileDescriptor Own(int number, string call) =>
        number >= 0 ? new FileDescriptor(number) : throw new NativeCallException(NativeError.Last(call));

    internal static unsafe ReadResult Read(SafeHandle fd, Span<byte> buffer)
    {
        if (buffer.IsEmpty) return ReadResult.Of(0);
        fixed (byte* start = buffer)
            while (true)
            {
                var count = Libc.read(fd, start, (nuint)buffer.Length);
                if (count > 0) return ReadResult.Of((int)count);
                if (count == 0) return ReadResult.AtEnd(default);
                var error = Marshal.GetLastPInvokeError();
                if (error == Errno.EINTR) continue;
                return error == Errno.EAGAIN ? ReadResult.Blocked : ReadResult.AtEnd(new NativeError(error, "read"));
            }
    }

    internal static unsafe WriteResult Write(SafeHandle fd, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return WriteResult.Of(0);
        fixed (byte* start = bytes)
            while (true)
            {
                var count = Libc.write(fd, start, (nuint)bytes.Length);
                if (count >= 0) return WriteResult.Of((int)count);
                var error = Marshal.GetLastPInvokeError();
                if (error == Errno.EINTR) continue;
                return error == Errno.EAGAIN ? WriteResult.Blocked : WriteResult.AtEnd(new NativeError(error, "write"));
            }
    }
}
