using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>The text of a pane's screen and of the scrollback above it.</summary>
internal static class PaneCapture
{
    /// <summary>Lines from top to bottom, right-trimmed, each ended by a line feed; lines that wrapped stay apart.</summary>
    public static string Text(Emulator emulator, int history, bool ansi)
    {
        var text = new StringBuilder();
        var line = new Cell[CellSize.MaxColumns];
        var painter = ansi ? new AnsiLine(emulator) : null;
        var scrollback = emulator.Scrollback;
        for (var i = Math.Max(0, scrollback.Count - Math.Max(0, history)); i < scrollback.Count; i++)
            Append(text, emulator, painter, line.AsSpan(0, scrollback.ReadLine(i, line)));
        for (var row = 0; row < emulator.Size.Rows; row++) Append(text, emulator, painter, emulator.Row(row));
        return text.ToString();
    }

    private static void Append(StringBuilder text, Emulator emulator, AnsiLine? painter, ReadOnlySpan<Cell> cells)
    {
        if (painter is not null) painter.Append(cells, text);
        else text.Append(emulator.LineText(cells));
        text.Append('\n');
    }
}
