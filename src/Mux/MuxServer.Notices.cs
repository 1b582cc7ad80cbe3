using System.Text;
using Orchtui.Mux.Clients;

namespace Orchtui.Mux;

/// <summary>Telling people who look elsewhere.</summary>
public sealed partial class MuxServer
{
    private const int LongestNotice = 200;

    /// <summary>
    /// Tells every client, but those whose person has the pane in front of them: on the top line, by the bell, and as a notification of the
    /// outer terminal's own. Mux thread.
    /// </summary>
    public void Notify(PaneId? about, string text)
    {
        foreach (var client in _clients)
        {
            if (about is { } pane && client.HasFocus && FocusedSlot(client)?.Pane.Id == pane) continue;
            ShowToast(client, text, isError: false);
            if (!client.Screen.IsBlocked) client.Screen.Send(NoticeFor(client, text));
        }
    }

    /// <summary>
    /// The bell, and OSC 777 (title, then body) where the terminal is of a family that knows that one, else OSC 9, which most others know. Nothing of the
    /// text can end the sequence.
    /// </summary>
    private static byte[] NoticeFor(Client client, string text)
    {
        var plain = new string([.. text.Where(c => !char.IsControl(c)).Take(LongestNotice)]);
        var terminal = client.Environment.GetValueOrDefault("TERM", "");
        var knows777 = terminal.StartsWith("foot", StringComparison.Ordinal) || terminal.StartsWith("rxvt", StringComparison.Ordinal)
            || client.Environment.ContainsKey("VTE_VERSION");
        return Encoding.UTF8.GetBytes(knows777 ? $"\a\e]777;notify;orchtui;{plain.Replace(';', ',')}\e\\" : $"\a\e]9;orchtui: {plain}\e\\");
    }
}
