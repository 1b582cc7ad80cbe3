using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Orchtui.Pty.Tests;

public sealed class PtyMasterTests
{
    [Fact]
    public void An_interactive_shell_has_job_control_without_a_warning()
    {
        using var shell = PtyChild.Start("bash", "--norc", "--noprofile", "-i");
        shell.Type("PS1='> '; set -o | grep monitor\n");
        shell.WaitFor("monitor        \ton");
        shell.Type("exit\n");
        Assert.DoesNotContain("job control", shell.ReadToEnd(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Control_c_interrupts_the_foreground_program_only()
    {
        using var shell = PtyChild.Start("bash", "--norc", "--noprofile", "-i");
        shell.Type("echo sta''rted; sleep 100\n");
        shell.WaitFor("started");
        WaitForForeground(shell, "sleep");
        shell.Type("\u0003");
        shell.Type("echo co''de $?\n");
        shell.WaitFor("code 130");
        Assert.Equal(shell.Pid, shell.Master.ForegroundProcessGroup);
    }

    [Fact]
    public void Control_z_stops_a_job_that_can_be_listed_and_resumed()
    {
        using var shell = PtyChild.Start("bash", "--norc", "--noprofile", "-i");
        shell.Type("sleep 100\n");
        WaitForForeground(shell, "sleep");
        shell.Type("\u001a");
        shell.WaitFor("Stopped");
        shell.Type("kill %1; fg; echo do''ne\n");
        shell.WaitFor("done");
        Assert.Contains("Terminated", shell.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60_000)]
    [InlineData(500_000)]
    public void Reading_to_the_hang_up_after_the_exit_loses_nothing(int lines)
    {
        using var child = PtyChild.Start(PtyChild.DummyAgent, "flood", lines.ToString(CultureInfo.InvariantCulture));
        var text = child.ReadToEnd();
        Assert.Equal(lines * 13L, text.Length);
        Assert.EndsWith($"{lines - 1:d12}\n", text, StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Exited(0), child.WaitForExit());
    }

    [Fact]
    public void Nothing_to_read_is_would_block_and_the_end_is_a_hang_up_with_its_reason()
    {
        using var child = PtyChild.Start("cat");
        Assert.True(child.Master.Read(new byte[10]).WouldBlock);
        child.Type("\u0004");
        child.ReadToEnd();
        var end = child.Master.Read(new byte[10]);
        Assert.True(end.HungUp);
        Assert.Equal("EIO", end.Error.Name);
    }

    [Fact]
    public void A_paste_of_a_megabyte_into_a_slow_reader_blocks_nobody_and_loses_no_byte()
    {
        const int Size = 1 << 20;
        var paste = new byte[Size];
        new Random(7).NextBytes(paste);
        using var child = PtyChild.Start(PtyChild.DummyAgent, "slow-read", $"{Size}");
        child.WaitFor("ready");
        using var queue = new WriteQueue();
        using var poller = new Poller();
        Assert.True(queue.Enqueue(paste));

        var clock = Stopwatch.StartNew();
        Assert.Equal(FlushOutcome.Blocked, queue.Flush(child.Master.Handle));
        Assert.True(queue.PendingBytes > Size / 2, $"only {queue.PendingBytes} bytes were left");

        poller.Add(child.Master.Handle, 1, PollEvents.Writable);
        while (queue.Flush(child.Master.Handle) == FlushOutcome.Blocked && clock.Elapsed < TimeSpan.FromSeconds(20))
            poller.Wait(new PollEvent[1], 1000);
        Assert.Equal(0, queue.PendingBytes);
        child.WaitFor(Convert.ToHexString(SHA256.HashData(paste)));
    }

    /// <summary>The job is the shell's own copy, which catches signals, until it has become the program.</summary>
    private static void WaitForForeground(PtyChild shell, string program) => Assert.True(
        SpinWait.SpinUntil(() => NameOf(shell.Master.ForegroundProcessGroup) == program, 20_000),
        $"{program} did not come to the foreground:\n{shell.Output}");

    private static string NameOf(int pid) => File.Exists($"/proc/{pid}/comm") ? File.ReadAllText($"/proc/{pid}/comm").TrimEnd() : "";
}
