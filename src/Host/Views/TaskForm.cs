using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>
/// Asks for a new task: title, prompt, agent, project, and whether it runs in its own screen or by itself. Enter goes to the next field,
/// so that nothing is created by accident; on the last field it adds the task, and Ctrl-S does from anywhere.
/// </summary>
internal sealed class TaskForm : IView
{
    private const int LabelWidth = 10;
    private const int PromptRows = 6;
    private const int ErrorRows = 3;

    private const string Any = "any";

    private static readonly string[] Modes = ["interactive", "headless"];

    private readonly IClientContext _client;
    private readonly List<string> _agents = [Any];
    private readonly Action<TaskFormResult> _submit;
    private readonly TextField _title = new();
    private readonly TextField _prompt = new(multiline: true);
    private readonly TextField _project;
    private int _agent;
    private int _mode;
    private Field _focus;
    private string _error = "";

    /// <summary>More agents may still be offered.</summary>
    private bool _lookingForAgents = true;

    /// <summary>The task is being added: a second Enter must not add it twice.</summary>
    private bool _submitted;

    public TaskForm(IClientContext client, string project, Action<TaskFormResult> submit)
    {
        _client = client;
        _project = new TextField(project);
        _submit = submit;
    }

    private enum Field
    {
        Title,
        Prompt,
        Agent,
        Project,
        Mode,
    }

    public CellPosition? Cursor { get; private set; }

    /// <summary>Agents that can be chosen, beside those that were offered before. What is chosen stays chosen.</summary>
    public void Offer(IEnumerable<string> agents)
    {
        var chosen = _agents[_agent];
        _agents.AddRange(agents.Except(_agents));
        _agents.Sort(1, _agents.Count - 1, StringComparer.Ordinal);
        _agent = _agents.IndexOf(chosen);
    }

    /// <summary>All agents there are have been offered.</summary>
    public void EndOffers() => _lookingForAgents = false;

    public void Draw(Surface surface, Rect area)
    {
        var inner = Box.Draw(surface, Box.Centered(area, 84, PromptRows + ErrorRows + 10), "New task", Theme.Accent, "Enter next   C-s add   Esc cancel");
        Cursor = null;
        if (inner.IsEmpty) return;

        // A low terminal loses the blank lines and most of the prompt before it loses a field.
        var gap = inner.Rows > PromptRows + 6 ? 1 : 0;
        var row = inner.Row + gap;
        Text(surface, inner, ref row, Field.Title, "title", _title, 1);
        row += gap;
        Text(surface, inner, ref row, Field.Prompt, "prompt", _prompt, Math.Clamp(inner.Rows - 5 - ErrorRows - (3 * gap), 1, PromptRows));
        row += gap;
        Choice(surface, inner, ref row, Field.Agent, "agent", _agents, _agent, _lookingForAgents ? "looking…" : "");
        Text(surface, inner, ref row, Field.Project, "project", _project, 1);
        Choice(surface, inner, ref row, Field.Mode, "runs", Modes, _mode);
        DrawError(surface, inner, row + 1);
    }

    public bool HandleKey(in KeyEvent key)
    {
        if (key.Type == KeyEventType.Release) return true;
        var name = KeyName.Format(key);
        switch (name)
        {
            case "Escape" or "C-c":
                _client.Close(this);
                return true;
            case "C-s":
                Submit();
                return true;
            case "Enter":
                if (_focus == Field.Mode) Submit();
                else Move(1);
                return true;
            case "Tab":
                Move(1);
                return true;
            case "BTab" or "S-Tab":
                Move(-1);
                return true;
        }

        var isTaken = _focus switch
        {
            Field.Agent => Choose(name, ref _agent, _agents),
            Field.Mode => Choose(name, ref _mode, Modes),
            _ => Current().HandleKey(key),
        };

        // The arrows walk the rows of the prompt first, and from its edges on the fields.
        if (!isTaken && name is "Up" or "Down") Move(name == "Up" ? -1 : 1);
        return true;
    }

    public bool HandlePaste(string text)
    {
        if (_focus is Field.Agent or Field.Mode) return false;
        Current().Insert(text);
        return true;
    }

