using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>Asks for one line on the bottom line. Enter takes it, Esc goes back.</summary>
internal sealed class PromptView(IClientContext client, string label, string text, Action<string> done) : IView
{
    private readonly TextField _field = new(text);

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
                done(_field.Text);
                return true;
            default:
                return _field.HandleKey(key);
        }
    }

    public bool HandlePaste(string text)
    {
        _field.Insert(text);
        return true;
    }
}
