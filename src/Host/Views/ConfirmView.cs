using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>Asks yes or no on the bottom line before something that ends a program. Anything but y means no.</summary>
internal sealed class ConfirmView(IClientContext client, string question, Action yes) : IView
{
    private const string Choice = " (y/n) ";

    private int _end;

    public CellPosition? Cursor => new CellPosition(client.Size.Rows - 1, Math.Min(_end, client.Size.Columns - 1));

    public void Draw(Surface surface, Rect area)
    {
        var row = surface.Rows - 1;
        surface.Fill(new Rect(0, row, surface.Columns, 1));
        _end = surface.Write(0, row, QueueLine.Middle(surface.Glyphs, question, surface.Columns - Choice.Length), Theme.NeedsYou);
        _end += surface.Write(_end, row, Choice, Theme.NeedsYou);
    }

    public bool HandleKey(in KeyEvent key)
    {
        if (key.Type == KeyEventType.Release) return true;
        client.Close(this);
        if (KeyName.Format(key) is "y" or "Y") yes();
        return true;
    }
}
