using Orchtui.Mux.Panes;
using Orchtui.Terminal.Search;

namespace Orchtui.Mux.Tests.Panes;

/// <summary>Searches to the end at once, as the multiplexer does in pieces.</summary>
internal static class SearchSteps
{
    public static bool Find(this CopyMode copy, string pattern, int direction) =>
        copy.ToEnd(copy.BeginSearch(TextPattern.TryParse(pattern, out _)!, direction));

    public static bool FindAgain(this CopyMode copy, bool reverse)
    {
        copy.Follow();
        return copy.NeedsSearch ? copy.ToEnd(copy.RepeatSearch(reverse)!) : copy.GoToNext(reverse);
    }

    /// <summary>Takes one piece; false when there is none any more.</summary>
    public static bool Step(this CopyMode copy, CopySearch search)
    {
        if (copy.NextPiece() is not { } text) return false;
        var found = new List<TextMatch>();
        Assert.True(search.Pattern.FindIn(text, found, copy.RoomForMatches));
        copy.AddMatches(found);
        return true;
    }

    private static bool ToEnd(this CopyMode copy, CopySearch search)
    {
        while (copy.Step(search))
        {
        }

        return copy.EndSearch();
    }
}
