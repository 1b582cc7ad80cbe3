using Orchtui.Mux.Composition;

namespace Orchtui.Mux.Clients;

/// <summary>What is said to the terminal a client runs in, at its start, at its end, and what it is asked.</summary>
public static class OuterTerminal
{
    /// <summary>
    /// Alternate screen; title saved; bracketed paste; focus reports; mouse presses, drags and wheel with SGR encoding; word of a change
    /// of the colour scheme.
    /// </summary>
    public static ReadOnlySpan<byte> Enter =>
        "\x1b[?1049h\x1b[22;0t\x1b[?2004h\x1b[?1004h\x1b[?1002h\x1b[?1006h\x1b[?2031h\x1b[0m\x1b[H\x1b[2J"u8;

    /// <summary>Keyboard protocol, synchronized output, and an answer that every terminal gives, which ends the wait for the others.</summary>
    public static ReadOnlySpan<byte> Ask => "\x1b[?u\x1b[?2026$p\x1b[c"u8;

    /// <summary>The default foreground and background, and whether the cursor has a colour that can be set.</summary>
    public static ReadOnlySpan<byte> AskColors => "\x1b]10;?\x1b\\\x1b]11;?\x1b\\\x1b]12;?\x1b\\"u8;

    /// <summary>Keys that differ only by modifiers come differently (kitty protocol, level 1).</summary>
    public static ReadOnlySpan<byte> PushKeyboard => "\x1b[>1u"u8;

    /// <summary>
    /// Undoes everything that may have been set, whatever was. CAN ends a sequence that was cut off; the string terminator ends a string.
    /// The keyboard protocol is popped on the alternate screen, where it was pushed.
    /// </summary>
    public static ReadOnlySpan<byte> Leave =>
        "\x18\x1b\\\x1b[<u\x1b[?2026l\x1b[?2031l\x1b[?1006l\x1b[?1002l\x1b[?1004l\x1b[?2004l\x1b[0 q\x1b]112\x1b\\\x1b[0m\x1b[?25h\x1b[23;0t\x1b[?1049l"u8;

    public static ReadOnlySpan<byte> BeginSynchronized => "\x1b[?2026h"u8;

    public static ReadOnlySpan<byte> EndSynchronized => "\x1b[?2026l"u8;

    public static ReadOnlySpan<byte> HideCursor => "\x1b[?25l"u8;

    public static ReadOnlySpan<byte> ShowCursor => "\x1b[?25h"u8;

    /// <summary>Gives the cursor the colour that the person's configuration says.</summary>
    public static ReadOnlySpan<byte> ResetCursorColor => "\x1b]112\x1b\\"u8;

    /// <summary>The console of Linux has no such strings, and older ones show them.</summary>
    public static bool HasStrings(IReadOnlyDictionary<string, string> environment) => environment.GetValueOrDefault("TERM", "") != "linux";

    public static ColorDepth DepthOf(IReadOnlyDictionary<string, string> environment) => ColorDepths.Detect(
        environment.GetValueOrDefault("TERM", ""),
        environment.GetValueOrDefault("COLORTERM", ""),
        environment.GetValueOrDefault("NO_COLOR", "").Length > 0);
}
