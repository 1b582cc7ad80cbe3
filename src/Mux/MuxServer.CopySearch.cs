using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Terminal.Search;

namespace Orchtui.Mux;

/// <summary>
/// Searching what a client looks back at. This thread puts the text together, piece by piece and with everything else between two
/// pieces; another one looks through them. So neither a long scrollback nor a pattern that takes long delays a key.
/// </summary>
public sealed partial class MuxServer
{
    /// <summary>
    /// Searches forwards or backwards from where the client looks, entering copy mode for it; without a pattern, for what was searched
    /// for last.
    /// </summary>
    public void SearchInCopy(IClientContext context, TextPattern? pattern, bool backwards)
    {
        var client = (Client)context;
        if (FocusedSlot(client) is not { } slot) return;
        var copy = BeginCopy(client, slot);
        client.ToastShown = null; // What was said of the search before is over.
        if ((pattern ?? copy.Pattern) is { } wanted) Continue(new SearchPlace(client, slot.Pane.Id, copy), copy.BeginSearch(wanted, backwards ? -1 : 1));
        client.InvalidateAll();
    }

    private void SearchAgain(Client client, PaneId pane, CopyMode copy, bool reverse)
    {
        client.ToastShown = null;
        if (copy.Pattern is null) ShowToast(client, "Nothing was searched for yet; / searches.", isError: false);
        else if (copy.NeedsSearch && copy.RepeatSearch(reverse) is { } search) Continue(new SearchPlace(client, pane, copy), search);
        else if (!copy.GoToNext(reverse)) ShowNotFound(client, copy);
    }

    private void Continue(SearchPlace place, CopySearch search)
    {
        if (place.Copy.NextPiece() is not { } text)
        {
            if (!place.Copy.EndSearch()) ShowNotFound(place.Client, place.Copy);
            place.Client.InvalidateAll();
            return;
        }

        var most = place.Copy.RoomForMatches;
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                var found = new List<TextMatch>();
                var isWhole = search.Pattern.FindIn(text, found, most);
                Post(() => OnSearched(place, search, found, isWhole));
            },
            null);
    }

    private void OnSearched(SearchPlace place, CopySearch search, List<TextMatch> found, bool isWhole)
    {
        // The pane, the client or its copy mode may be gone, or another search may have begun.
        var (client, pane, copy) = place;
        if (client.Gone || client.Copies.GetValueOrDefault(pane) != copy || !_panes.ContainsKey(pane)) return;
        copy.Follow();
        if (copy.Search != search) return;
        copy.AddMatches(found);
        if (found.Count > 0) client.InvalidateAll();
        else client.InvalidateChrome();
        if (isWhole)
        {
            Continue(place, search);
            return;
        }

        copy.EndSearch();
        ShowToast(client, $"'{search.Pattern.Text}' takes too long to search for; not everything was searched.", isError: true);
    }

    private void ShowNotFound(Client client, CopyMode copy) => ShowToast(client, $"'{copy.Pattern?.Text}' is not found here.", isError: false);

    /// <summary>Who searches, and where.</summary>
    private sealed record SearchPlace(Client Client, PaneId Pane, CopyMode Copy);
}
