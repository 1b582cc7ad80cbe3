namespace Orchtui.Pty;

/// <summary>How long a process group gets between SIGHUP, SIGTERM and SIGKILL, and how long the kill itself may take.</summary>
public sealed record GroupStopOptions
{
    public TimeSpan HangupGrace { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan TerminateGrace { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Spreads one total over the three steps.</summary>
    public static GroupStopOptions Within(TimeSpan total) => new()
    {
        HangupGrace = total * 0.4,
        TerminateGrace = total * 0.6,
        KillGrace = TimeSpan.FromSeconds(5),
    };
}

/// <summary>One step of ending a group: the signal that was sent, or null for the last word.</summary>
public readonly record struct GroupStopStep(Signal? Sent, bool Ended)
{
    public override string ToString() =>
        Sent is { } signal ? $"sent {SignalNames.NameOf((int)signal)}" : Ended ? "ended" : "still alive after SIGKILL";
}

/// <summary>
/// Ends a process group gracefully, then by force: SIGHUP (with SIGCONT, since a stopped process acts on nothing), SIGTERM, SIGKILL, then
/// the report that even that did not help. A state machine that a poll loop drives by asking <see cref="Advance"/> for what is due;
/// <see cref="RunAsync"/> drives it for everybody else.
/// </summary>
public sealed class GroupStop(TimeProvider time, GroupStopOptions options, Func<Signal, bool> send, Action<GroupStopStep> report)
{
    private enum Phase
    {
        Waiting,
        HungUp,
        Terminated,
        Killed,
        Finished,
    }

    private Phase _phase = Phase.Waiting;
    private long _since = time.GetTimestamp();

    public bool Finished => _phase == Phase.Finished;

    /// <summary>How long until <see cref="Advance"/> has something to do; zero when it is due.</summary>
    public TimeSpan UntilNext
    {
        get
        {
            var left = Grace() - time.GetElapsedTime(_since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Takes the steps that are due.</summary>
    public void Advance()
    {
        while (!Finished && UntilNext == TimeSpan.Zero)
        {
            _phase++;
            _since = time.GetTimestamp();
            if (Finished) report(new GroupStopStep(null, Ended: false));
            else Send();
        }
    }

    /// <summary>The group is gone.</summary>
    public void NoteEnded()
    {
        if (Finished) return;
        _phase = Phase.Finished;
        report(new GroupStopStep(null, Ended: true));
    }

    /// <summary>
    /// True when the group ended, false when it survived SIGKILL. For senders that take their time, as those do who ask another process to
    /// signal.
    /// </summary>
    public static async Task<bool> RunAsync(
        Func<Signal, Task<bool>> send, Task ended, GroupStopOptions options, TimeProvider time, Action<GroupStopStep> report, CancellationToken cancellation)
    {
        var due = new Queue<Signal>();
        var stop = new GroupStop(time, options, signal =>
        {
            due.Enqueue(signal);
            return true;
        }, report);
        while (!ended.IsCompleted && !stop.Finished)
        {
            stop.Advance();
            while (due.TryDequeue(out var signal)) await send(signal).ConfigureAwait(false);
            if (!stop.Finished) await WaitAsync(ended, stop.UntilNext, time, cancellation).ConfigureAwait(false);
        }

        if (ended.IsCompleted) stop.NoteEnded();
        return ended.IsCompleted;
    }

    private static async Task WaitAsync(Task ended, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await ended.WaitAsync(limit, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The next step is harsher.
        }
    }

    private void Send()
    {
        var signal = _phase switch
        {
            Phase.HungUp => Signal.Hangup,
            Phase.Terminated => Signal.Terminate,
            _ => Signal.Kill,
        };
        send(signal);
        if (signal != Signal.Kill) send(Signal.Continue);
        report(new GroupStopStep(signal, Ended: false));
    }

    private TimeSpan Grace() => _phase switch
    {
        Phase.HungUp => options.HangupGrace,
        Phase.Terminated => options.TerminateGrace,
        Phase.Killed => options.KillGrace,
        Phase.Finished => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.Zero,
    };
}
