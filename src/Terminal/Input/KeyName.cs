using System.Text;

namespace Orchtui.Terminal.Input;

/// <summary>Keys by the names that tmux gives them: C-c, M-x, S-F5, BSpace, PPage; also ^C. Names are not case-sensitive, characters
/// are.</summary>
public static class KeyName
{
    // The first name of a key is the one that is written.
    private static readonly (string Name, Key Key)[] Names =
    [
        ("Enter", Key.Enter), ("Escape", Key.Escape), ("Tab", Key.Tab), ("BSpace", Key.Backspace),
        ("Up", Key.Up), ("Down", Key.Down), ("Left", Key.Left), ("Right", Key.Right), ("Home", Key.Home), ("End", Key.End),
        ("PageUp", Key.PageUp), ("PPage", Key.PageUp), ("PgUp", Key.PageUp),
        ("PageDown", Key.PageDown), ("NPage", Key.PageDown), ("PgDn", Key.PageDown),
        ("IC", Key.Insert), ("Insert", Key.Insert), ("DC", Key.Delete), ("Delete", Key.Delete),
        ("Esc", Key.Escape), ("Return", Key.Enter), ("Backspace", Key.Backspace), ("Menu", Key.Menu),
        ("PrintScreen", Key.PrintScreen), ("Pause", Key.Pause),
        ("KP0", Key.Keypad0), ("KP1", Key.Keypad1), ("KP2", Key.Keypad2), ("KP3", Key.Keypad3), ("KP4", Key.Keypad4),
        ("KP5", Key.Keypad5), ("KP6", Key.Keypad6), ("KP7", Key.Keypad7), ("KP8", Key.Keypad8), ("KP9", Key.Keypad9),
        ("KP.", Key.KeypadDecimal), ("KP/", Key.KeypadDivide), ("KP*", Key.KeypadMultiply), ("KP-", Key.KeypadSubtract),
        ("KP+", Key.KeypadAdd), ("KPEnter", Key.KeypadEnter), ("KP=", Key.KeypadEqual),
    ];

    private static readonly (string Prefix, KeyModifiers Modifier)[] Prefixes =
    [
        ("C-", KeyModifiers.Ctrl), ("M-", KeyModifiers.Alt), ("S-", KeyModifiers.Shift), ("Super-", KeyModifiers.Super),
    ];

    /// <summary>What is typed most is named without making a string.</summary>
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 0x7f).Select(code => code == ' ' ? "Space" : ((char)code).ToString())];

    public static bool TryParse(string name, out KeyEvent key)
    {
        key = default;
        var modifiers = KeyModifiers.None;
        var rest = name;
        while (Prefix(rest) is { Modifier: not KeyModifiers.None } prefix)
        {
            modifiers |= prefix.Modifier;
            rest = rest[prefix.Prefix.Length..];
        }

        if (rest.Length == 2 && rest[0] == '^')
        {
            modifiers |= KeyModifiers.Ctrl;
            rest = char.ToLowerInvariant(rest[1]).ToString();
        }

        if (Find(rest) is not { } found) return false;
        key = found with { Modifiers = found.Modifiers | modifiers };
        // Control makes no difference between A and a.
        if (key.Has(KeyModifiers.Ctrl) && key.Rune.Value is >= 'A' and <= 'Z') key = key with { Rune = new Rune(key.Rune.Value + 0x20) };
        return true;
    }

    public static string Format(in KeyEvent key)
    {
        var modifiers = key.Modifiers;
        var name = Name(in key);
        if (modifiers == KeyModifiers.None) return name;
        var text = new StringBuilder();
        if (key.Key == Key.Tab && modifiers.HasFlag(KeyModifiers.Shift))
        {
            modifiers &= ~KeyModifiers.Shift;
            name = "BTab";
        }

        foreach (var (prefix, modifier) in Prefixes)
            if (modifiers.HasFlag(modifier)) text.Append(prefix);
        return text.Append(name).ToString();
    }

    private static (string Prefix, KeyModifiers Modifier) Prefix(string text)
    {
        foreach (var row in Prefixes)
            if (text.Length > row.Prefix.Length && text.StartsWith(row.Prefix, StringComparison.OrdinalIgnoreCase)) return row;
        return default;
    }

    private static KeyEvent? Find(string name)
    {
        if (Rune.DecodeFromUtf16(name, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == name.Length)
            return new KeyEvent(rune);
        if (name.Equals("Space", StringComparison.OrdinalIgnoreCase)) return new KeyEvent(new Rune(' '));
        if (name.Equals("BTab", StringComparison.OrdinalIgnoreCase)) return new KeyEvent(Key.Tab, KeyModifiers.Shift);
        foreach (var row in Names)
            if (row.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return new KeyEvent(row.Key);
        if (name.Length is 2 or 3 && name[0] is 'F' or 'f' && int.TryParse(name.AsSpan(1), out var number) && number is >= 1 and <= 24)
            return new KeyEvent(Key.F1 + (byte)(number - 1));
        return null;
    }

    private static string Name(in KeyEvent key)
    {
        if (key.Key == Key.Character) return key.Rune.Value < Ascii.Length ? Ascii[key.Rune.Value] : key.Rune.ToString();
        foreach (var row in Names)
            if (row.Key == key.Key) return row.Name;
        return key.Key.ToString();
    }
}
