using System.Text;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>
/// Draws the whole screen in one write: heading, plan, the tail of the log, a progress line and the prompt line. A screen this small
/// is cheaper to draw again than to compare.
/// </summary>
internal static class ScreenPainter
{
    public static string Paint(ScreenModel model, int columns, int rows)
    {
        var lines = new List<string> { $"\e[7m{Fit($" Demo agent · {model.Heading}", columns - 1)}\e[27m", "" };
        lines.AddRange(model.Plan.Select(step => $" {Mark(step.Mark)} {Fit(step.Title, columns - 5)}"));
        lines.Add("");
        // Three rows stay for the progress line, a gap and the prompt.
        var room = Math.Max(0, rows - lines.Count - 3);
        lines.AddRange(model.Log.TakeLast(room).Select(line => $"   \e[2m{Fit(line, columns - 4)}\e[22m"));
        while (lines.Count < rows - 3) lines.Add("");
        lines = lines.GetRange(0, Math.Min(lines.Count, Math.Max(0, rows - 3)));
        lines.Add(Progress(model, columns));
        lines.Add("");
        lines.Add(Prompt(model, columns));

        var text = new StringBuilder("\e[?2026h\e[H");
        text.AppendJoin("\r\n", lines.TakeLast(rows).Select(line => $"{line}\e[K"));
        return text.Append(model.Input is null ? "\e[?25l" : "\e[?25h").Append("\e[?2026l").ToString();
    }

    /// <summary>Cuts a text to a width, counting everything beyond Latin and the marks used here as two columns.</summary>
    internal static string Fit(string text, int columns)
    {
        var width = 0;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            width += rune.Value is >= 0x1100 and not (>= 0x2010 and <= 0x2BFF) ? 2 : 1;
            if (width > columns) break;
            kept.Append(Rune.IsControl(rune) ? ' ' : rune);
        }

        return kept.ToString();
    }

    private static string Mark(StepMark mark) => mark switch
    {
        StepMark.Done => "\e[32m✔\e[39m",
        StepMark.Failed => "\e[31m✗\e[39m",
        StepMark.Running => "\e[36m●\e[39m",
        _ => "○",
    };

    private static string Progress(ScreenModel model, int columns)
    {
        var done = model.Plan.Count(step => step.Mark == StepMark.Done);
        var filled = model.Plan.Count == 0 ? 0 : 20 * done / model.Plan.Count;
        return $" [{new string('#', filled)}{new string('-', 20 - filled)}] {Fit(model.Status, columns - 26)}";
    }

    private static string Prompt(ScreenModel model, int columns) =>
        model.Question is { } question ? $" \e[1m{Fit(question, columns - 2)}\e[22m"
        : model.Input is { } input ? $" › {Tail(input, columns - 5)}"
        : "";

    private static string Tail(string text, int columns) => Fit(text.Length > columns && columns > 0 ? text[^columns..] : text, columns);
}
