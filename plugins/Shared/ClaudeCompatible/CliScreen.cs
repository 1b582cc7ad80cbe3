using System.Text.RegularExpressions;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>The parts of the CLI's screen that rules speak of.</summary>
internal enum ScreenArea
{
    /// <summary>The question of a dialog that stands where the prompt would stand, as one line.</summary>
    Dialog,

    /// <summary>Its answers, one by one.</summary>
    Answers,

    /// <summary>The rows below the prompt box.</summary>
    Footer,

    /// <summary>The last thing said above the prompt box or the dialog, as one line without its mark.</summary>
    Message,

    /// <summary>The line that tells how the turn goes, above the prompt box.</summary>
    Status,

    /// <summary>The prompt line itself.</summary>
    Prompt,

    /// <summary>The lowest written rows of a screen without a prompt.</summary>
    Bottom,

    /// <summary>Every row.</summary>
    Screen,
}

/// <summary>
/// Takes a screen apart from the bottom, where the CLI keeps what is current. Anything above may be a quotation: a dialog counts only
/// when no prompt stands below it, and a message only when it is the last one.
/// </summary>
internal sealed partial class CliScreen
{
    /// <summary>How many rows a dialog of a form that is not known may use for its hints.</summary>
    private const int BottomRows = 4;

    private readonly Dictionary<ScreenArea, IReadOnlyList<string>> _areas = [];

    private CliScreen() { }

    public IReadOnlyList<string> this[ScreenArea area] => _areas.GetValueOrDefault(area, []);

    /// <summary>The dialog; null when there is none.</summary>
    public CliDialog? Dialog { get; private set; }

    public static CliScreen Read(IReadOnlyList<string> rows)
    {
        var screen = new CliScreen();
        screen._areas[ScreenArea.Screen] = rows;
        var prompt = FindPrompt(rows);
        if (prompt < 0) screen.ReadWithoutPrompt(rows);
        else screen.ReadAround(rows, prompt);
        return screen;
    }

    /// <summary>
    /// The prompt line stands between two rules across the screen. Its mark is followed by a no-break space, that of a chosen answer by
    /// a plain one.
    /// </summary>
    private static int FindPrompt(IReadOnlyList<string> rows)
    {
        for (var i = rows.Count - 1; i > 0; i--)
            if (rows[i].StartsWith('❯') && !rows[i].StartsWith("❯ ", StringComparison.Ordinal) && ScreenText.IsRule(rows[i - 1])) return i;
        return -1;
    }

    private void ReadAround(IReadOnlyList<string> rows, int prompt)
    {
        var end = prompt + 1;
        while (end < rows.Count && !ScreenText.IsRule(rows[end])) end++;
        _areas[ScreenArea.Prompt] = [rows[prompt]];
        _areas[ScreenArea.Footer] = [.. rows.Skip(end + 1).Where(row => row.Length > 0)];
        ReadMessage(rows.Take(prompt - 1).ToList());
    }

    private void ReadWithoutPrompt(IReadOnlyList<string> rows)
    {
        _areas[ScreenArea.Bottom] = [.. rows.Where(row => row.Length > 0).TakeLast(BottomRows)];
        if (CliDialog.Find(rows) is not { } dialog) return;
        Dialog = dialog;
        _areas[ScreenArea.Dialog] = [dialog.Line];
        _areas[ScreenArea.Answers] = [.. dialog.Answers.Select(answer => answer.Label)];
        ReadMessage(rows.Take(dialog.Rows.First).ToList());
    }

    private void ReadMessage(List<string> above)
    {
        var status = above.FindLastIndex(row => row.Length > 0 && !IsNote(row));
        if (status >= 0 && StatusLine.IsMatch(above[status])) _areas[ScreenArea.Status] = [above[status]];
        else status = above.Count;

        var message = status > 0 ? above.FindLastIndex(status - 1, row => MessageStart.IsMatch(row) && !IsNote(row)) : -1;
        if (message < 0) return;
        var block = above.Skip(message).Take(status - message).TakeWhile(row => row.Length > 0).Select(row => row.Trim());
        _areas[ScreenArea.Message] = [string.Join(' ', block)[1..].TrimStart()];
    }

    /// <summary>For a while a remark stands at the right above the prompt, such as how much effort is made.</summary>
    private static bool IsNote(string row) => row.Length - row.TrimStart().Length > row.Length / 2;

    [GeneratedRegex(@"^\s*[●⎿] ")]
    private static partial Regex MessageStart { get; }

    /// <summary>A glyph that turns, then what is being done or was done.</summary>
    [GeneratedRegex(@"^[✻✽✶✳✢·∗*+] \S")]
    private static partial Regex StatusLine { get; }
}
