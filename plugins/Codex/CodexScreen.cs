using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>The parts of the CLI's screen that rules speak of.</summary>
internal enum ScreenArea
{
    /// <summary>A dialog with numbered answers that stands where the prompt would stand; its question as one line.</summary>
    Dialog,

    /// <summary>The last thing said above the prompt, as one line without its mark.</summary>
    Message,

    /// <summary>The same, if it is marked as an error.</summary>
    Error,

    /// <summary>The rows between what was said last and the prompt.</summary>
    Status,

    /// <summary>The prompt line itself.</summary>
    Prompt,

    /// <summary>Every row.</summary>
    Screen,
}

/// <summary>
/// Takes a screen apart from the bottom, where the CLI keeps what is current. Anything above may be a quotation: a message counts only
/// when it is the last one, and numbered rows are a dialog only when the hint of how to answer stands below them.
/// </summary>
internal sealed partial class CodexScreen
{
    private readonly Dictionary<ScreenArea, IReadOnlyList<string>> _areas = [];

    private CodexScreen() { }

    public IReadOnlyList<string> this[ScreenArea area] => _areas.GetValueOrDefault(area, []);

    /// <summary>The dialog as a question; null when there is none.</summary>
    public AgentQuestion? Question { get; private set; }

    public static CodexScreen Read(IReadOnlyList<string> rows, CodexData data)
    {
        var screen = new CodexScreen();
        screen._areas[ScreenArea.Screen] = rows;
        if (CodexDialog.Read(rows, data) is { } question)
        {
            screen.Question = question;
            screen._areas[ScreenArea.Dialog] = [question.Text.ReplaceLineEndings(" ")];
            return screen;
        }

        var prompt = LastIndex(rows, rows.Count - 1, row => row.StartsWith('›'));
        if (prompt >= 0) screen.ReadAbove(rows, prompt);
        return screen;
    }

    private void ReadAbove(IReadOnlyList<string> rows, int prompt)
    {
        _areas[ScreenArea.Prompt] = [rows[prompt]];
        var message = LastIndex(rows, prompt - 1, row => MessageStart.IsMatch(row));
        // What the person has said themselves is no message, and ends the search for one.
        if (message < 0 || rows[message][0] == '›') return;
        var end = message + 1;
        while (end < prompt && rows[end].Length > 0) end++;
        var text = string.Join(' ', rows.Skip(message).Take(end - message).Select(row => row.Trim()))[1..].TrimStart();
        _areas[ScreenArea.Message] = [text];
        if (rows[message][0] == '■') _areas[ScreenArea.Error] = [text];
        _areas[ScreenArea.Status] = [.. rows.Skip(end).Take(prompt - end).Where(row => row.Length > 0)];
    }

    private static int LastIndex(IReadOnlyList<string> rows, int from, Predicate<string> matches)
    {
        for (var i = from; i >= 0; i--)
            if (matches(rows[i])) return i;
        return -1;
    }

    [GeneratedRegex("^[•◦■›⚠✗✘] ?")]
    private static partial Regex MessageStart { get; }
}
