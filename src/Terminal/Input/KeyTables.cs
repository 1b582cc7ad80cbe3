namespace Orchtui.Terminal.Input;

/// <summary>The numbers and letters by which keys travel; decoder and encoder derive from the same rows.</summary>
internal static class KeyTables
{
    /// <summary>First private-use code of the kitty protocol's functional keys.</summary>
    public const int KittyBase = 57358;

    // CapsLock is 57358; the keys follow one another in the protocol's order.
    private static readonly Key[] KittyKeys =
    [
        Key.CapsLock, Key.ScrollLock, Key.NumLock, Key.PrintScreen, Key.Pause, Key.Menu,
        // 57364-57375 would be F1-F12, which keep their legacy numbers.
        Key.F1, Key.F2, Key.F3, Key.F4, Key.F5, Key.F6, Key.F7, Key.F8, Key.F9, Key.F10, Key.F11, Key.F12,
        Key.F13, Key.F14, Key.F15, Key.F16, Key.F17, Key.F18, Key.F19, Key.F20, Key.F21, Key.F22, Key.F23, Key.F24,
        Key.F25, Key.F26, Key.F27, Key.F28, Key.F29, Key.F30, Key.F31, Key.F32, Key.F33, Key.F34, Key.F35,
    ];

    /// <summary>The keypad, the media keys and the modifiers follow one another without a gap, here and in <see cref="Key"/>.</summary>
    private const int KittyKeypadBase = 57399;

    private const int KittyLast = KittyKeypadBase + (Key.IsoLevel5Shift - Key.Keypad0);

    /// <summary>The private use area, where the protocol has its keys; a code there that is not known is a key that is not known, and no character.</summary>
    private const int FirstPrivate = 57344;

    private const int LastPrivate = 63743;

    private static readonly (int Number, Key Key)[] TildeKeys =
    [
        (2, Key.Insert), (3, Key.Delete), (5, Key.PageUp), (6, Key.PageDown),
        (15, Key.F5), (17, Key.F6), (18, Key.F7), (19, Key.F8), (20, Key.F9), (21, Key.F10), (23, Key.F11), (24, Key.F12),
        (25, Key.F13), (26, Key.F14), (28, Key.F15), (29, Key.F16), (31, Key.F17), (32, Key.F18), (33, Key.F19), (34, Key.F20),
        // What other terminals send; not sent by the encoder.
        (1, Key.Home), (4, Key.End), (7, Key.Home), (8, Key.End), (11, Key.F1), (12, Key.F2), (13, Key.F3), (14, Key.F4),
    ];

    private static readonly (char Final, Key Key)[] LetterKeys =
    [
        ('A', Key.Up), ('B', Key.Down), ('C', Key.Right), ('D', Key.Left), ('E', Key.KeypadBegin), ('F', Key.End), ('H', Key.Home),
        ('P', Key.F1), ('Q', Key.F2), ('R', Key.F3), ('S', Key.F4),
    ];

    private const string KeypadCharacters = "0123456789./*-+\r=,";
    private const string KeypadFinals = "pqrstuvwxynojmkMXl";

    public static Key? FromTilde(int number) =>
        Array.Find(TildeKeys, row => row.Number == number) is { Number: not 0 } row ? row.Key : null;

    public static int? ToTilde(Key key) => Array.Find(TildeKeys, row => row.Key == key) is { Number: not 0 } row ? row.Number : null;

    public static Key? FromLetter(char final) =>
        Array.Find(LetterKeys, row => row.Final == final) is { Final: not '\0' } row ? row.Key : null;

    public static char? ToLetter(Key key) => Array.Find(LetterKeys, row => row.Key == key) is { Final: not '\0' } row ? row.Final : null;

    public static Key? FromKeypadFinal(char final) =>
        KeypadFinals.IndexOf(final) is >= 0 and var index ? Key.Keypad0 + (byte)index : null;

    public static bool IsKeypadCharacter(Key key) => key is >= Key.Keypad0 and <= Key.KeypadSeparator;

    public static char KeypadCharacter(Key key) => KeypadCharacters[key - Key.Keypad0];

    public static char KeypadFinal(Key key) => KeypadFinals[key - Key.Keypad0];

    /// <summary>The key that a keypad key is when the program does not care that it is on the keypad.</summary>
    public static Key WithoutKeypad(Key key) => key switch
    {
        Key.KeypadEnter => Key.Enter,
        Key.KeypadLeft => Key.Left,
        Key.KeypadRight => Key.Right,
        Key.KeypadUp => Key.Up,
        Key.KeypadDown => Key.Down,
        Key.KeypadPageUp => Key.PageUp,
        Key.KeypadPageDown => Key.PageDown,
        Key.KeypadHome => Key.Home,
        Key.KeypadEnd => Key.End,
        Key.KeypadInsert => Key.Insert,
        Key.KeypadDelete => Key.Delete,
        _ => key,
    };

    public static Key? FromKitty(int code) => code switch
    {
        27 => Key.Escape,
        13 => Key.Enter,
        9 => Key.Tab,
        127 => Key.Backspace,
        >= KittyBase and < KittyKeypadBase => KittyKeys[code - KittyBase],
        >= KittyKeypadBase and <= KittyLast => Key.Keypad0 + (byte)(code - KittyKeypadBase),
        _ => null,
    };

    /// <summary>The number of a key in the form CSI number u, or null for keys that have another form.</summary>
    public static int? ToKitty(Key key) => key switch
    {
        Key.Escape => 27,
        Key.Enter => 13,
        Key.Tab => 9,
        Key.Backspace => 127,
        >= Key.Keypad0 => KittyKeypadBase + (key - Key.Keypad0),
        >= Key.F13 and <= Key.F35 or >= Key.CapsLock and <= Key.Menu => KittyBase + Array.IndexOf(KittyKeys, key),
        _ => null,
    };

    public static bool IsPrivate(int code) => code is >= FirstPrivate and <= LastPrivate;

    /// <summary>Keys that only change what others do; they are reported to programs that want all keys.</summary>
    public static bool IsModifier(Key key) => key is >= Key.LeftShift or Key.CapsLock or Key.ScrollLock or Key.NumLock;

    public static bool IsKeypad(Key key) => key is >= Key.Keypad0 and <= Key.KeypadBegin;
}
