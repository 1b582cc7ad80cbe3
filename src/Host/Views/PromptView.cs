using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>Asks for one line on the bottom line. Enter takes it, Esc goes back, the arrows bring what was entered before.</summary>
internal sealed class PromptView(IClientContext client, string label, string text, Action<string> done, PromptHistory? history = null) : IView
{
    private readonly TextField _field = new(text);
    private readonly PromptHistory _history = history ?? new PromptHistory();
    private string _draft = text;

    /// <summary>How many entries back; 0 is what the person is writing.</summary>
    private int _back;

    public CellPosition? Cursor => _field.Cursor;

    public void Draw(Surface surface, Rect area)
    {
        var row = surface.Rows - 1;
        surface.Fill(new Rect(0, row, surface.Columns, 1));
        var taken = surface.Write(0, row, label, Theme.Accent);
        _field.Draw(surface, new Rect(taken, row, surface.Columns - taken, 1), Theme.Text, focused: true);
    }

    public bool HandleKey(in KeyEvent key)
    {
        switch (KeyName.Format(key))
        {
            case "Escape" or "C-c" or "C-g":
                client.Close(this);
                return true;
            case "Enter":
                client.Close(this);
                _history.Add(_field.Text);
                done(_field.Text);
                return true;
            case "Up" or "C-p":
                return Recall(_back + 1);
            case "Down" or "C-n":
                return Recall(_back - 1);
            default:
                return _field.HandleKey(key);
        }
    }

    public bool HandlePaste(string text)
    {
        _field.Insert(text);
        return true;
    }

    private bool Recall(int back)
    {
        if (back < 0 || back > _history.Count) return true;
        if (_back == 0) _draft = _field.Text;
        _back = back;
        _field.Replace(back == 0 ? _draft : _history[_history.Count - back]);
        return true;
    }
}
