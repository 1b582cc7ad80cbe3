namespace Orchtui.Terminal;

/// <summary>Which mouse events a program asked for.</summary>
public enum MouseTracking : byte
{
    None,

    /// <summary>Presses only (?9).</summary>
    X10,

    /// <summary>Presses and releases (?1000).</summary>
    Normal,

    /// <summary>Also motion while a button is down (?1002).</summary>
    Button,

    /// <summary>All motion (?1003).</summary>
    Any,
}

/// <summary>How mouse events are written to the program.</summary>
public enum MouseEncoding : byte
{
    Default,
    Utf8,
    Sgr,
    Urxvt,
    SgrPixels,
}

/// <summary>The progressive enhancements of the kitty keyboard protocol.</summary>
[Flags]
public enum KittyKeyboard : byte
{
    None = 0,
    DisambiguateEscapeCodes = 1,
    ReportEventTypes = 2,
    ReportAlternateKeys = 4,
    ReportAllKeysAsEscapeCodes = 8,
    ReportAssociatedText = 16,
}

/// <summary>How a character typed with Alt is sent (?1034, ?1036, ?1039).</summary>
public enum MetaKey : byte
{
    Escape,

    /// <summary>With its eighth bit set, which in UTF-8 is another character.</summary>
    EighthBit,

    /// <summary>As without Alt.</summary>
    Nothing,
}

/// <summary>Everything the program's modes say about how keys, mouse, focus and pastes are to be sent to it.</summary>
public readonly record struct InputModes
{
    public bool ApplicationCursor { get; init; }

    public bool ApplicationKeypad { get; init; }

    /// <summary>Backspace sends BS instead of DEL (DECBKM).</summary>
    public bool BackarrowSendsBackspace { get; init; }

    public bool BracketedPaste { get; init; }

    public bool FocusEvents { get; init; }

    public MouseTracking MouseTracking { get; init; }

    public MouseEncoding MouseEncoding { get; init; }

    /// <summary>On the alternate screen the wheel sends arrow keys (?1007).</summary>
    public bool AlternateScroll { get; init; }

    public KittyKeyboard KittyFlags { get; init; }

    /// <summary>Level of xterm's modifyOtherKeys, 0 to 2.</summary>
    public int ModifyOtherKeys { get; init; }

    /// <summary>Other keys are written as CSI code ; modifiers u (xterm's formatOtherKeys).</summary>
    public bool FormatOtherKeys { get; init; }

    /// <summary>What Alt does to a character; a new value sends ESC before it.</summary>
    public MetaKey Meta { get; init; }

    /// <summary>Cursor and function keys send the sequences of a VT52 (DECANM).</summary>
    public bool Vt52 { get; init; }

    /// <summary>Enter sends CR LF (LNM).</summary>
    public bool NewLine { get; init; }
}
