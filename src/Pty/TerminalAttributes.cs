using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>The settings of a terminal as the system keeps them (struct termios), opaque but for the first flag word.</summary>
internal sealed unsafe class TerminalAttributes
{
    // struct termios has 60 bytes on Linux and 72 on macOS.
    private const int Size = 128;
    private const int Now = 0;

    private readonly byte[] _termios;

    private TerminalAttributes(byte[] termios) => _termios = termios;

    internal static TerminalAttributes? Of(FileDescriptor terminal)
    {
        var termios = new byte[Size];
        fixed (byte* start = termios)
            return Libc.tcgetattr(terminal, start) == 0 ? new TerminalAttributes(termios) : null;
    }

    internal TerminalAttributes AsRaw()
    {
        var copy = (byte[])_termios.Clone();
        fixed (byte* start = copy) Libc.cfmakeraw(start);
        return new TerminalAttributes(copy);
    }

    internal bool ApplyTo(FileDescriptor terminal)
    {
        fixed (byte* start = _termios)
            while (true)
            {
                if (Libc.tcsetattr(terminal, Now, start) == 0) return true;
                if (Marshal.GetLastPInvokeError() != Errno.EINTR) return false;
            }
    }

    public override string ToString() => Convert.ToHexString(_termios);

    internal static void EnableUtf8Erase(FileDescriptor terminal)
    {
        if (Of(terminal) is not { } attributes) return;
        fixed (byte* start = attributes._termios) Unsafe.AsRef<uint>(start) |= Platform.Utf8Input;
        attributes.ApplyTo(terminal);
    }
}
