using Orchtui.Terminal.Input;

namespace Orchtui.Mux.Panes;

/// <summary>
/// Whether a person has begun to type something into a pane and has not sent it. What a program shows of it is the program's own affair, so
/// this goes by the keys alone and errs on the careful side: deleting all of a draft does not end it, sending or cancelling it does.
/// </summary>
internal sealed class PersonDraft
{
    private long? _since;

    /// <summary>When the person pressed a key last; null for never.</summary>
    public long? LastKey { get; private set; }

    public bool IsThere => _since is not null;

    /// <summary>The person pressed a key.</summary>
    public void Take(in KeyEvent key, long now)
    {
        LastKey = now;
        if (EndsDraft(key)) _since = null;
        else if (IsText(key)) _since ??= now;
    }

    /// <summary>The person pasted.</summary>
    public void TakePaste(long now)
    {
        LastKey = now;
        _since ??= now;
    }

    /// <summary>What was typed since then was an answer and has been taken.</summary>
    public void ForgetSince(long moment)
    {
        if (_since >= moment) _since = null;
    }

    private static bool EndsDraft(in KeyEvent key) =>
        (key.Key is Key.Enter or Key.KeypadEnter && key.Modifiers == KeyModifiers.None)
        || (key.Modifiers == KeyModifiers.Ctrl && key.Key == Key.Character && key.Rune.Value is 'c' or 'd' or 'm');

    private static bool IsText(in KeyEvent key) =>
        key.Key == Key.Character && (key.Modifiers & (KeyModifiers.Ctrl | KeyModifiers.Alt | KeyModifiers.Super)) == 0;
}
