using System.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

internal sealed partial class CopyMode
{
    /// <summary>Only so many of the newest lines are searched, so that a search takes a fraction of a second at most.</summary>
    private const int MostSearchedRows = 200_000;

    private const int MostMatches = 100_000;

    /// <summary>Yellow, which also says so without colours as it is inverse.</summary>
    private static readonly Color MatchColor = Color.Indexed(3);

    private readonly StringBuilder _text = new();
    private List<Match> _matches = [];
    private int _direction = 1;

    private readonly record struct Match(CopyPosition From, CopyPosition Last);

    /// <summary>What was searched for last; empty for nothing.</summary>
    public string Needle { get; private set; } = "";

    public int MatchCount => _matches.Count;

    /// <summary>Which match the cursor stands on, from 1; 0 for none.</summary>
    public int MatchNumber => _matches.FindIndex(match => match.From <= _cursor && _cursor <= match.Last) + 1;

    /// <summary>
    /// Finds all places of a text and goes to the nearest one in a direction. Small letters match capital ones too. False when there is none.
    /// </summary>
    public bool Search(string needle, int direction)
    {
        Refresh();
        LeavesAtBottom = false;
        Needle = needle;
        _direction = direction;
        _matches = needle.Length == 0 ? [] : FindAll();
        return GoToMatch(direction);
    }

    /// <summary>To the next match in the direction of the search, or against it; from the last one on to the first.</summary>
    public bool SearchAgain(bool reverse)
    {
        Refresh();
        if (_matches.Count == 0 && Needle.Length > 0) _matches = FindAll();
        return GoToMatch(reverse ? -_direction : _direction);
    }

    private bool GoToMatch(int direction)
    {
        var first = _lines.First;
        _matches.RemoveAll(match => match.From.Line < first);
        if (_matches.Count == 0) return false;
        var next = _matches.FindIndex(match => match.From > _cursor);
        if (direction < 0) next = _matches.FindLastIndex(match => match.From < _cursor);
        if (next < 0) next = direction < 0 ? _matches.Count - 1 : 0;
        SetCursor(_matches[next].From);
        return true;
    }

    private List<Match> FindAll()
    {
        var comparison = Needle.Any(char.IsUpper) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var found = new List<Match>();
        var row = StartOf(Math.Max(_lines.First, _lines.Last - MostSearchedRows));
        while (row <= _lines.Last && found.Count < MostMatches)
        {
            var end = EndOf(row);
            _text.Clear();
            for (var line = row; line <= end; line++)
                foreach (ref readonly var cell in _lines[line]) _lines.AppendText(cell, _text);
            var text = _text.ToString();
            if (text.Contains(Needle, comparison)) AddMatches(row, end, text, comparison, found);
            row = end + 1;
        }

        return found;
    }

    private void AddMatches(long first, long last, string text, StringComparison comparison, List<Match> found)
    {
        var places = PlacesOf(first, last);
        for (var at = text.IndexOf(Needle, comparison); at >= 0; at = text.IndexOf(Needle, at, comparison))
        {
            var end = Math.Min(at + Needle.Length, places.Count);
            found.Add(new Match(places[at], places[end - 1]));
            at = end;
            if (at >= text.Length) return;
        }
    }

    /// <summary>The cell that each UTF-16 unit of the text of a line stands in.</summary>
    private List<CopyPosition> PlacesOf(long first, long last)
    {
        var places = new List<CopyPosition>();
        for (var line = first; line <= last; line++)
        {
            var cells = _lines[line];
            for (var column = 0; column < cells.Length; column++)
            {
                _character.Clear();
                _lines.AppendText(cells[column], _character);
                for (var i = 0; i < _character.Length; i++) places.Add(new CopyPosition(line, column));
            }
        }

        return places;
    }

    private void PaintMatches(long line, int skipColumns, Span<Cell> target)
    {
        for (var i = FirstMatchFrom(line); i < _matches.Count && _matches[i].From.Line <= line; i++)
        {
            var match = _matches[i];
            var from = Math.Clamp((match.From.Line < line ? 0 : match.From.Column) - skipColumns, 0, target.Length);
            var to = Math.Clamp((match.Last.Line > line ? Columns : match.Last.Column + 1) - skipColumns, from, target.Length);
            if (to < target.Length && target[to].IsWideTail) to++;
            foreach (ref var cell in target[from..to]) cell = cell.WithLook(MatchColor, Color.Default, CellAttributes.Inverse);
        }
    }

    /// <summary>The first match that ends on a line or after it; matches are in order and do not overlap.</summary>
    private int FirstMatchFrom(long line)
    {
        var (low, high) = (0, _matches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_matches[middle].Last.Line < line) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
