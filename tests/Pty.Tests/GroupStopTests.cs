using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class GroupStopTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _steps = [];
    private readonly List<Signal> _sent = [];

    [Fact]
    public void A_group_that_ignores_everything_is_asked_twice_and_then_killed()
    {
        var stop = Create();
        stop.Advance();
        Assert.Equal([Signal.Hangup, Signal.Continue], _sent);
        Assert.Equal(TimeSpan.FromSeconds(2), stop.UntilNext);
        _time.Advance(TimeSpan.FromSeconds(1));
        stop.Advance();
        Assert.Equal(["sent SIGHUP"], _steps);
        _time.Advance(TimeSpan.FromSeconds(1));
        stop.Advance();
        _time.Advance(TimeSpan.FromSeconds(3));
        stop.Advance();
        _time.Advance(TimeSpan.FromSeconds(5));
        stop.Advance();
        Assert.Equal(["sent SIGHUP", "sent SIGTERM", "sent SIGKILL", "still alive after SIGKILL"], _steps);
        Assert.True(stop.Finished);
    }

    [Fact]
    public void A_group_that_ends_is_signalled_no_more()
    {
        var stop = Create();
        stop.Advance();
        stop.NoteEnded();
        _time.Advance(TimeSpan.FromMinutes(1));
        stop.Advance();
        Assert.Equal(["sent SIGHUP", "ended"], _steps);
    }

    [Fact]
    public async Task A_real_program_that_traps_signals_ends_by_the_kill()
    {
        using var child = PtyChild.Start(PtyChild.DummyAgent, "trap-term");
        child.WaitFor("ready");
        var ended = Task.Run(child.WaitForExit);
        var stopped = await GroupStop.RunAsync(
            signal => Task.FromResult(ProcessSignals.SendGroup(child.Pid, signal)),
            ended,
            GroupStopOptions.Within(TimeSpan.FromMilliseconds(400)),
            TimeProvider.System,
            step => _steps.Add(step.ToString()),
            CancellationToken.None);
        Assert.True(stopped);
        Assert.Equal(ExitStatus.Signaled(9), await ended);
        Assert.Equal(["sent SIGHUP", "sent SIGTERM", "sent SIGKILL", "ended"], _steps);
        Assert.Contains("refused SIGTERM", child.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_senders_are_waited_for_and_a_stopped_group_is_woken()
    {
        var ended = new TaskCompletionSource();
        var running = GroupStop.RunAsync(
            async signal =>
            {
                await Task.Yield();
                lock (_sent) _sent.Add(signal);
                return true;
            },
            ended.Task, new GroupStopOptions(), _time, step => _steps.Add(step.ToString()), CancellationToken.None);
        await Eventually.TrueAsync("it waits after the hang-up", () => _time.ArmedTimers == 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync("it has asked again", () => _steps.Contains("sent SIGTERM") && _time.ArmedTimers == 1);
        ended.SetResult();
        Assert.True(await running);
        Assert.Equal([Signal.Hangup, Signal.Continue, Signal.Terminate, Signal.Continue], _sent);
        Assert.Equal(["sent SIGHUP", "sent SIGTERM", "ended"], _steps);
    }

    [Fact]
    public async Task Ending_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var running = GroupStop.RunAsync(_ => Task.FromResult(true), new TaskCompletionSource().Task, new GroupStopOptions(), _time, _ => { }, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private GroupStop Create() => new(
        _time,
        new GroupStopOptions(),
        signal => { _sent.Add(signal); return true; },
        step => _steps.Add(step.ToString()));
}
