namespace Orchtui.Terminal.Input;

/// <summary>Mouse buttons; the values are those of the terminal protocols, the two high bits moved down.</summary>
public enum MouseButton : byte
{
    Left = 0,
    Middle = 1,
    Right = 2,

    /// <summary>Motion without a button, or a release that does not say of which.</summary>
    None = 3,
    WheelUp = 4,
    WheelDown = 5,
    WheelLeft = 6,
    WheelRight = 7,
    Back = 8,
    Forward = 9,
    Extra10 = 10,
    Extra11 = 11,
}

public enum MouseAction : byte
{
    Press,
    Release,
    Motion,
}

/// <summary>A mouse event at a cell, counted from 0.</summary>
public readonly record struct MouseEvent(MouseButton Button, MouseAction Action, CellPosition Position,
    KeyModifiers Modifiers = KeyModifiers.None)
{
    public bool IsWheel => Button is >= MouseButton.WheelUp and <= MouseButton.WheelRight;
}
