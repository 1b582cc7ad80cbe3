using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// The master side of a pseudo-terminal, always non-blocking. That mode belongs to the open file, so it holds in every process that
/// has a duplicate. A hang-up comes only after all output has been read: read to <see cref="IoOutcome.HungUp"/>, then ask for the exit
/// status. Disposing it does not end the child while another process keeps a duplicate.
/// </summary>
public sealed unsafe class PtyMaster : IDisposable
{
    private PtyMaster(FileDescriptor handle) => Handle = handle;

    public FileDescriptor Handle { get; }

    /// <summary>Takes over a descriptor received from another process.</summary>
    public static PtyMaster FromHandle(FileDescriptor handle)
    {
        if (!Platform.SetNonBlocking(handle, true)) throw new NativeCallException(NativeError.Last("fcntl"));
        return new PtyMaster(handle);
    }

    public PtySize Size
    {
        get
        {
            Libc.WindowSize size = default;
            _ = Platform.Ioctl(Handle, Platform.GetWindowSize, &size);
            return new PtySize(size.Columns, size.Rows);
        }
    }

    /// <summary>The process group that ^C would reach, or -1 once the terminal is hung up.</summary>
    public int ForegroundProcessGroup => Libc.tcgetpgrp(Handle);

    public ReadResult Read(Span<byte> buffer) => FileDescriptor.Read(Handle, buffer);

    public WriteResult Write(ReadOnlySpan<byte> bytes) => FileDescriptor.Write(Handle, bytes);

    /// <summary>Sets the size; the foreground process group gets SIGWINCH when it differs. False once the terminal is gone.</summary>
    public bool Resize(PtySize size)
    {
        var native = new Libc.WindowSize { Columns = size.Columns, Rows = size.Rows };
        return Platform.Ioctl(Handle, Platform.SetWindowSize, &native) == 0;
    }

    public void Dispose() => Handle.Dispose();
}
