using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// Wakes a thread that waits in a <see cref="Poller"/>: an eventfd on Linux, a pipe elsewhere. Many signals make one wake-up.
/// </summary>
public sealed unsafe class WakeHandle : IDisposable
{
    private const int EventNonBlocking = 0x800, EventCloseOnExec = 0x80000;

    private readonly FileDescriptor _writer;

    public WakeHandle()
    {
        if (!Platform.IsMacOs)
        {
            Handle = _writer = FileDescriptor.Own(Libc.eventfd(0, EventNonBlocking | EventCloseOnExec), "eventfd");
            return;
        }

        var ends = stackalloc int[2];
        Handle = FileDescriptor.Own(Libc.pipe(ends) == 0 ? ends[0] : -1, "pipe");
        _writer = new FileDescriptor(ends[1]);
        foreach (var end in (ReadOnlySpan<FileDescriptor>)[Handle, _writer])
        {
            Platform.SetNonBlocking(end, true);
            Platform.SetCloseOnExec(end);
        }
    }

    /// <summary>Add this to the poller, for reading.</summary>
    public FileDescriptor Handle { get; }

    /// <summary>May be called from any thread. A full counter or pipe means a wake-up is pending already.</summary>
    public void Signal() => FileDescriptor.Write(_writer, BitConverter.GetBytes(1UL));

    /// <summary>Call before looking at the work, so that work added later signals again.</summary>
    public void Drain()
    {
        Span<byte> buffer = stackalloc byte[64];
        while (FileDescriptor.Read(Handle, buffer) is { Outcome: IoOutcome.Transferred } && Platform.IsMacOs) { }
    }

    public void Dispose()
    {
        Handle.Dispose();
        _writer.Dispose();
    }
}
