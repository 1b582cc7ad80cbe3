using System.Text;
using Orchtui.Terminal;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A captured screen in a form in which captures of different terminals can be compared. What cannot be seen, such as the foreground
/// of a blank, does not count; nor do blanks at the end of a row, as tmux leaves out of its captures those that were erased in a colour.
/// </summary>
/// <param name="Text">The rows without trailing blanks.</param>
/// <param name="Looks">For each row the columns that do not look as default ones, and how they look.</param>
internal sealed record CapturedScreen(IReadOnlyList<string> Text, IReadOnlyList<string> Looks)
{
    private const CellAttributes SeenOnBlanks = CellAttributes.Inverse | CellAttributes.Strikethrough | CellAttributes.Overline;

    public static CapturedScreen Read(string capture, int columns, int rows)
    {
        using var emulator = new Emulator(new CellSize(columns, rows), new EmulatorOptions());
        // tmux writes line drawing by shifting out; nothing may wrap, as each line is a row.
        emulator.Write(Encoding.UTF8.GetBytes($"\e)0\e[?7l{capture.TrimEnd('\n').Replace("\n", "\r\n")}"));
        return Read(emulator, 0, columns, rows);
    }

    /// <summary>A part of a screen that begins in the first column of a row.</summary>
    public static CapturedScreen Read(Emulator emulator, int first, int columns, int rows)
    {
        var all = Enumerable.Range(first, Math.Min(rows, emulator.Size.Rows - first)).ToList();
        return new CapturedScreen([.. all.Select(emulator.RowText)], [.. all.Select(row => LooksOf(emulator.Row(row), columns))]);
    }

    public override string ToString() => string.Join('\n', Text.Zip(Looks, (text, looks) => $"{text}\n     {looks}"));

    private static string LooksOf(ReadOnlySpan<Cell> cells, int columns)
    {
        cells = cells[..Math.Min(cells.Length, columns)];
        while (cells.Length > 0 && cells[^1].IsBlank && !cells[^1].IsWideTail) cells = cells[..^1];
        var text = new StringBuilder();
        var from = 0;
        for (var column = 1; column <= cells.Length; column++)
        {
            var look = Look(cells[from]);
            if (column < cells.Length && Look(cells[column]) == look) continue;
            if (look.Length > 0) text.Append($"{from}-{column - 1}{look}; ");
            from = column;
        }

        return text.ToString();
    }

    private static string Look(Cell cell)
    {
        var blank = cell.IsBlank && !cell.IsWideTail;
        var attributes = blank ? cell.Attributes & SeenOnBlanks : cell.Attributes;
        var foreground = blank && !attributes.HasFlag(CellAttributes.Inverse) ? Color.Default : cell.Foreground;
        var look = new StringBuilder();
        if (attributes != 0) look.Append($" {attributes}");
        if (cell.Underline != 0) look.Append($" underline {cell.Underline}");
        if (!foreground.IsDefault) look.Append($" {foreground}");
        if (!cell.Background.IsDefault) look.Append($" on {cell.Background}");
        return look.ToString();
    }
}
