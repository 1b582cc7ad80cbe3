using Orchtui.Mux.Windows;

namespace Orchtui.Mux;

/// <summary>What is to happen at a time. There is no tick: the thread sleeps until the earliest of these, or for ever.</summary>
public sealed partial class MuxServer
{
    private long _nextMinute;

    private int WaitTime()
    {
        var now = Now;
        var next = long.MaxValue;
        foreach (var client in _clients)
        {
            if (client.NeedsFrame && !client.Screen.IsBlocked) next = Math.Min(next, now + FrameIn(client, now));
            if (client.EscapeDue != 0) next = Math.Min(next, client.EscapeDue);
            if (client.ToastShown is { } toast) next = Math.Min(next, toast.Until);
            if (client.Hold.GiveUpAt != 0) next = Math.Min(next, client.Hold.GiveUpAt);
        }

        foreach (var slot in _panes.Values)
        {
            if (slot.Pane.Emulator.Scrollback.HasUnwrapped) return 0;
            if (slot.SynchronizedSince != 0) next = Math.Min(next, slot.SynchronizedSince + Ticks(SynchronizedLimit));
        }

        if (_clients.Count > 0) next = Math.Min(next, NextMinute(now));
        if (_precedenceUntil != 0) next = Math.Min(next, _precedenceUntil);
        foreach (var expected in _expected) next = Math.Min(next, expected.GiveUpAt);
        if (_listenerRest?.UntilEnd is { } rest) next = Math.Min(next, now + Ticks(rest));
        if (next == long.MaxValue) return -1;

        // Rounded up: waking a fraction of a millisecond early would only mean a second wait.
        return (int)Math.Clamp(((next - now) * 1000 + _time.TimestampFrequency - 1) / _time.TimestampFrequency, 0, int.MaxValue);
    }

    private void RunTimers()
    {
        var now = Now;

        // From behind: a client whose Esc ends it leaves the list.
        for (var i = _clients.Count - 1; i >= 0; i = Math.Min(i, _clients.Count) - 1)
        {
            var client = _clients[i];
            if (client.EscapeDue != 0 && now >= client.EscapeDue) FlushEscape(client);
            if (client.Hold.GiveUpAt != 0 && now >= client.Hold.GiveUpAt)
            {
                client.Hold.GiveUp();
                Release(client);
            }

            if (client.ToastShown is { } toast && now >= toast.Until) client.ToastShown = null;
        }

        foreach (var slot in _panes.Values)
        {
            if (slot.SynchronizedSince == 0 || now < slot.SynchronizedSince + Ticks(SynchronizedLimit)) continue;
            slot.SynchronizedSince = 0;
            slot.Pane.EndSynchronizedOutput();
            TakeRows(slot);
        }

        if (_precedenceUntil != 0 && now >= _precedenceUntil) EndPrecedence();
        if (_expected.Count > 0) EndOverdueWaits(now);
        _listenerRest?.EndWhenDue();
        if (_clients.Count == 0 || now < NextMinute(now)) return;
        _nextMinute = 0;
        foreach (var client in _clients)
        {
            if (client.Window == Session.Home) client.InvalidateAll();
            else client.InvalidateChrome();
        }
    }

    /// <summary>
    /// A change of the width leaves a long scrollback to be wrapped anew. In a turn in which nothing else came a piece of it is, so that it
    /// is done before somebody looks back and no key ever waits for all of it.
    /// </summary>
    private void WrapScrollback()
    {
        foreach (var slot in _panes.Values)
        {
            if (!slot.Pane.Emulator.Scrollback.HasUnwrapped) continue;
            slot.Pane.WrapSome();

            // Clients that look back show how far that goes.
            if (!slot.Pane.Emulator.Scrollback.HasUnwrapped) InvalidateChrome();
            return;
        }
    }

    /// <summary>The clock on the bottom line changes once a minute, and so do the ages in the queue.</summary>
    private long NextMinute(long now)
    {
        if (_nextMinute != 0) return _nextMinute;
        var wall = _time.GetLocalNow();
        return _nextMinute = now + Ticks(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(wall.Ticks % TimeSpan.TicksPerMinute));
    }
}
