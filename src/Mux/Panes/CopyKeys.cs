namespace Orchtui.Mux.Panes;

/// <summary>What a key does in copy mode.</summary>
public enum CopyAction
{
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    HalfPageUp,
    HalfPageDown,
    ScrollUp,
    ScrollDown,
    Top,
    Bottom,
    ViewTop,
    ViewMiddle,
    ViewBottom,
    LineStart,
    FirstText,
    LineEnd,
    NextWord,
    PreviousWord,
    WordEnd,
    PreviousPrompt,
    NextPrompt,
    Select,
    SelectLines,
    Rectangle,
    OtherEnd,
    Copy,
    SearchNext,
    SearchPrevious,
    Back,
    Leave,
}

/// <summary>A row of the copy mode's key table, from which the commands and the help derive.</summary>
public sealed record CopyKey(CopyAction Action, string Name, string Help, params string[] Keys);

/// <summary>The keys of copy mode: tmux's, of both its tables where they do not contradict each other.</summary>
public static class CopyKeys
{
    /// <summary>The key table's name.</summary>
    public const string Table = "copy";

    public static IReadOnlyList<CopyKey> All { get; } =
    [
        new(CopyAction.Select, "select", "Begin to select", "Space", "v", "C-Space"),
        new(CopyAction.SelectLines, "select-lines", "Select whole lines", "V"),
        new(CopyAction.Rectangle, "rectangle", "Select a rectangle, or running text again", "C-v"),
        new(CopyAction.OtherEnd, "other-end", "Go to the other end of the selection", "o"),
        new(CopyAction.Copy, "copy", "Copy what is selected, and leave", "Enter", "y", "M-w"),
        new(CopyAction.SearchNext, "search-next", "Go to the next match", "n"),
        new(CopyAction.SearchPrevious, "search-previous", "Go to the match before", "N"),
        new(CopyAction.Up, "up", "Go up", "Up", "k", "C-p"),
        new(CopyAction.Down, "down", "Go down", "Down", "j", "C-n"),
        new(CopyAction.Left, "left", "Go left", "Left", "h"),
        new(CopyAction.Right, "right", "Go right", "Right", "l"),
        new(CopyAction.NextWord, "next-word", "Go to the next word", "w", "M-f"),
        new(CopyAction.PreviousWord, "previous-word", "Go to the word before", "b", "M-b"),
        new(CopyAction.WordEnd, "word-end", "Go to the end of the word", "e"),
        new(CopyAction.PreviousPrompt, "previous-prompt", "Go to the prompt before, if the shell marks them", "M-Up"),
        new(CopyAction.NextPrompt, "next-prompt", "Go to the next prompt", "M-Down"),
        new(CopyAction.LineStart, "line-start", "Go to the start of the line", "0", "C-a"),
        new(CopyAction.FirstText, "first-text", "Go to the first text of the line", "^", "M-m"),
        new(CopyAction.LineEnd, "line-end", "Go to the end of the line", "$", "C-e"),
        new(CopyAction.PageUp, "page-up", "Go a page up", "PageUp", "C-b", "M-v"),
        new(CopyAction.PageDown, "page-down", "Go a page down", "PageDown", "C-f"),
        new(CopyAction.HalfPageUp, "half-page-up", "Go half a page up", "C-u"),
        new(CopyAction.HalfPageDown, "half-page-down", "Go half a page down", "C-d"),
        new(CopyAction.ScrollUp, "scroll-up", "Move the view a line up", "K", "C-Up", "C-y"),
        new(CopyAction.ScrollDown, "scroll-down", "Move the view a line down", "J", "C-Down"),
        new(CopyAction.Top, "top", "Go to the oldest line", "g", "Home", "M-<"),
        new(CopyAction.Bottom, "bottom", "Go to the newest line", "G", "End", "M->"),
        new(CopyAction.ViewTop, "view-top", "Go to the top of the view", "H"),
        new(CopyAction.ViewMiddle, "view-middle", "Go to the middle of the view", "M"),
        new(CopyAction.ViewBottom, "view-bottom", "Go to the bottom of the view", "L"),
        new(CopyAction.Back, "back", "Select nothing any more, or leave", "Escape"),
        new(CopyAction.Leave, "leave", "Leave", "q", "C-c", "C-g"),
    ];
}
