using System.Buffers;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;
using Orchtui.Pty;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux;

/// <summary>
/// What clients type: to an overlay, to the prefix table, to the queue, or to the focused pane. Inside a pane only the prefix is ours;
/// everything else reaches the program in the form it asked for.
/// </summary>
public sealed partial class MuxServer
{
    /// <summary>How long a lone Esc waits for the rest of a sequence; it holds up nothing but that Esc.</summary>
    private static readonly TimeSpan EscapeDelay = TimeSpan.FromMilliseconds(25);

    /// <summary>How long after a resize or focus key another may follow without the prefix.</summary>
    private static readonly TimeSpan RepeatTime = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a command may keep the keys that follow it: enough to open a pane, and never a locked-up screen.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    /// <summary>128 and the number of SIGHUP.</summary>
    private const byte HangupExitCode = 129;

    private readonly List<InputEvent> _decoded = [];
    private readonly ArrayBufferWriter<byte> _encoded = new(256);

    private void OnTtyReady(Client client, PollEvents events)
    {
        if (client.Gone) return;
        if ((events & PollEvents.Writable) != 0)
        {
            FlushTty(client);
            if (!client.Screen.IsBlocked && !client.Screen.Dirty.IsEmpty) client.NeedsFrame = true;
        }

        if ((events & (PollEvents.Readable | PollEvents.HungUp)) == 0) return;
        Span<byte> buffer = stackalloc byte[4096];
        var result = client.Tty.Read(buffer);
        if (result.HungUp)
        {
            // The terminal is gone. Told so, its client ends instead of coming back with it.
            Detach(client, "", HangupExitCode);
            return;
        }

        if (result.Count > 0) TakeInput(client, buffer[..result.Count]);
    }

    private void TakeInput(Client client, ReadOnlySpan<byte> bytes)
    {
        client.EscapeDue = 0;
        client.LastInput = Now;
        _decoded.Clear();
        client.Decoder.Decode(bytes, _decoded);
        Deliver(client, _decoded);
        if (!client.Gone && client.Decoder.HasPending) client.EscapeDue = Now + Ticks(EscapeDelay);
    }

    private void FlushEscape(Client client)
    {
        client.EscapeDue = 0;
        _decoded.Clear();
        client.Decoder.FlushEscape(_decoded);
        Deliver(client, _decoded);
    }

    /// <summary>Events that follow a command still under way wait for it, so that they meet the pane it opens.</summary>
    private void Deliver(Client client, List<InputEvent> events)
    {
        if (events.Count == 1)
        {
            TryDeliver(client, events[0]);
            return;
        }

        // What one of them does may decode others into the same list.
        foreach (var input in events.ToArray()) TryDeliver(client, input);
    }

    private void TryDeliver(Client client, InputEvent input)
    {
        if (!client.Gone && !client.Hold.TryKeep(input)) Deliver(client, input);
    }

    private void Deliver(Client client, InputEvent input)
    {
        if (_expected.Count > 0 && input is KeyInput { Key.Type: not KeyEventType.Release } or MouseInput { Mouse.Action: MouseAction.Press } or PasteInput)
            GiveUpWaits(client);
        switch (input)
        {
            case KeyInput { Key: var key }:
                client.Urgency = FrameUrgency.Now;
                OnKey(client, key);
                break;
            case MouseInput { Mouse: var mouse }:
                OnMouse(client, mouse);
                break;
            case PasteInput paste:
                OnPaste(client, paste);
                break;
            case FocusInput { Focused: var focused }:
                client.HasFocus = focused;
                break;
            case ReplyEvent reply:
                OnReply(client, reply);
                break;
        }
    }

    private void OnReply(Client client, ReplyEvent reply)
    {
        switch (reply.Kind)
        {
            case ReplyKind.KittyFlags:
                client.Screen.Send(OuterTerminal.PushKeyboard);
                client.Screen.SpeaksKitty = true;
                client.NeedsFrame = true;
                break;
            case ReplyKind.Mode when reply.Parameters is [2026, 1 or 2, ..]: client.Screen.Synchronizes = true; break;
            case ReplyKind.Status when reply.Parameters is [997, ..]: AskColors(client); break;
            case ReplyKind.Osc when reply.Text.StartsWith("12;rgb", StringComparison.Ordinal): client.Screen.ColorsCursor = true; break;
            case ReplyKind.Osc: OnColors(client, reply.Text); break;
        }
    }

