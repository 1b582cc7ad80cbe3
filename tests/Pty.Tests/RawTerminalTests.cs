using System.Text;

namespace Orchtui.Pty.Tests;

public sealed class RawTerminalTests
{
    [Fact]
    public void Raw_mode_passes_bytes_untouched_and_restoring_puts_the_settings_back()
    {
        using var child = PtyChild.Start("sleep", "60");
        using var terminal = OpenSlaveOf(child);
        var before = TerminalAttributes.Of(terminal.Handle)!.ToString();
        Assert.Equal(new PtySize(80, 24), terminal.Size);
        Assert.True(terminal.EnterRaw());
        child.Type("a\u0003\r");
        var buffer = new byte[16];
        Assert.Equal("a\u0003\r", Encoding.ASCII.GetString(buffer, 0, terminal.Read(buffer).Count));
        Assert.NotEqual(before, TerminalAttributes.Of(terminal.Handle)!.ToString());
        Assert.True(terminal.Restore());
        Assert.Equal(before, TerminalAttributes.Of(terminal.Handle)!.ToString());
    }

    [Fact]
    public void A_reopened_terminal_does_not_block_and_leaves_the_shared_file_as_it_was()
    {
        using var child = PtyChild.Start("sleep", "60");
        using var terminal = OpenSlaveOf(child);
        using var own = terminal.Reopen();
        Assert.True(own.Read(new byte[4]).WouldBlock);
        Assert.False(Native.Platform.IsNonBlocking(terminal.Handle));
        own.Write("shown"u8);
        child.WaitFor("shown");
    }

    [Fact]
    public void A_file_is_no_terminal()
    {
        using var memory = SharedMemory.Create("no-tty", 10);
        Assert.False(RawTerminal.IsTerminal(memory.Handle.Number));
        Assert.Null(RawTerminal.TryOpen(memory.Handle, out var error));
        Assert.Equal("ENOTTY", error.Name);
    }

    private static RawTerminal OpenSlaveOf(PtyChild child)
    {
        var path = File.ResolveLinkTarget($"/proc/{child.Pid}/fd/0", false)!.FullName;
        var number = Native.Libc.open(path, Native.Platform.ReadWrite | Native.Platform.NoControllingTerminal, 0);
        return RawTerminal.TryOpen(new FileDescriptor(number), out _)!;
    }
}
