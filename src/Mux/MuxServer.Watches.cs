using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;

namespace Orchtui.Mux;

/// <summary>Waiting for what a pane does, as scripts need it.</summary>
public sealed partial class MuxServer
{
    private readonly List<PaneWatch> _watches = [];
    private readonly List<ExpectedPane> _expected = [];

    private sealed record PaneWatch(PaneId Pane, Func<Pane, bool> Condition, TaskCompletionSource<bool> Done);

    /// <summary>
    /// Completes with true when a condition holds, with false when the pane is removed before. The condition is looked at now and
    /// after each output of the pane; the caller cancels by giving up the task.
    /// </summary>
    public Task<bool> WhenAsync(PaneId id, Func<Pane, bool> condition, CancellationToken cancellation)
    {
        if (FindPane(id) is not { } pane) return Task.FromResult(false);
        if (condition(pane)) return Task.FromResult(true);
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new PaneWatch(id, condition, done);
        _watches.Add(watch);
        var registration = cancellation.Register(() =>
        {
            done.TrySetCanceled(cancellation);
            Post(() => _watches.Remove(watch));
        });
        done.Task.ContinueWith(_ => registration.Dispose(), TaskScheduler.Default);
        return done.Task;
    }

    /// <summary>
    /// Shows a pane to a client as soon as one comes that is wanted. The wait ends without one when the time is up, and also as soon as the
    /// person does something else: then they are somewhere else in their mind, and nothing must take the screen from them.
    /// </summary>
    public Task<PaneArrival> ShowWhenThereAsync(IClientContext context, Func<Pane, bool> wanted, TimeSpan limit)
    {
        var client = (Client)context;
        if (client.Gone) return Task.FromResult(PaneArrival.GivenUp);
        if (Panes.LastOrDefault(wanted) is { } there && ShowPane(client, there.Id)) return Task.FromResult(PaneArrival.Shown);
        var done = new TaskCompletionSource<PaneArrival>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected.Add(new ExpectedPane(client, wanted, Now + Ticks(limit), done));
        return done.Task;
    }

    private void NoteArrival(Pane pane) => EndWaits(arrival => arrival.Wanted(pane) && ShowPane(arrival.Client, pane.Id), PaneArrival.Shown);

    private void GiveUpWaits(Client client) => EndWaits(arrival => arrival.Client == client, PaneArrival.GivenUp);

    private void EndOverdueWaits(long now) => EndWaits(arrival => now >= arrival.GiveUpAt, PaneArrival.TimedOut);

    private void EndWaits(Func<ExpectedPane, bool> over, PaneArrival how)
    {
        foreach (var arrival in _expected.Where(over).ToList())
        {
            _expected.Remove(arrival);
            arrival.Done.TrySetResult(how);
        }
    }

    private sealed record ExpectedPane(Client Client, Func<Pane, bool> Wanted, long GiveUpAt, TaskCompletionSource<PaneArrival> Done);

    /// <summary>A condition is the caller's own code: when it fails that is the caller's, and this thread goes on.</summary>
    private bool TryLook(PaneWatch watch, Pane pane, out bool holds)
    {
        try
        {
            holds = watch.Condition(pane);
            return true;
        }
#pragma warning disable CA1031 // Nothing is hidden: the caller gets it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            holds = false;
            _watches.Remove(watch);
            watch.Done.TrySetException(error);
            return false;
        }
    }

    private void NotifyWatches(PaneSlot slot, bool removed)
    {
        for (var i = _watches.Count - 1; i >= 0; i--)
        {
            var watch = _watches[i];
            if (watch.Pane != slot.Pane.Id) continue;
            if (!TryLook(watch, slot.Pane, out var holds) || (!holds && !removed)) continue;
            _watches.Remove(watch);
            watch.Done.TrySetResult(holds);
        }
    }
}

/// <summary>How waiting for a pane to show ended.</summary>
public enum PaneArrival
{
    /// <summary>It came, and the client looks at it.</summary>
    Shown,

    /// <summary>The person did something else meanwhile, or left.</summary>
    GivenUp,

    /// <summary>None came in time.</summary>
    TimedOut,
}