    private void OnKey(Client client, in KeyEvent key)
    {
        if (key.Type == KeyEventType.Release)
        {
            OnRelease(client, key);
            return;
        }

        if (client.TopOverlay is { } overlay)
        {
            overlay.HandleKey(key);
            client.InvalidateAll();
            return;
        }

        var name = KeyName.Format(key);
        if (client.PrefixPending || (client.RepeatUntil > Now && IsRepeatable(name)))
        {
            client.PrefixPending = false;
            client.InvalidateChrome();
            OnPrefixKey(client, key, name);
            return;
        }

        client.RepeatUntil = 0;
        if (name == _options.Prefix)
        {
            client.PrefixPending = true;
            client.InvalidateChrome();
            return;
        }

        if (client.Window == Session.Home || _session.Find(client.Window) is null) OnHomeKey(client, key, name);
        else OnPaneKey(client, key, name);
    }

    /// <summary>A release is only for a program that reads keys itself; it is never one of ours.</summary>
    private void OnRelease(Client client, in KeyEvent key)
    {
        if (client.TopOverlay is null && !client.PrefixPending && !client.ReadOnly && FocusedSlot(client) is { Pane.Ended: false } slot
            && CopyOf(client, slot.Pane.Id) is null) SendKey(client, slot, key);
    }

    private void OnPrefixKey(Client client, in KeyEvent key, string name)
    {
        if (name == _options.Prefix)
        {
            if (FocusedSlot(client) is { } slot) SendKey(client, slot, key);
            return;
        }

        if (IsRepeatable(name)) client.RepeatUntil = Now + Ticks(RepeatTime);
        if (Host.RunKey("prefix", name, client) is { } running) Hold(client, running);
        else ShowToast(client, $"{_options.Prefix} {name} does nothing; {_options.Prefix} ? lists the keys", isError: false);
    }

    private static bool IsRepeatable(string name) => name is "C-Left" or "C-Right" or "C-Up" or "C-Down" or "M-Left" or "M-Right" or "M-Up" or "M-Down";

    private void OnHomeKey(Client client, in KeyEvent key, string name)
    {
        if (client.Home.HandleKey(key))
        {
            client.InvalidateAll();
            return;
        }

        if (Host.RunKey("home", name, client) is { } running) Hold(client, running);
    }

    private void OnPaneKey(Client client, in KeyEvent key, string name)
    {
        if (FocusedSlot(client) is not { } slot) return;
        if (CopyOf(client, slot.Pane.Id) is not null)
        {
            if (Host.RunKey(CopyKeys.Table, name, client) is { } running) Hold(client, running);
            return;
        }

        SendKey(client, slot, key);
    }

    private void SendKey(Client client, PaneSlot slot, in KeyEvent key)
    {
        if (client.ReadOnly)
        {
            ShowToast(client, "This client only looks (--read-only).", isError: false);
            return;
        }

        if (slot.Pane.Ended)
        {
            ShowToast(client, $"This program has ended ({slot.Pane.Exit}); {_options.Prefix} x closes the pane.", isError: false);
            return;
        }

        _encoded.ResetWrittenCount();
        KeyEncoder.Encode(key, slot.Pane.Emulator.InputModes, _encoded);
        if (_encoded.WrittenCount == 0) return;
        // Before the key, so that the program answers it in the size it is looked at.
        FitTo(_session.Find(client.Window)!, client);
        client.Urgency = FrameUrgency.Answer;
        GiveKeysPrecedence();
        SendTo(slot.Pane, _encoded.WrittenSpan);
        slot.Draft.Take(key, Now);
        Host.PersonTyped(slot.Pane);
    }

    private PaneSlot? FocusedSlot(Client client) =>
        _session.Find(client.Window) is { } window ? _panes.GetValueOrDefault(window.Focused) : null;

    /// <summary>Later keys wait until the command has done its work, or for as long as can be borne.</summary>
    private void Hold(Client client, Task running)
    {
        if (running.IsCompleted) return;
        client.Hold.Begin(Now + Ticks(LongestHold));
        running.ContinueWith(
            _ => Post(() =>
            {
                // What the command changed is the answer to a key.
                if (client.NeedsFrame) client.Urgency = FrameUrgency.Now;
                if (client.Hold.End()) Release(client);
            }),
            TaskScheduler.Default);
    }

    private void Release(Client client) => Deliver(client, client.Hold.TakeAll());

    internal void RunCommand(Client client, IReadOnlyList<string> words) => Hold(client, Host.RunWords(words, client));
}
