using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;

namespace Orchtui.Mux;

/// <summary>Looking back in a pane and copying from it. Each client does so for itself; the others see the pane as it is.</summary>
public sealed partial class MuxServer
{
    /// <summary>Enters copy mode in the focused pane, scrolled back by some lines.</summary>
    public void EnterCopyMode(IClientContext context, int lines)
    {
        var client = (Client)context;
        if (FocusedSlot(client) is not { } slot) return;
        BeginCopy(client, slot).Scroll(lines);
        client.InvalidateAll();
    }

    /// <summary>How a client looks back in the pane it is in; null when it does not.</summary>
    public CopyStatus? CopyStatusOf(IClientContext context)
    {
        var client = (Client)context;
        if (FocusedSlot(client) is not { } slot || CopyOf(client, slot.Pane.Id) is not { } copy) return null;
        return new CopyStatus(copy.Offset, copy.History)
        {
            Selecting = copy.Shape switch
            {
                SelectionShape.Text => "selecting",
                SelectionShape.Lines => "selecting lines",
                SelectionShape.Rectangle => "selecting a rectangle",
                _ => "",
            },
            Needle = copy.Pattern?.Text ?? "",
            IsSearching = copy.Search is not null,
            Match = copy.MatchNumber,
            Matches = copy.MatchCount,
        };
    }

    /// <summary>Does what a key of copy mode means; nothing outside of it.</summary>
    public void Copy(IClientContext context, CopyAction action)
    {
        var client = (Client)context;
        if (FocusedSlot(client) is not { } slot || CopyOf(client, slot.Pane.Id) is not { } copy) return;
        switch (action)
        {
            case CopyAction.Copy:
                CopySelection(client, slot.Pane.Id, copy);
                break;
            case CopyAction.Back when copy.Shape != SelectionShape.None:
                copy.ClearSelection();
                break;
            case CopyAction.Back or CopyAction.Leave:
                LeaveCopy(client, slot.Pane.Id);
                break;
            case CopyAction.SearchNext or CopyAction.SearchPrevious:
                SearchAgain(client, slot.Pane.Id, copy, reverse: action == CopyAction.SearchPrevious);
                break;
            default:
                CopyMotions.Apply(copy, action);
                break;
        }

        client.InvalidateAll();
    }

    private static CopyMode? CopyOf(Client client, PaneId pane) =>
        client.Window == Session.Home ? null : client.Copies.GetValueOrDefault(pane);

    private static CopyMode BeginCopy(Client client, PaneSlot slot)
    {
        if (!client.Copies.TryGetValue(slot.Pane.Id, out var copy)) client.Copies[slot.Pane.Id] = copy = new CopyMode(slot.Pane.Emulator);
        return copy;
    }

    private static void LeaveCopy(Client client, PaneId pane)
    {
        client.Copies.Remove(pane);
        client.InvalidateAll();
    }

    /// <summary>A pane is gone, or another emulator has taken the place of what was looked at.</summary>
    private void EndCopies(PaneId pane)
    {
        foreach (var client in _clients) client.Copies.Remove(pane);
    }

    private void CopySelection(Client client, PaneId pane, CopyMode copy)
    {
        var text = copy.SelectedText();
        if (text is null) ShowToast(client, $"This is too much to copy; {CopyMode.LongestText / 1024 / 1024} MiB is the most.", isError: true);
        else if (text.Length > 0) Keep(client, text);
        LeaveCopy(client, pane);
    }

    private void Keep(Client client, string text)
    {
        AddBuffer(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        var reachesClipboard = bytes.Length <= LongestCopy;
        if (reachesClipboard) client.Screen.Send(ClipboardSequence('c', bytes));
        client.NeedsFrame = true;
        var where = reachesClipboard ? "" : "; it is too long for the terminal's clipboard";
        ShowToast(client, $"Copied {text.Length} characters; {_options.Prefix} ] pastes them{where}.", isError: false);
    }

    private static void ScrollBack(Client client, PaneSlot slot, int lines)
    {
        var isNew = CopyOf(client, slot.Pane.Id) is null;
        if (isNew && lines < 0) return;
        var copy = BeginCopy(client, slot);
        if (isNew) copy.LeavesAtBottom = true;
        copy.Scroll(lines);
        if (copy is { AtBottom: true, LeavesAtBottom: true }) LeaveCopy(client, slot.Pane.Id);
        client.InvalidateAll();
    }

    /// <summary>The lines looked at stay, as long as they are kept.</summary>
    private void FollowOutput(PaneSlot slot)
    {
        foreach (var client in _clients)
            if (CopyOf(client, slot.Pane.Id) is { } copy && !copy.Follow()) client.InvalidateAll();
    }

    /// <summary>A pane that shows something other than before is drawn as a whole.</summary>
    private void Redraw(PaneSlot slot)
    {
        foreach (var client in _clients)
            if (PlaceOf(client, slot.Pane.Id) is not null) client.InvalidateAll();
    }
}

/// <summary>How a client looks back in a pane.</summary>
/// <param name="Offset">Lines below the view.</param>
/// <param name="History">The most lines there can be below it.</param>
public sealed record CopyStatus(int Offset, int History)
{
    /// <summary>What is being selected, in words; empty for nothing.</summary>
    public string Selecting { get; init; } = "";

    /// <summary>What was searched for; empty for nothing.</summary>
    public string Needle { get; init; } = "";

    /// <summary>The match the cursor stands on, from 1; 0 for none.</summary>
    public int Match { get; init; }

    public int Matches { get; init; }

    /// <summary>There may be more matches: the search is under way.</summary>
    public bool IsSearching { get; init; }
}
