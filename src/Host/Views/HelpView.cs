using Orchtui.Host.Commands;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>All keys and commands, from the command table; the keys of this place first. Typing after / searches.</summary>
internal sealed class HelpView(IClientContext client, CommandTable<HostContext> table, string place, string prefix) : IView
{
    private const int KeyColumns = 16;

    private readonly TextField _filter = new();
    private bool _filtering;
    private int _first;
    private int _page = 1;
    private int _count;

    public CellPosition? Cursor => _filtering ? _filter.Cursor : null;

    public void Draw(Surface surface, Rect area)
    {
        var inner = Box.Draw(surface, Box.Centered(area, 96, area.Rows), "Keys and commands", Theme.Accent, "↑↓ scroll   / search   Esc close");
        if (inner.IsEmpty) return;
        if (_filtering || _filter.Text.Length > 0)
        {
            var taken = surface.Write(inner.Column + 1, inner.Row, "/", Theme.Accent);
            _filter.Draw(surface, new Rect(inner.Column + 1 + taken, inner.Row, inner.Columns - 2 - taken, 1), Theme.Text, _filtering);
            inner = inner with { Row = inner.Row + 1, Rows = inner.Rows - 1 };
        }

        var lines = Lines().Where(line => Matches(line, _filter.Text)).ToList();
        _count = lines.Count;
        _page = Math.Max(1, inner.Rows);
        _first = Math.Clamp(_first, 0, Math.Max(0, _count - _page));
        for (var i = 0; i < _page && _first + i < lines.Count; i++)
        {
            var line = lines[_first + i];
            var row = inner.Row + i;
            if (line.Heading)
            {
                surface.Write(inner.Column + 1, row, line.Key, Theme.Strong, inner.Columns - 2);
                continue;
            }

            surface.Write(inner.Column + 3, row, line.Key, Theme.Key, KeyColumns);
            surface.Write(inner.Column + 20, row, line.Help, Theme.Text, inner.Columns - 21);
        }

        if (lines.Count == 0) surface.Write(inner.Column + 1, inner.Row, "Nothing matches; Esc clears the search.", Theme.Dim, inner.Columns - 2);
    }

    public bool HandleKey(in KeyEvent key)
    {
        var name = KeyName.Format(key);
        if (_filtering && name is not ("Escape" or "Enter" or "Up" or "Down")) return _filter.HandleKey(key);
        switch (name)
        {
            case "Escape" when _filtering || _filter.Text.Length > 0:
                _filtering = false;
                _filter.HandleKey(new KeyEvent(new System.Text.Rune('u'), KeyModifiers.Ctrl));
                return true;
            case "Enter" when _filtering:
                _filtering = false;
                return true;
            case "Escape" or "q" or "?" or "C-c":
                client.Close(this);
                return true;
            case "/":
                _filtering = true;
                return true;
            default:
                return Scroll(name);
        }
    }

    public bool HandlePaste(string text)
    {
        if (_filtering) _filter.Insert(text);
        return _filtering;
    }

    private bool Scroll(string name)
    {
        _first += name switch
        {
            "Up" or "k" => -1,
            "Down" or "j" => 1,
            "PPage" or "PageUp" => -_page,
            "NPage" or "PageDown" or "Space" => _page,
            "Home" or "g" => -_count,
            "End" or "G" => _count,
            _ => 0,
        };
        return true;
    }

    private IEnumerable<Line> Lines()
    {
        string[] order = [place, .. new[] { "home", "prefix", CopyKeys.Table }.Where(name => name != place)];
        foreach (var name in order)
        {
            yield return new Line(HeadingOf(name), "", Heading: true);
            foreach (var row in table.Rows)
                foreach (var group in row.Keys.Where(binding => binding.Table == name).GroupBy(binding => Describe(row, binding)))
                    yield return new Line(Shorten([.. group.Select(binding => binding.Key)]), group.Key);
            if (name == "home")
            {
                yield return new Line("↑ ↓ j k", "Move; Home and End, PageUp and PageDown go further");
                yield return new Line("/", "Find; Esc shows all again");
                yield return new Line("Tab", "On a narrow terminal: the other side");
            }

            if (name == "prefix") yield return new Line(prefix, $"Send {prefix} to the program");
        }

        yield return new Line("Commands, after : in the queue, and on the command line as orchtui …", "", Heading: true);
        foreach (var row in table.Rows) yield return new Line("", $"{row.Usage}  ·  {row.Help}");
    }

    private string HeadingOf(string table) => table switch
    {
        "home" => "In the queue",
        CopyKeys.Table => $"While looking back in a pane ({prefix} [ or the wheel)",
        _ => $"In a pane, and everywhere, after {prefix}",
    };

    private static string Describe(Command<HostContext> row, KeyBinding binding) =>
        binding.Words is [var word] && !word.StartsWith('{') && !word.StartsWith('-') && !char.IsAsciiDigit(word[0]) ? $"{row.Help}: {word}" : row.Help;

    private static string Shorten(string[] keys)
    {
        var all = string.Join(' ', keys);
        return all.Length > KeyColumns ? $"{keys[0]} … {keys[^1]}" : all;
    }

    private static bool Matches(Line line, string filter) =>
        filter.Length == 0 || (!line.Heading && $"{line.Key} {line.Help}".Contains(filter, StringComparison.OrdinalIgnoreCase));

    private sealed record Line(string Key, string Help, bool Heading = false);
}
