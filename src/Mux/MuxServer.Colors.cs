using Orchtui.Mux.Clients;

namespace Orchtui.Mux;

/// <summary>
/// The colours that programs in panes are told when they ask for the terminal's, by which agents choose a light or a dark look: those of
/// the terminal that named its own last. Terminals of different colours on one pane cannot all be right.
/// </summary>
public sealed partial class MuxServer
{
    private OuterColors _outerColors = OuterColors.Unknown;

    private static void AskColors(Client client)
    {
        if (OuterTerminal.HasStrings(client.Environment)) client.Screen.Send(OuterTerminal.AskColors);
    }

    private void OnColors(Client client, string answer)
    {
        var colors = _outerColors.With(answer);
        if (client.ReadOnly || colors == _outerColors) return;
        _outerColors = colors;
        foreach (var slot in _panes.Values) slot.Pane.SetOuterColors(colors);
    }
}
