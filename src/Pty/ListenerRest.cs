namespace Orchtui.Pty;

/// <summary>
/// Lets a listener rest while this process, or the system, has no descriptor left for another connection. Who waits stays in the queue of
/// the kernel, so a level-triggered poller would report the listener without end; it is taken out of the poller for a moment instead.
/// Belongs to the poller's thread.
/// </summary>
public sealed class ListenerRest(Poller poller, UnixListener listener, long token, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(250);

    private long? _since;
    private bool _told;

    /// <summary>How long until the listener is polled again; null when it does not rest.</summary>
    public TimeSpan? UntilEnd
    {
        get
        {
            if (_since is not { } since) return null;
            var left = Length - time.GetElapsedTime(since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// To be called when <see cref="UnixListener.Accept"/> has answered that there is no more. Returns what to log: once for each shortage.
    /// </summary>
    public string? Note()
    {
        if (listener.Shortage is not { } shortage)
        {
            _told = false;
            return null;
        }

        if (_since is null) poller.Remove(listener.Handle);
        _since = time.GetTimestamp();
        if (_told) return null;
        _told = true;
        return $"No further connection can be taken on {listener.Path} for now: {shortage.Message}. Those who wait are taken when something is closed.";
    }

    /// <summary>Polls the listener again once it has rested.</summary>
    public void EndWhenDue()
    {
        if (UntilEnd != TimeSpan.Zero) return;
        _since = null;
        poller.Add(listener.Handle, token, PollEvents.Readable);
    }

    /// <summary>Takes the listener out of the poller for good, whether it rests or not.</summary>
    public void Close()
    {
        if (_since is null) poller.Remove(listener.Handle);
        _since = null;
    }
}
