using System.Globalization;
using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class SelfTests
{
    [Fact]
    public void A_detached_program_has_a_session_without_terminal_and_writes_its_log()
    {
        using var directory = new TemporaryDirectory();
        var result = Self.Detach(
            ["/bin/sh", "-c", "echo $(ps -o sid=,tty= -p $$) $$; readlink /proc/$$/fd/0; pwd"],
            PtyChild.DefaultEnvironment, directory.Path, directory["log"]);
        Assert.True(result.Started, result.Error.Message);
        using var handle = PidHandle.TryOpen(result.Pid, out _)!;
        Assert.Equal(ExitStatus.Exited(0), handle.WaitForExit());
        Assert.Equal($"{result.Pid} ? {result.Pid}\n/dev/null\n{directory.Path}\n", File.ReadAllText(directory["log"]));
    }

    [Fact]
    public void A_program_that_does_not_exist_is_a_value()
    {
        var result = Self.Detach(["/no/such/program"], [], "/");
        Assert.False(result.Started);
        Assert.Equal("ENOENT", result.Error.Name);
    }

    [Fact]
    public void The_limit_that_the_runtime_raised_can_be_restored()
    {
        using var agent = PtyChild.Start(PtyChild.DummyAgent, "file-limit");
        var limits = agent.ReadToEnd().Split(' ', '\n');
        Assert.Equal($"{Math.Min(Limits.UsualOpenFiles, ulong.Parse(limits[0], CultureInfo.InvariantCulture))}", limits[1]);
    }

    [Fact]
    public void A_process_handle_of_somebody_elses_child_becomes_readable_at_its_end()
    {
        using var child = PtyChild.Start("/bin/sh", "-c", "sleep 60 & echo pid $!; wait");
        child.WaitFor("\n");
        var pid = int.Parse(child.Output.Split(' ')[1], CultureInfo.InvariantCulture);
        using var handle = PidHandle.TryOpen(pid, out _)!;
        using var poller = new Poller();
        poller.Add(handle.Handle, 5, PollEvents.Readable);
        Assert.False(handle.HasEnded);
        Assert.True(ProcessSignals.Send(pid, Signal.Kill));
        Assert.Equal(1, poller.Wait(new PollEvent[1], 20_000));
        Assert.True(handle.HasEnded);
        Assert.Equal(ExitStatus.Unknown, handle.WaitForExit());
    }

    [Fact]
    public void No_process_has_a_pid_that_means_everybody()
    {
        Assert.False(ProcessSignals.Send(-1, Signal.User1));
        Assert.False(ProcessSignals.Send(0, Signal.User1));
        Assert.False(ProcessSignals.SendGroup(1, Signal.User1));
        Assert.Null(PidHandle.TryOpen(int.MaxValue, out var error));
        Assert.NotEqual(0, error.Number);
    }
}
