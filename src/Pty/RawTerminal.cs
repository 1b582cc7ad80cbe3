using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// A terminal that this program was given: raw mode with the settings kept for the way out, its size, and raw reads and writes (the
/// Console class would echo, translate and read lines). Restoring may be called from any thread, more than once.
/// </summary>
public sealed unsafe class RawTerminal : IDisposable
{
    public static readonly FileDescriptor StandardInput = new(0, ownsHandle: false);
    public static readonly FileDescriptor StandardOutput = new(1, ownsHandle: false);
    public static readonly FileDescriptor StandardError = new(2, ownsHandle: false);

    private readonly Lock _gate = new();
    private TerminalAttributes? _saved;
    private bool _madeNonBlocking;

    private RawTerminal(FileDescriptor handle) => Handle = handle;

    public FileDescriptor Handle { get; }

    public static bool IsTerminal(int fd)
    {
        using var borrowed = new FileDescriptor(fd, ownsHandle: false);
        return Libc.isatty(borrowed) == 1;
    }

    /// <summary>Uses a descriptor, closing it at disposal if it owns its number; null with ENOTTY when it is no terminal.</summary>
    public static RawTerminal? TryOpen(FileDescriptor handle, out NativeError error)
    {
        error = Libc.isatty(handle) == 1 ? default : NativeError.Last("isatty");
        return error.Number == 0 ? new RawTerminal(handle) : null;
    }

    /// <summary>Null where the terminal does not say.</summary>
    public PtySize? Size
    {
        get
        {
            Libc.WindowSize size = default;
            var known = Platform.Ioctl(Handle, Platform.GetWindowSize, &size) == 0 && size is { Columns: > 0, Rows: > 0 };
            return known ? new PtySize(size.Columns, size.Rows) : null;
        }
    }

    /// <summary>Keeps the settings as they are now for <see cref="Restore"/>, for a terminal that somebody else is about to change.</summary>
    public void Remember()
    {
        lock (_gate) _saved ??= TerminalAttributes.Of(Handle);
    }

    /// <summary>Switches to raw mode; false when the terminal is gone.</summary>
    public bool EnterRaw()
    {
        lock (_gate)
        {
            _saved ??= TerminalAttributes.Of(Handle);
            return _saved is not null && _saved.AsRaw().ApplyTo(Handle);
        }
    }

    /// <summary>Puts the settings back as they were before <see cref="EnterRaw"/> or <see cref="Remember"/>; false when that was not possible.</summary>
    public bool Restore()
    {
        lock (_gate)
        {
            if (_madeNonBlocking) Platform.SetNonBlocking(Handle, false);
            _madeNonBlocking = false;
            return _saved is null || _saved.ApplyTo(Handle);
        }
    }

    /// <summary>
    /// A non-blocking descriptor for the same terminal. Opened anew, since the mode belongs to the open file that the shell and others
    /// share; where that is not allowed (another user's terminal after su) the given file is made non-blocking until restored.
    /// </summary>
    public FileDescriptor Reopen()
    {
        var number = Libc.open(ProcPath(Handle), Platform.ReadWrite | Platform.NonBlocking | Platform.NoControllingTerminal
            | Platform.CloseOnExec, 0);
        if (number >= 0) return new FileDescriptor(number);
        lock (_gate)
        {
            if (!Platform.IsNonBlocking(Handle)) _madeNonBlocking = Platform.SetNonBlocking(Handle, true);
        }

        return Handle.Duplicate();
    }

    public ReadResult Read(Span<byte> buffer) => FileDescriptor.Read(Handle, buffer);

    public WriteResult Write(ReadOnlySpan<byte> bytes) => FileDescriptor.Write(Handle, bytes);

    public void Dispose()
    {
        if (Handle.IsClosed) return;
        Restore();
        Handle.Dispose();
    }

    private static string ProcPath(FileDescriptor handle) =>
        Platform.IsMacOs ? $"/dev/fd/{handle.Number}" : $"/proc/self/fd/{handle.Number}";
}
