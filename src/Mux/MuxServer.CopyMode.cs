using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;

namespace Orchtui.Mux;

/// <summary>Looking back in a pane.</summary>
public sealed partial class MuxServer
{
    /// <summary>Enters copy mode in the focused pane, scrolled back by some lines.</summary>
    public void EnterCopyMode(IClientContext context, int lines)
    {
        if (FocusedSlot((Client)context) is not { } slot) return;
        slot.CopyMode ??= new CopyMode(slot.Pane.Emulator);
        slot.CopyMode.Scroll(lines);
        Redraw(slot);
    }

    /// <summary>Whether a pane is being looked back in, and how far.</summary>
    public int? CopyOffset(PaneId pane) => _panes.TryGetValue(pane, out var slot) ? slot.CopyMode?.Offset : null;

    private void ScrollBack(PaneSlot slot, int lines)
    {
        if (slot.CopyMode is null && lines < 0) return;
        var copy = slot.CopyMode ??= new CopyMode(slot.Pane.Emulator);
        copy.Scroll(lines);
        if (copy.AtBottom) slot.CopyMode = null;
        Redraw(slot);
    }

    private void OnCopyKey(PaneSlot slot, string name)
    {
        var copy = slot.CopyMode!;
        var page = Math.Max(1, slot.Pane.Emulator.Size.Rows - 1);
        switch (name)
        {
            case "q" or "Escape" or "C-c" or "Enter":
                slot.CopyMode = null;
                break;
            case "Up" or "k":
                copy.MoveCursor(-1, 0);
                break;
            case "Down" or "j":
                copy.MoveCursor(1, 0);
                break;
            case "Left" or "h":
                copy.MoveCursor(0, -1);
                break;
            case "Right" or "l":
                copy.MoveCursor(0, 1);
                break;
            case "PageUp" or "PPage" or "C-b":
                copy.Scroll(page);
                break;
            case "PageDown" or "NPage" or "C-f" or "Space":
                copy.Scroll(-page);
                break;
            case "C-u":
                copy.Scroll(page / 2);
                break;
            case "C-d":
                copy.Scroll(-page / 2);
                break;
            case "g" or "Home":
                copy.ScrollToTop();
                break;
            case "G" or "End":
                copy.ScrollToBottom();
                break;
        }

        Redraw(slot);
    }

    /// <summary>The lines looked at stay, as long as they are kept; how far back they are is said on the top line.</summary>
    private void FollowOutput(PaneSlot slot, CopyMode copy)
    {
        var before = copy.Offset;
        if (!copy.Follow()) Redraw(slot);
        else if (copy.Offset != before) InvalidateChrome();
    }

    /// <summary>A pane that shows something other than its screen is drawn as a whole.</summary>
    private void Redraw(PaneSlot slot)
    {
        foreach (var client in _clients)
            if (PlaceOf(client, slot.Pane.Id) is not null) client.InvalidateAll();
    }
}
