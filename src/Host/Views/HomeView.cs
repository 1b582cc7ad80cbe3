using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>
/// Window 0: the queue on the left, the live pane of the selected task on the right. On a narrow terminal one side at a time. The list
/// is the shared model's; selection, filter and scrolling are this client's own.
/// </summary>
internal sealed class HomeView(IClientContext client, QueueModel model, Func<int, PaneId?> paneOf, string prefix, TimeProvider time) : IView
{
    /// <summary>Below this the two sides do not fit beside each other.</summary>
    private const int WideEnough = 96;

    private readonly TextField _filter = new();
    private bool _filtering;
    private bool _previewSide;
    private int _first;
    private int _page = 1;
    private Rect _list;
    private int? _selected;
    private int _index;

    public CellPosition? Cursor => _filtering ? _filter.Cursor : null;

    public PanePreview? Preview { get; private set; }

    /// <summary>The task under the cursor; null in an empty list.</summary>
    public int? Selected => Visible().Any(row => row.Id == _selected) ? _selected : null;

    /// <summary>Puts the cursor on a task, as after adding it.</summary>
    public void Select(int task)
    {
        _selected = task;
        client.Invalidate();
    }

    public void Draw(Surface surface, Rect area)
    {
        Preview = null;
        var rows = Visible();

        // What is shown as selected is what the next key is for, whatever comes and goes meanwhile.
        _index = IndexOf(rows);
        _selected = rows.Count > 0 ? rows[_index].Id : null;
        var wide = area.Columns >= WideEnough;
        var listWidth = wide ? Math.Max(46, area.Columns / 2) : area.Columns;
        var selected = rows.Count > 0 ? rows[IndexOf(rows)] : null;
        if (wide || !_previewSide || selected is null) DrawList(surface, area with { Columns = listWidth }, rows, wide);
        if (wide) DrawPreview(surface, new Rect(area.Column + listWidth, area.Row, area.Columns - listWidth, area.Rows), selected);
        else if (_previewSide && selected is not null) DrawPreview(surface, area, selected);
    }

    public bool HandleKey(in KeyEvent key)
    {
        if (key.Type == KeyEventType.Release) return true;
        var name = KeyName.Format(key);
        if (_filtering)
        {
            if (name is "Enter") _filtering = false;
            else if (name is "Escape" or "C-c") ClearFilter();
            else _filter.HandleKey(key);
            return true;
        }

        switch (name)
        {
            case "Down" or "j":
                return Move(1);
            case "Up" or "k":
                return Move(-1);
            case "NPage" or "PageDown":
                return Move(_page);
            case "PPage" or "PageUp":
                return Move(-_page);
            case "Home" or "g":
                return Move(-model.Rows.Count);
            case "End" or "G":
                return Move(model.Rows.Count);
            case "Tab":
                _previewSide = !_previewSide;
                return true;
            case "/":
                _filtering = true;
                return true;
            case "Escape" when _filter.Text.Length > 0:
                ClearFilter();
                return true;
            default:
                return false;
        }
    }

    public bool HandlePaste(string text)
    {
        if (_filtering) _filter.Insert(text);
        return _filtering;
    }

