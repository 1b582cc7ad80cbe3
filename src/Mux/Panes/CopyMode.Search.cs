using Orchtui.Terminal;
using Orchtui.Terminal.Search;

namespace Orchtui.Mux.Panes;

internal sealed partial class CopyMode
{
    /// <summary>Nobody looks at more; they would only take memory.</summary>
    public const int MostMatches = 100_000;

    /// <summary>Yellow, which also says so without colours as it is inverse.</summary>
    private static readonly Color MatchColor = Color.Indexed(3);

    /// <summary>Directions in which to go to a match as soon as one is found there.</summary>
    private readonly Queue<int> _jumps = [];

    /// <summary>In order, and without overlaps.</summary>
    private List<Match> _matches = [];
    private int _direction = 1;

    private readonly record struct Match(CopyPosition From, CopyPosition Last);

    /// <summary>What was searched for last; null for nothing.</summary>
    public TextPattern? Pattern { get; private set; }

    /// <summary>The search under way; null when none is.</summary>
    public CopySearch? Search { get; private set; }

    public int MatchCount => _matches.Count;

    /// <summary>Which match the cursor stands on, from 1; 0 for none.</summary>
    public int MatchNumber
    {
        get
        {
            var at = FirstMatch(match => match.Last >= _cursor);
            return at < _matches.Count && _matches[at].From <= _cursor ? at + 1 : 0;
        }
    }

    /// <summary>Nothing is known of where the pattern is, as after the screen has changed its size.</summary>
    public bool NeedsSearch => Pattern is not null && Search is null && _matches.Count == 0;

    internal (long Oldest, long Newest) Bounds => (_lines.First, _lines.Last);

    /// <summary>The rows of the line that the cursor stands in.</summary>
    internal (long First, long Last) LineAtCursor => (StartOf(_cursor.Line), EndOf(_cursor.Line));

    /// <summary>Begins to search; the cursor goes to the nearest match in the direction once that is found.</summary>
    public CopySearch BeginSearch(TextPattern pattern, int direction)
    {
        Refresh();
        LeavesAtBottom = false;
        Pattern = pattern;
        _direction = direction;
        _matches = [];
        _jumps.Clear();
        _jumps.Enqueue(direction);
        return Search = new CopySearch(this, new SearchText(_emulator), pattern, direction, Columns);
    }

    /// <summary>Begins the last search anew, in a direction relative to it.</summary>
    public CopySearch? RepeatSearch(bool reverse) => Pattern is null ? null : BeginSearch(Pattern, reverse ? -_direction : _direction);

    /// <summary>The next piece to look through; null when there is none, or enough is found.</summary>
    public SearchText? NextPiece() => RoomForMatches > 0 ? Search?.NextPiece() : null;

    /// <summary>How many matches may still be added.</summary>
    public int RoomForMatches => MostMatches - _matches.Count;

    /// <summary>Takes what was found in a piece.</summary>
    public void AddMatches(List<TextMatch> found)
    {
        if (found.Count == 0) return;
        var first = Position(found[0].From);
        var at = FirstMatch(match => match.From > first);
        _matches.InsertRange(at, found.ConvertAll(match => new Match(Position(match.From), Position(match.Last))));
        GoOn();
    }

    /// <summary>Everything was searched, or no more is to be. False when there was nowhere to go.</summary>
    public bool EndSearch()
    {
        Search = null;
        return GoOn();
    }

    /// <summary>
    /// To the next match in the direction of the search, or against it; from the last one on to the first. While the search is under way
    /// it may be later. False when there is none.
    /// </summary>
    public bool GoToNext(bool reverse)
    {
        Refresh();
        _jumps.Enqueue(reverse ? -_direction : _direction);
        return GoOn();
    }

    /// <summary>Takes the text of some rows; those that are kept no longer have none.</summary>
    internal SearchText Fill(SearchText text, long first, long last)
    {
        text.Clear();
        for (var line = first; line <= last; line++) text.Append(line, _lines[line], line < last && _lines.IsWrapped(line));
        return text;
    }

    private bool GoOn()
    {
        var isComplete = Search is null;
        while (_jumps.TryPeek(out var direction) && GoToMatch(direction, goRound: isComplete)) _jumps.Dequeue();
        if (!isComplete) return true;
        var allDone = _jumps.Count == 0;
        _jumps.Clear();
        return allDone;
    }

    private bool GoToMatch(int direction, bool goRound)
    {
        var oldest = _lines.First;
        _matches.RemoveRange(0, FirstMatch(match => match.From.Line >= oldest));
        if (_matches.Count == 0) return false;
        var next = direction > 0 ? FirstMatch(match => match.From > _cursor) : FirstMatch(match => match.From >= _cursor) - 1;
        if (next < 0 || next >= _matches.Count)
        {
            if (!goRound) return false;
            next = direction < 0 ? _matches.Count - 1 : 0;
        }

        SetCursor(_matches[next].From);
        return true;
    }

    private void PaintMatches(long line, int skipColumns, Span<Cell> target)
    {
        for (var i = FirstMatch(match => match.Last.Line >= line); i < _matches.Count && _matches[i].From.Line <= line; i++)
        {
            var match = _matches[i];
            var from = Math.Clamp((match.From.Line < line ? 0 : match.From.Column) - skipColumns, 0, target.Length);
            var to = Math.Clamp((match.Last.Line > line ? Columns : match.Last.Column + 1) - skipColumns, from, target.Length);
            if (to < target.Length && target[to].IsWideTail) to++;
            foreach (ref var cell in target[from..to]) cell = cell.WithLook(MatchColor, Color.Default, CellAttributes.Inverse);
        }
    }

    /// <summary>The first match from which on a condition holds.</summary>
    private int FirstMatch(Func<Match, bool> holds)
    {
        var (low, high) = (0, _matches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(_matches[middle])) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static CopyPosition Position(TextPosition position) => new(position.Line, position.Column);
}
