namespace Orchtui.Terminal;

/// <summary>The cursor's look; the values are the parameters of DECSCUSR.</summary>
public enum CursorShape : byte
{
    /// <summary>Whatever the outer terminal is set to.</summary>
    Default = 0,
    BlinkingBlock = 1,
    SteadyBlock = 2,
    BlinkingUnderline = 3,
    SteadyUnderline = 4,
    BlinkingBar = 5,
    SteadyBar = 6,
}
