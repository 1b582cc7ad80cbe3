using Orchtui.Mux.Panes;

namespace Orchtui.Mux;

/// <summary>
/// Tells programs that ask for it (mode 1004) whether their pane has the focus. Whatever can move the focus (windows, clients, layouts,
/// outer terminals) need not care: what a program was told is compared with what holds before anything else is sent to it and at the end
/// of each turn, so a report is never missed, never repeated, and never later than the key that follows it. As in tmux, a program is told
/// how it stands when it asks for reports, because one that starts unseen would else believe the opposite.
/// </summary>
public sealed partial class MuxServer
{
    private void SettleFocus()
    {
        foreach (var slot in _panes.Values) SettleFocus(slot);
    }

    private void SettleFocus(PaneSlot slot)
    {
        if (!slot.Pane.Emulator.InputModes.FocusEvents)
        {
            slot.FocusTold = null;
            return;
        }

        var focused = HasFocus(slot);
        if (slot.FocusTold == focused || IsPastedInto(slot)) return;
        slot.FocusTold = focused;
        slot.Pane.Send(focused ? "\e[I"u8 : "\e[O"u8);
        PollWrites(slot);

        // A host that takes over after a kill must know what was told.
        _sessionChanged = true;
    }

    /// <summary>A client that only looks on is nobody's focus.</summary>
    private bool HasFocus(PaneSlot slot)
    {
        foreach (var client in _clients)
            if (client is { ReadOnly: false, HasFocus: true } && FocusedSlot(client) == slot) return true;
        return false;
    }

    /// <summary>Between two pieces of a paste a report would become part of the pasted text.</summary>
    private bool IsPastedInto(PaneSlot slot)
    {
        foreach (var client in _clients)
            if (client.Paste is { } paste && paste.Pane == slot.Pane) return true;
        return false;
    }

    private Dictionary<int, bool> FocusTold() => _panes.Values
        .Where(slot => slot.FocusTold is not null)
        .ToDictionary(slot => slot.Pane.Id.Value, slot => slot.FocusTold!.Value);

    private void RestoreFocusTold(IReadOnlyDictionary<int, bool>? told)
    {
        foreach (var (id, focused) in told ?? new Dictionary<int, bool>())
            if (_panes.TryGetValue(new PaneId(id), out var slot)) slot.FocusTold = focused;
    }
}