    /// <summary>Says why the task was not added; the form stays.</summary>
    public void Fail(string message)
    {
        _error = message;
        _submitted = false;
        _client.Invalidate();
    }

    private TextField Current() => _focus switch
    {
        Field.Title => _title,
        Field.Prompt => _prompt,
        _ => _project,
    };

    private void Move(int step) => _focus = (Field)(((int)_focus + step + 5) % 5);

    private static bool Choose(string name, ref int index, IReadOnlyList<string> choices)
    {
        var step = name switch
        {
            "Right" or "Space" or "l" => 1,
            "Left" or "h" => -1,
            _ => 0,
        };
        index = (index + step + choices.Count) % choices.Count;
        return step != 0;
    }

    private void Submit()
    {
        if (_submitted) return;
        if (_title.Text.Trim().Length == 0)
        {
            _error = "A task needs a title.";
            _focus = Field.Title;
            return;
        }

        _error = "";
        _submitted = true;
        _submit(new TaskFormResult(_title.Text.Trim(), _prompt.Text, _agent == 0 ? null : _agents[_agent], _project.Text.Trim(), Modes[_mode]));
    }

    private void Text(Surface surface, Rect inner, ref int row, Field field, string label, TextField text, int rows)
    {
        Label(surface, inner, row, field, label);
        var area = new Rect(inner.Column + LabelWidth + 2, row, inner.Columns - LabelWidth - 4, rows).Intersect(inner);
        text.Draw(surface, area, Theme.Text, _focus == field);
        if (text.Text.Length == 0) ShowEmpty(surface, area, _focus == field);
        if (_focus == field) Cursor = text.Cursor;
        row += rows;
    }

    /// <summary>An empty field still shows where it is.</summary>
    private static void ShowEmpty(Surface surface, Rect area, bool focused)
    {
        for (var row = area.Row; row < area.Bottom; row++)
            surface.Write(area.Column, row, new string('·', area.Columns), focused ? Theme.Accent.With(CellAttributes.Dim) : Theme.Dim);
    }

    private void Choice(Surface surface, Rect inner, ref int row, Field field, string label, IReadOnlyList<string> choices, int chosen, string note = "")
    {
        Label(surface, inner, row, field, label);
        var column = inner.Column + LabelWidth + 2;
        for (var i = 0; i < choices.Count && row < inner.Bottom; i++)
        {
            var text = i == chosen ? $"[{choices[i]}]" : $" {choices[i]} ";
            column += surface.Write(column, row, text, i == chosen ? Theme.Strong : Theme.Dim, inner.Right - column - 1) + 1;
        }

        if (_focus == field) column += surface.Write(column, row, "←→", Theme.Dim, inner.Right - column) + 1;
        if (row < inner.Bottom) surface.Write(column, row, note, Theme.Dim, inner.Right - column);
        row++;
    }

    /// <summary>What went wrong, over as many lines as there are: a refusal names paths, and ends with what to do.</summary>
    private void DrawError(Surface surface, Rect inner, int row)
    {
        var width = Math.Max(1, inner.Columns - 2);
        row = Math.Min(row, inner.Bottom - 1);
        for (var start = 0; start < _error.Length && row < inner.Bottom; row++)
        {
            var length = LineLength(_error.AsSpan(start), width);
            surface.Write(inner.Column + 1, row, _error.Substring(start, length), Theme.Bad, width);
            start += length;
            while (start < _error.Length && _error[start] == ' ') start++;
        }
    }

    /// <summary>As many whole words as fit; a word that is longer than a line is cut.</summary>
    private static int LineLength(ReadOnlySpan<char> text, int width)
    {
        if (text.Length <= width) return text.Length;
        var blank = text[..(width + 1)].LastIndexOf(' ');
        return blank > 0 ? blank : width;
    }

    private void Label(Surface surface, Rect inner, int row, Field field, string label)
    {
        if (row < inner.Bottom) surface.Write(inner.Column + 1, row, (_focus == field ? "▸ " : "  ") + label, _focus == field ? Theme.Accent : Theme.Dim, LabelWidth);
    }
}

/// <summary>What was entered.</summary>
internal sealed record TaskFormResult(string Title, string Prompt, string? Agent, string Project, string Mode);
