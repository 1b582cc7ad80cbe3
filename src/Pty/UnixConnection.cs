using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>The process at the other end of a Unix socket, as the kernel knows it since it connected.</summary>
public readonly record struct PeerCredentials(int Pid, uint UserId, uint GroupId);

/// <summary>
/// A connection, or why there is none: ENOENT (no socket), ECONNREFUSED (nobody listens any more), EAGAIN (its queue is full).
/// </summary>
public readonly record struct ConnectResult(UnixConnection? Connection, NativeError Error)
{
    /// <summary>Nobody listens there, so a server may be started.</summary>
    public bool NobodyListens => Error.Number == Errno.ENOENT || Error.Number == Errno.ECONNREFUSED;
}

/// <summary>
/// A Unix stream socket with raw calls: the framework's sockets cost milliseconds at start and turn handles non-blocking behind one's
/// back. The descriptor is blocking until <see cref="MakeNonBlocking"/>; the Try methods ask for the other behaviour call by call.
/// </summary>
public sealed unsafe partial class UnixConnection : IDisposable
{
    private const int Stream = 1, SocketLevel = 1, PeerCredentialsOption = 17;
    internal const int LinuxCloseOnExec = 0x80000;
    private const int NoSignal = 0x4000;
    private const short PollIn = 1, PollOut = 4;
    private static readonly int DontWait = Platform.IsMacOs ? MacOs.MSG_DONTWAIT : 0x40;
    private static readonly int SendFlags = Platform.IsMacOs ? 0 : NoSignal;

    private UnixConnection(FileDescriptor handle) => Handle = handle;

    public FileDescriptor Handle { get; }

    public static UnixConnection FromHandle(FileDescriptor handle) => new(handle);

    public static ConnectResult Connect(string path)
    {
        var address = UnixAddress.Of(path);
        if (address is null) return new ConnectResult(null, new NativeError(Errno.ENAMETOOLONG, $"connect {path}"));
        var handle = NewSocket();
        fixed (byte* start = address)
            while (Libc.connect(handle, start, (uint)address.Length) != 0)
            {
                var error = NativeError.Last($"connect {path}");
                if (error.Number == Errno.EINTR) continue;
                handle.Dispose();
                return new ConnectResult(null, error);
            }

        return new ConnectResult(new UnixConnection(handle), default);
    }

    /// <summary>Two ends connected to each other.</summary>
    public static (UnixConnection First, UnixConnection Second) CreatePair()
    {
        var ends = stackalloc int[2];
        var type = Platform.IsMacOs ? Stream : Stream | LinuxCloseOnExec;
        if (Libc.socketpair(UnixAddress.Family, type, 0, ends) != 0) throw new NativeCallException(NativeError.Last("socketpair"));
        return (FromHandle(Prepare(new FileDescriptor(ends[0]))), FromHandle(Prepare(new FileDescriptor(ends[1]))));
    }

    /// <summary>For a connection that a poll loop writes to through a <see cref="WriteQueue"/>.</summary>
    public void MakeNonBlocking()
    {
        if (!Platform.SetNonBlocking(Handle, true)) throw new NativeCallException(NativeError.Last("fcntl"));
    }

    /// <summary>Null when the kernel does not say who it is.</summary>
    public PeerCredentials? Peer
    {
        get
        {
            if (Platform.IsMacOs) return MacOs.TryGetPeer(Handle, out var peer) ? peer : null;
            PeerCredentials credentials;
            var length = (uint)sizeof(PeerCredentials);
            var found = Libc.getsockopt(Handle, SocketLevel, PeerCredentialsOption, &credentials, &length) == 0;
            return found ? credentials : null;
        }
    }

    /// <summary>Waits for at least one byte.</summary>
    public ReadResult Read(Span<byte> buffer) => Receive(buffer, 0);

    public ReadResult TryRead(Span<byte> buffer) => Receive(buffer, DontWait);

    /// <summary>Waits until at least one byte is taken.</summary>
    public WriteResult Write(ReadOnlySpan<byte> bytes) => Send(bytes, SendFlags);

    public WriteResult TryWrite(ReadOnlySpan<byte> bytes) => Send(bytes, SendFlags | DontWait);

    /// <summary>Waits until all is taken; false when the other side is gone.</summary>
    public bool WriteAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var result = Write(bytes);
            if (result.HungUp) return false;
            if (result.WouldBlock) WaitUntil(PollOut);
            bytes = bytes[result.Count..];
        }

        return true;
    }

    /// <summary>Waits until the buffer is full; false when the other side is gone first.</summary>
    public bool ReadExactly(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var result = Read(buffer);
            if (result.HungUp) return false;
            if (result.WouldBlock) WaitUntil(PollIn);
            buffer = buffer[result.Count..];
        }

        return true;
    }

    /// <summary>Ends both directions, which also wakes a thread that waits in <see cref="Read"/>; disposing alone does not.</summary>
    public void Shutdown()
    {
        const int BothDirections = 2;
        _ = Libc.shutdown(Handle, BothDirections);
    }

    public void Dispose() => Handle.Dispose();

    internal static FileDescriptor NewSocket()
    {
        var type = Platform.IsMacOs ? Stream : Stream | LinuxCloseOnExec;
        return Prepare(FileDescriptor.Own(Libc.socket(UnixAddress.Family, type, 0), "socket"));
    }

    internal static FileDescriptor Prepare(FileDescriptor handle)
    {
        Platform.SetCloseOnExec(handle);
        return handle;
    }

    /// <summary>Whatever ends the wait, the next call says what is the matter.</summary>
    private void WaitUntil(short events)
    {
        var poll = new Libc.PollFd { Fd = Handle.Number, Events = events };
        _ = Libc.poll(&poll, 1, -1);
    }

    private ReadResult Receive(Span<byte> buffer, int flags)
    {
        fixed (byte* start = buffer)
            while (true)
            {
                var count = Libc.recv(Handle, start, (nuint)buffer.Length, flags);
                if (count > 0) return ReadResult.Of((int)count);
                if (count == 0) return ReadResult.AtEnd(default);
                var error = NativeError.Last("recv");
                if (error.Number == Errno.EINTR) continue;
                return error.Number == Errno.EAGAIN ? ReadResult.Blocked : ReadResult.AtEnd(error);
            }
    }

    private WriteResult Send(ReadOnlySpan<byte> bytes, int flags)
    {
        fixed (byte* start = bytes)
            while (true)
            {
                var count = Libc.send(Handle, start, (nuint)bytes.Length, flags);
                if (count >= 0) return WriteResult.Of((int)count);
                var error = NativeError.Last("send");
                if (error.Number == Errno.EINTR) continue;
                return error.Number == Errno.EAGAIN ? WriteResult.Blocked : WriteResult.AtEnd(error);
            }
    }
}
