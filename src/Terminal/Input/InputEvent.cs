namespace Orchtui.Terminal.Input;

/// <summary>Something that the outer terminal sent.</summary>
public abstract record InputEvent;

public sealed record KeyInput(KeyEvent Key) : InputEvent;

public sealed record MouseInput(MouseEvent Mouse) : InputEvent;

public sealed record FocusInput(bool Focused) : InputEvent;

/// <summary>A piece of a bracketed paste, as it arrived; the first and the last piece may be empty.</summary>
public sealed record PasteInput(ReadOnlyMemory<byte> Data, bool IsFirst, bool IsLast) : InputEvent;

public enum ReplyKind : byte
{
    /// <summary>DA1: the attributes.</summary>
    DeviceAttributes,

    /// <summary>DA2: type, version, cartridge.</summary>
    SecondaryAttributes,

    /// <summary>XTVERSION, in the text.</summary>
    Version,

    /// <summary>The kitty keyboard flags in force.</summary>
    KittyFlags,

    /// <summary>DECRPM: mode and state.</summary>
    Mode,

    /// <summary>CPR: row and column from 1.</summary>
    CursorPosition,

    /// <summary>DSR: status numbers, among them the colour scheme (997;1 dark, 997;2 light).</summary>
    Status,

    /// <summary>XTWINOPS: its number and values.</summary>
    Window,

    /// <summary>An OSC string, in the text, for instance "11;rgb:0000/0000/0000".</summary>
    Osc,

    /// <summary>Any other DCS string, in the text: XTGETTCAP (0+r, 1+r), DECRQSS (0$r, 1$r), DA3 (!|).</summary>
    Dcs,

    /// <summary>An APC string, in the text (answers of the graphics protocol).</summary>
    Apc,
}

/// <summary>An answer of the outer terminal to a query; nothing a person typed.</summary>
public sealed record ReplyEvent(ReplyKind Kind, IReadOnlyList<int> Parameters, string Text) : InputEvent;
