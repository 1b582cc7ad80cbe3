using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>A listening Unix socket, made with mode 0600 from its first moment. Accepting never blocks.</summary>
public sealed unsafe class UnixListener : IDisposable
{
    private const uint OwnerOnly = 0x180;
    private const int Backlog = 64;

    private UnixListener(FileDescriptor handle, string path) => (Handle, Path) = (handle, path);

    public FileDescriptor Handle { get; }

    public string Path { get; }

    /// <summary>Why the last <see cref="Accept"/> came back empty although somebody may wait: no descriptor was to be had. Null otherwise.</summary>
    public NativeError? Shortage { get; private set; }

    /// <summary>
    /// Null with EADDRINUSE when the path exists, which a dead process leaves behind: whoever holds the lock may delete it.
    /// </summary>
    public static UnixListener? TryBind(string path, out NativeError error)
    {
        var address = UnixAddress.Of(path);
        if (address is null)
        {
            error = new NativeError(Errno.ENAMETOOLONG, $"bind {path}");
            return null;
        }

        var handle = UnixConnection.NewSocket();
        error = Bind(handle, address, path);
        if (error.Number == 0) return new UnixListener(handle, path);
        handle.Dispose();
        return null;
    }

    /// <summary>
    /// Null when nobody waits, or when there are no descriptors to be had just now: then <see cref="Shortage"/> tells, and the poller would
    /// ask again at once and for ever, which a <see cref="ListenerRest"/> prevents.
    /// </summary>
    public UnixConnection? Accept()
    {
        Shortage = null;
        while (true)
        {
            var number = Platform.IsMacOs
                ? Libc.accept(Handle, null, null)
                : Libc.accept4(Handle, null, null, UnixConnection.LinuxCloseOnExec);
            if (number >= 0) return UnixConnection.FromHandle(UnixConnection.Prepare(new FileDescriptor(number)));
            var error = NativeError.Last("accept");
            const int Aborted = 103;
            if (error.Number is Errno.EMFILE or Errno.ENFILE) Shortage = error;
            if (error.Number == Errno.EAGAIN || Shortage is not null) return null;
            if (error.Number is not (Errno.EINTR or Aborted)) throw new NativeCallException(error);
        }
    }

    /// <summary>Takes the name away, if it is still there: nobody can connect any more.</summary>
    public void Unlink() => _ = Libc.unlink(Path);

    /// <summary>Closes the socket and leaves its file: only the owner knows whether another process has taken the name.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Linux takes the mode of the file from the socket, so there is no moment in which others could connect.</summary>
    private static NativeError Bind(FileDescriptor handle, byte[] address, string path)
    {
        _ = Libc.fchmod(handle, OwnerOnly);
        fixed (byte* start = address)
            if (Libc.bind(handle, start, (uint)address.Length) != 0) return NativeError.Last($"bind {path}");
        if (Libc.chmod(path, OwnerOnly) != 0) return NativeError.Last($"chmod {path}");
        if (Libc.listen(handle, Backlog) != 0) return NativeError.Last($"listen {path}");
        return Platform.SetNonBlocking(handle, true) ? default : NativeError.Last("fcntl");
    }
}
