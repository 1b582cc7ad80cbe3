using System.Text;

namespace Orchtui.Terminal.Input;

/// <summary>
/// A key as the outer terminal reported it. A legacy terminal tells less (no releases, no way to tell Ctrl+I from Tab); what it did not
/// tell is left at its default.
/// </summary>
public readonly record struct KeyEvent
{
    public KeyEvent(Key key, KeyModifiers modifiers = KeyModifiers.None)
    {
        Key = key;
        Modifiers = modifiers;
    }

    public KeyEvent(Rune rune, KeyModifiers modifiers = KeyModifiers.None)
    {
        Rune = rune;
        Modifiers = modifiers;
    }

    public Key Key { get; init; }

    /// <summary>The character of the key: as typed from a legacy terminal, without Shift from one that speaks the kitty protocol.</summary>
    public Rune Rune { get; init; }

    public KeyModifiers Modifiers { get; init; }

    public KeyEventType Type { get; init; } = KeyEventType.Press;

    /// <summary>The character with Shift, where it was reported; else the zero rune.</summary>
    public Rune Shifted { get; init; }

    /// <summary>The character in the standard layout at that place of the keyboard, where it was reported; else the zero rune.</summary>
    public Rune BaseLayout { get; init; }

    /// <summary>The text that the key makes, where it was reported.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes it came as, where they were a legacy form; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    public bool Has(KeyModifiers modifiers) => (Modifiers & modifiers) == modifiers;
}
