using Orchtui.Terminal.Search;

namespace Orchtui.Mux.Panes;

/// <summary>
/// A search under way in what copy mode looks at: it hands out the text piece by piece, from the cursor on in the direction of the search
/// and then round to it again, so that the nearest match is found first. A piece is small enough to be put together between two keys;
/// it is a copy, which another thread can look through. Belongs to the mux thread.
/// </summary>
internal sealed class CopySearch
{
    /// <summary>Cells in a piece, about; putting it together takes a fraction of a millisecond.</summary>
    private const int PieceCells = 32 * 1024;

    private const int LeastRows = 8;

    private readonly CopyMode _copy;
    private readonly int _pieceRows;

    /// <summary>One for all pieces, as they come one after the other: the garbage of many would cost pauses.</summary>
    private readonly SearchText _text;

    /// <summary>The rows that are still to be handed out, in this order.</summary>
    private readonly List<(long First, long Last)> _rest;

    public CopySearch(CopyMode copy, SearchText text, TextPattern pattern, int direction, int columns)
    {
        _copy = copy;
        _text = text;
        Pattern = pattern;
        Direction = direction;
        _pieceRows = Math.Max(LeastRows, PieceCells / columns);
        var (oldest, newest) = copy.Bounds;
        var (first, last) = copy.LineAtCursor;
        _rest = direction > 0 ? [(first, newest), (oldest, first - 1)] : [(oldest, last), (last + 1, newest)];
    }

    public TextPattern Pattern { get; }

    /// <summary>1 to search towards the newest line, -1 towards the oldest.</summary>
    public int Direction { get; }

    /// <summary>The next piece, which takes the place of the last one; null when all has been handed out.</summary>
    public SearchText? NextPiece()
    {
        while (_rest.Count > 0)
        {
            var (first, last) = _rest[0];
            if (first > last)
            {
                _rest.RemoveAt(0);
            }
            else if (Direction > 0)
            {
                var to = Math.Min(last, _copy.EndOf(Math.Min(first + _pieceRows - 1, last)));
                _rest[0] = (to + 1, last);
                return _copy.Fill(_text, first, to);
            }
            else
            {
                var from = Math.Max(first, _copy.StartOf(Math.Max(last - _pieceRows + 1, first)));
                _rest[0] = (first, from - 1);
                return _copy.Fill(_text, from, last);
            }
        }

        return null;
    }
}