    public bool HandleMouse(in MouseEvent mouse, int column, int row)
    {
        if (mouse.Action != MouseAction.Press) return false;
        if (mouse.IsWheel) return Move(mouse.Button == MouseButton.WheelUp ? -1 : 1);
        var rows = Visible();
        var index = _first + row - _list.Row;
        if (!_list.Contains(column, row) || index >= rows.Count) return false;
        if (_selected == rows[index].Id) client.Run("task.enter", rows[index].Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _selected = rows[index].Id;
        return true;
    }

    private void ClearFilter()
    {
        _filtering = false;
        _filter.HandleKey(new KeyEvent(new System.Text.Rune('u'), KeyModifiers.Ctrl));
    }

    private bool Move(int step)
    {
        var rows = Visible();
        if (rows.Count > 0) _selected = rows[Math.Clamp(IndexOf(rows) + step, 0, rows.Count - 1)].Id;
        return true;
    }

    private IReadOnlyList<QueueRow> Visible()
    {
        var filter = _filter.Text;
        return filter.Length == 0
            ? model.Rows
            : [.. model.Rows.Where(row => $"{row.Id} {row.Task.Title} {row.Task.Agent} {row.Reason}".Contains(filter, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>The selection stays on its task while rows come, go and move; when the task goes it stays in its place.</summary>
    private int IndexOf(IReadOnlyList<QueueRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Id == _selected) return i;
        return Math.Clamp(_index, 0, Math.Max(0, rows.Count - 1));
    }

    private void DrawList(Surface surface, Rect area, IReadOnlyList<QueueRow> rows, bool wide)
    {
        var inner = Box.Draw(surface, area, "Queue", Theme.Accent, wide ? "" : "Tab: pane");
        if (inner.IsEmpty) return;
        if (_filtering || _filter.Text.Length > 0)
        {
            surface.Write(inner.Column, inner.Row, "/", Theme.Accent);
            _filter.Draw(surface, new Rect(inner.Column + 1, inner.Row, inner.Columns - 1, 1), Theme.Text, _filtering);
            inner = inner with { Row = inner.Row + 1, Rows = inner.Rows - 1 };
        }

        _list = inner;
        _page = Math.Max(1, inner.Rows);
        if (rows.Count == 0)
        {
            DrawEmpty(surface, inner);
            return;
        }

        var selected = IndexOf(rows);
        _first = Math.Clamp(_first, Math.Max(0, selected - _page + 1), selected);
        for (var i = 0; i < _page && _first + i < rows.Count; i++)
            QueueLine.Draw(surface, new Rect(inner.Column, inner.Row + i, inner.Columns, 1), rows[_first + i], _first + i == selected, time.GetUtcNow());
    }

    private void DrawEmpty(Surface surface, Rect area)
    {
        string[] lines = model.Problem.Length > 0
            ? [model.Problem]
            : _filter.Text.Length > 0
                ? ["Nothing matches.", "", "Esc clears the filter."]
                : ["No tasks yet.", "", .. Keys(("n", "a new task: an agent works on it"), ("", "in a git worktree of its own"), ("?", "all keys"), ($"{prefix} c", "a shell in a window"))];
        for (var i = 0; i < lines.Length && i < area.Rows; i++) surface.Write(area.Column + 1, area.Row + i, lines[i], Theme.Dim, area.Columns - 2);
    }

    private static IEnumerable<string> Keys(params (string Key, string What)[] keys)
    {
        var width = keys.Max(row => row.Key.Length) + 2;
        return keys.Select(row => row.Key.PadRight(width) + row.What);
    }

    private void DrawPreview(Surface surface, Rect area, QueueRow? row)
    {
        if (row is null)
        {
            Box.Draw(surface, area, "", Theme.Dim);
            return;
        }

        var age = QueueRow.Age(time.GetUtcNow() - row.Task.CreatedAt);
        var title = string.Join(" ── ", new[] { $"{row.Id} {row.Task.Title}", $"{row.Task.Agent} {row.Task.Model}".Trim(), age, QueueLine.Cost(row.Task) }.Where(part => part.Length > 0));
        var inner = Box.Draw(surface, area, title, Theme.Dim);
        if (inner.IsEmpty) return;
        if (paneOf(row.Id) is { } pane) Preview = new PanePreview(pane, inner);
        else DrawDetails(surface, inner, row);
    }

    private static void DrawDetails(Surface surface, Rect area, QueueRow row)
    {
        var at = area.Row;
        void Line(string label, string? value)
        {
            if (string.IsNullOrEmpty(value) || at >= area.Bottom) return;
            surface.Write(area.Column + 1, at, label, Theme.Dim, 10);
            surface.Write(area.Column + 12, at++, value, Theme.Text, area.Columns - 13);
        }

        Line("status", $"{row.Shape} {SnakeCase.Text(row.Task.Status)}");
        Line("why", row.Details);
        Line("project", row.Task.Project);
        Line("branch", row.Task.Branch);
        Line("worktree", row.Task.Worktree);
        Line("attempts", row.Task.Attempts > 0 ? $"{row.Task.Attempts}" : null);
        at++;
        foreach (var line in row.Task.Prompt.Split('\n'))
            if (at < area.Bottom) surface.Write(area.Column + 1, at++, line, Theme.Text, area.Columns - 2);
    }
}
