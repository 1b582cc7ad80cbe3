using Orchtui.Mux.Panes;

namespace Orchtui.Host.Daemon;

/// <summary>The visible rows of a pane as text.</summary>
internal static class ScreenText
{
    /// <summary>From the top, right-trimmed; none for a pane that is gone. Mux thread.</summary>
    public static IReadOnlyList<string> Of(Pane? pane)
    {
        if (pane is null) return [];
        var rows = new string[pane.Emulator.Size.Rows];
        for (var row = 0; row < rows.Length; row++) rows[row] = pane.Emulator.RowText(row);
        return rows;
    }
}
