using System.Diagnostics;
using System.Globalization;
using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class LeftoversTests
{
    [RequiresFact("linux", "setsid")]
    public async Task What_a_program_started_in_a_session_of_its_own_is_found_and_ended()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "setsid sh -c 'trap \"\" TERM; echo $$; sleep 100; sleep 100' & read x"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var inner = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        using var handle = PidHandle.TryOpen(inner, out _)!;
        using var leftovers = Leftovers.Of(shell.Id);
        Assert.Contains(inner, ProcessTable.DescendantsOf(shell.Id));
        Assert.DoesNotContain(inner, SessionProcesses.Of(shell.Id));
        Assert.False(handle.HasEnded);
        await leftovers.EndAsync(TimeProvider.System);
        await Eventually.TrueAsync("it is gone though it ignores SIGTERM", () => handle.HasEnded);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
    }

    [Fact]
    public void A_process_that_is_gone_has_no_parent_and_no_children()
    {
        Assert.Null(ProcessTable.ParentOf(int.MaxValue));
        Assert.Empty(ProcessTable.DescendantsOf(int.MaxValue));
        Assert.True(ProcessTable.ParentOf(Self.ProcessId) > 0);
        Assert.False(ProcessTable.WasStartedWith(int.MaxValue, "PATH"));
        Assert.Empty(ProcessTable.ChildrenOf(int.MaxValue));
    }

    [RequiresFact("linux", "setsid")]
    public async Task Orphans_are_told_apart_by_a_variable_they_were_started_with()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "MARK=1 sleep 100 & echo $!; sleep 100 & echo $!; read x"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var marked = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        var plain = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        using var ours = PidHandle.TryOpen(marked, out _)!;
        using var theirs = PidHandle.TryOpen(plain, out _)!;
        await Eventually.TrueAsync("it has become what it was started as", () => ProcessTable.WasStartedWith(marked, "MARK"));
        using (var kept = Leftovers.OrphansOf(shell.Id, [marked], "MARK")) kept.Kill();
        Assert.False(ours.HasEnded);
        using (var left = Leftovers.OrphansOf(shell.Id, [], "MARK")) left.Kill();
        await Eventually.TrueAsync("the marked one is gone", () => ours.HasEnded);
        Assert.False(theirs.HasEnded);
        ProcessSignals.Send(plain, Signal.Kill);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
    }
}
