using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Input;

/// <summary>The kitty keyboard protocol (https://sw.kovidgoyal.net/kitty/keyboard-protocol/) as a program sees it.</summary>
internal static class KittyEncoder
{
    private const KeyModifiers Locks = KeyModifiers.CapsLock | KeyModifiers.NumLock;

    /// <summary>Alternate keys and texts refine escape codes; alone they leave the legacy ones.</summary>
    private const KittyKeyboard EscapeCodes =
        KittyKeyboard.DisambiguateEscapeCodes | KittyKeyboard.ReportEventTypes | KittyKeyboard.ReportAllKeysAsEscapeCodes;

    public static void Encode(KeyEvent key, in InputModes modes, IBufferWriter<byte> output)
    {
        var flags = modes.KittyFlags;
        var all = flags.HasFlag(KittyKeyboard.ReportAllKeysAsEscapeCodes);
        var disambiguate = all || flags.HasFlag(KittyKeyboard.DisambiguateEscapeCodes);
        if (key.Type == KeyEventType.Release && !flags.HasFlag(KittyKeyboard.ReportEventTypes)) return;
        if (KeyTables.IsModifier(key.Key) && !all) return;
        if (!disambiguate && KeyTables.IsKeypad(key.Key) && !KeyTables.IsKeypadCharacter(key.Key)) key = key with { Key = KeyTables.WithoutKeypad(key.Key) };
        // Locks are told of keys that make no text, and of all keys to who wants those.
        if (!all && key.Key == Key.Character) key = key with { Modifiers = key.Modifiers & ~Locks };
        var isText = key.Key == Key.Character && (key.Modifiers & ~(KeyModifiers.Shift | Locks)) == 0;
        var isPlain = isText || IsPlainControl(key.Key) && (key.Modifiers & ~Locks) == 0
            || !disambiguate && (key.Key is Key.Character or Key.Escape || IsPlainControl(key.Key) || KeyTables.IsKeypadCharacter(key.Key));
        if ((flags & EscapeCodes) != 0 && (all || !isPlain))
        {
            KeyEncoder.Write(output, Sequence(in key, flags));
            return;
        }

        // Releases of what has a plain form would be noise in a shell that forgot to turn the protocol off.
        if (key.Type == KeyEventType.Release) return;
        if (isText) KeyEncoder.Write(output, key.Text ?? KeyEncoder.Typed(in key).ToString());
        else KeyEncoder.EncodeLegacy(key, in modes, output);
    }

    private static bool IsPlainControl(Key key) => key is Key.Enter or Key.Tab or Key.Backspace;

    private static string Sequence(in KeyEvent key, KittyKeyboard flags)
    {
        var (code, modifiers) = Code(in key);
        var type = flags.HasFlag(KittyKeyboard.ReportEventTypes) && key.Type != KeyEventType.Press ? $":{(int)key.Type}" : "";
        var second = modifiers != 0 || type != "" ? $"{(int)modifiers + 1}{type}" : "";
        if (key.Key != Key.Character && KeyTables.ToKitty(key.Key) is null) return FunctionSequence(key.Key, second);
        var first = $"{code}{Alternates(in key, code, modifiers, flags)}";
        var text = flags.HasFlag(KittyKeyboard.ReportAssociatedText) && flags.HasFlag(KittyKeyboard.ReportAllKeysAsEscapeCodes)
            && key.Type != KeyEventType.Release ? AssociatedText(in key) : "";
        if (text != "") return $"\e[{first};{second};{text}u";
        return second == "" ? $"\e[{first}u" : $"\e[{first};{second}u";
    }

    /// <summary>The unshifted code; a legacy terminal's capital letter becomes Shift and the small one.</summary>
    private static (int Code, KeyModifiers Modifiers) Code(in KeyEvent key)
    {
        if (key.Key != Key.Character) return (KeyTables.ToKitty(key.Key) ?? 0, key.Modifiers);
        var small = Rune.ToLowerInvariant(key.Rune);
        return small != key.Rune ? (small.Value, key.Modifiers | KeyModifiers.Shift) : (key.Rune.Value, key.Modifiers);
    }

    private static string FunctionSequence(Key key, string second)
    {
        // F3 has a number, as CSI R would be a cursor position.
        if (key == Key.F3) return second == "" ? "\e[13~" : $"\e[13;{second}~";
        if (KeyTables.ToLetter(key) is { } letter) return second == "" ? $"\e[{letter}" : $"\e[1;{second}{letter}";
        var number = KeyTables.ToTilde(key) ?? 0;
        return second == "" ? $"\e[{number}~" : $"\e[{number};{second}~";
    }

    private static string Alternates(in KeyEvent key, int code, KeyModifiers modifiers, KittyKeyboard flags)
    {
        if (!flags.HasFlag(KittyKeyboard.ReportAlternateKeys) || key.Key != Key.Character) return "";
        var shifted = "";
        if (modifiers.HasFlag(KeyModifiers.Shift))
        {
            var typed = key.Rune.Value != code ? key.Rune : KeyEncoder.Typed(in key);
            if (typed.Value != code) shifted = $"{typed.Value}";
        }

        if (key.BaseLayout.Value != 0 && key.BaseLayout.Value != code) return $":{shifted}:{key.BaseLayout.Value}";
        return shifted == "" ? "" : $":{shifted}";
    }

    private static string AssociatedText(in KeyEvent key)
    {
        var text = key.Text;
        if (text is null && key.Key == Key.Character && (key.Modifiers & ~(Locks | KeyModifiers.Shift)) == 0)
            text = KeyEncoder.Typed(in key).ToString();
        return text is null ? "" : string.Join(':', text.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Select(rune => rune.Value));
    }
}
