namespace Orchtui.Mux.Panes;

/// <summary>The actions of copy mode that need nothing but the mode itself.</summary>
internal static class CopyMotions
{
    public static void Apply(CopyMode copy, CopyAction action)
    {
        Action<CopyMode> motion = action switch
        {
            CopyAction.Up => static copy => copy.MoveCursor(-1, 0),
            CopyAction.Down => static copy => copy.MoveCursor(1, 0),
            CopyAction.Left => static copy => copy.MoveCursor(0, -1),
            CopyAction.Right => static copy => copy.MoveCursor(0, 1),
            CopyAction.PageUp => static copy => copy.Page(-1),
            CopyAction.PageDown => static copy => copy.Page(1),
            CopyAction.HalfPageUp => static copy => copy.Page(-0.5),
            CopyAction.HalfPageDown => static copy => copy.Page(0.5),
            CopyAction.ScrollUp => static copy => copy.Scroll(1),
            CopyAction.ScrollDown => static copy => copy.Scroll(-1),
            CopyAction.Top => static copy => copy.ToTop(),
            CopyAction.Bottom => static copy => copy.ToBottom(),
            CopyAction.ViewTop => static copy => copy.ToViewRow(0),
            CopyAction.ViewMiddle => static copy => copy.ToViewRow(0.5),
            CopyAction.ViewBottom => static copy => copy.ToViewRow(1),
            CopyAction.LineStart => static copy => copy.ToLineStart(),
            CopyAction.FirstText => static copy => copy.ToFirstText(),
            CopyAction.LineEnd => static copy => copy.ToLineEnd(),
            CopyAction.NextWord => static copy => copy.ToNextWord(),
            CopyAction.PreviousWord => static copy => copy.ToPreviousWord(),
            CopyAction.WordEnd => static copy => copy.ToWordEnd(),
            CopyAction.PreviousPrompt => static copy => copy.ToPrompt(-1),
            CopyAction.NextPrompt => static copy => copy.ToPrompt(1),
            CopyAction.Select => static copy => copy.Select(SelectionShape.Text),
            CopyAction.SelectLines => static copy => copy.Select(SelectionShape.Lines),
            CopyAction.Rectangle => static copy => copy.ToggleRectangle(),
            CopyAction.OtherEnd => static copy => copy.SwapEnds(),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "This action needs more than the copy mode itself."),
        };
        motion(copy);
    }
}
