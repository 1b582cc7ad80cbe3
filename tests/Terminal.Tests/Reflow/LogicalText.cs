using System.Text;

namespace Orchtui.Terminal.Tests.Reflow;

/// <summary>What a terminal holds apart from how it is wrapped: lines with their links and colours, marks, and where the cursor stands.</summary>
internal static class LogicalText
{
    public static string Of(Emulator emulator)
    {
        var all = new StringBuilder();
        var line = new StringBuilder();
        var cells = 0;
        var row = new Cell[CellSize.MaxColumns];
        var history = emulator.Scrollback.Count;
        for (var i = 0; i < history + emulator.Size.Rows; i++)
        {
            var onScreen = i >= history;
            ReadOnlySpan<Cell> source = onScreen ? emulator.Row(i - history) : row.AsSpan(0, emulator.Scrollback.ReadLine(i, row));
            var marks = onScreen ? emulator.RowMarks(i - history) : emulator.Scrollback.Marks(i);
            if (marks != 0) all.Append($"{{{marks} at {cells}}}");
            if (onScreen && i - history == emulator.Cursor.Row)
                all.Append($"{{cursor at {cells + emulator.Cursor.Column + (emulator.PendingWrap ? 1 : 0)}}}");
            foreach (ref readonly var cell in source)
            {
                if (cell.IsSpacer) continue;
                cells++;
                if (cell.IsWideTail) continue;
                line.Append(emulator.GetText(cell));
                if (!cell.IsBlank && cell.Foreground != Color.Default) line.Append($"[{cell.Foreground}]");
                if (!cell.IsBlank && emulator.Hyperlink(cell) is { } link) line.Append($"<{link.Uri}>");
            }

            if (onScreen ? emulator.RowWrapped(i - history) : emulator.Scrollback.Wrapped(i)) continue;
            all.Append(line.ToString().TrimEnd(' ')).Append('\n');
            line.Clear();
            cells = 0;
        }

        return all.ToString().TrimEnd('\n');
    }
}
