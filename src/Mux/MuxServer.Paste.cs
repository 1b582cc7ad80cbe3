using System.Buffers;
using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Windows;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux;

/// <summary>Pastes: they arrive in pieces, and all pieces go where the first one went.</summary>
public sealed partial class MuxServer
{
    private const int LongestPasteIntoView = 16 * 1024 * 1024;

    private void OnPaste(Client client, PasteInput piece)
    {
        if (piece.IsFirst)
        {
            SettleFocus();
            client.Paste = BeginPaste(client);
        }

        if (client.Paste is not { } paste) return;
        if (paste.Pane is not null) PasteIntoPane(paste, piece);
        else if (paste.View is not null) PasteIntoView(client, paste, piece);
        if (piece.IsLast) client.Paste = null;
    }

    private ClientPaste BeginPaste(Client client)
    {
        if (client.TopOverlay is { } overlay) return new ClientPaste { View = overlay };
        if (client.Window == Session.Home || _session.Find(client.Window) is null) return new ClientPaste { View = client.Home };
        if (client.ReadOnly || FocusedSlot(client) is not { Pane: { Ended: false } pane } || CopyOf(client, pane.Id) is not null) return new ClientPaste();
        return new ClientPaste { Pane = pane, Encoder = new PasteEncoder(pane.Emulator.InputModes) };
    }

    private void PasteIntoPane(ClientPaste paste, PasteInput piece)
    {
        _encoded.ResetWrittenCount();
        if (piece.IsFirst) paste.Encoder!.Begin(_encoded);
        paste.Encoder!.Append(piece.Data.Span, _encoded);
        if (piece.IsLast) paste.Encoder.End(_encoded);
        SendTo(paste.Pane!, _encoded.WrittenSpan);
        if (_panes.TryGetValue(paste.Pane!.Id, out var slot)) slot.Draft.TakePaste(Now);
        Host.PersonTyped(paste.Pane!);
    }

    private void PasteIntoView(Client client, ClientPaste paste, PasteInput piece)
    {
        paste.IsTooLong |= paste.Text.WrittenCount + piece.Data.Length > LongestPasteIntoView;
        if (!paste.IsTooLong) paste.Text.Write(piece.Data.Span);
        if (!piece.IsLast) return;
        if (paste.IsTooLong) ShowToast(client, "This paste is too long for here.", isError: true);
        else if (paste.View == client.Home || client.Overlays.Contains(paste.View!)) paste.View!.HandlePaste(Encoding.UTF8.GetString(paste.Text.WrittenSpan));
        client.InvalidateAll();
    }
}
