using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>A fresh pseudo-terminal: its master side and the name of the other side, which programs open as their terminal.</summary>
public sealed unsafe class PtyPair
{
    private PtyPair(PtyMaster master, string name)
    {
        Master = master;
        Name = name;
    }

    public PtyMaster Master { get; }

    /// <summary>The device of the program's side, such as <c>/dev/pts/7</c>.</summary>
    public string Name { get; }

    /// <summary>Opens one of a size. Null when the system has none left; the error says so.</summary>
    public static PtyPair? TryOpen(PtySize size, out NativeError error)
    {
        error = default;
        var number = Libc.posix_openpt(Platform.ReadWrite | Platform.NoControllingTerminal | Platform.CloseOnExec);
        if (number < 0)
        {
            error = NativeError.Last("posix_openpt");
            return null;
        }

        var handle = new FileDescriptor(number);
        if (Libc.grantpt(handle) != 0 || Libc.unlockpt(handle) != 0)
        {
            error = NativeError.Last("unlockpt");
            handle.Dispose();
            return null;
        }

        const int NameLength = 128;
        var name = stackalloc byte[NameLength];
        var failed = Libc.ptsname_r(handle, name, NameLength);
        if (failed != 0)
        {
            error = new NativeError(failed, "ptsname_r");
            handle.Dispose();
            return null;
        }

        var master = PtyMaster.FromHandle(handle);
        master.Resize(size);
        TerminalAttributes.EnableUtf8Erase(handle);
        return new PtyPair(master, Marshal.PtrToStringUTF8((nint)name)!);
    }

    /// <summary>Opens the program's side without making it anybody's controlling terminal. Until a program has it, the master hangs up without it.</summary>
    public FileDescriptor OpenSlave() => FileDescriptor.Own(
        Libc.open(Name, Platform.ReadWrite | Platform.NoControllingTerminal | Platform.CloseOnExec, 0), "open");
}
