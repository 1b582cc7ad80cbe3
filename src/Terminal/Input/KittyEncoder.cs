using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Input;

/// <summary>The kitty keyboard protocol (https://sw.kovidgoyal.net/kitty/keyboard-protocol/) as a program sees it.</summary>
internal static class KittyEncoder
{
    private const KeyModifiers Locks = KeyModifiers.CapsLock | KeyModifiers.NumLock;

    public static void Encode(in KeyEvent key, in InputModes modes, IBufferWriter<byte> output)
    {
        var flags = modes.KittyFlags;
        var all = flags.HasFlag(KittyKeyboard.ReportAllKeysAsEscapeCodes);
        var types = flags.HasFlag(KittyKeyboard.ReportEventTypes);
        if (key.Type == KeyEventType.Release && !types) return;
        if (key.Key >= Key.LeftShift && !all) return;
        var modifiers = key.Modifiers & ~Locks;
        if (!all && key.Key == Key.Character && (modifiers & ~KeyModifiers.Shift) == 0)
        {
            if (key.Type != KeyEventType.Release) KeyEncoder.Write(output, key.Text ?? KeyEncoder.Typed(in key).ToString());
            return;
        }

        if (!all && modifiers == 0 && IsPlainControl(key.Key))
        {
            // Their releases would be noise in a shell that forgot to turn the protocol off.
            if (key.Type != KeyEventType.Release) KeyEncoder.EncodeLegacy(key with { Modifiers = 0 }, modes, output);
            return;
        }

        // Types and alternates refine the escape codes of the first flag; on their own they leave legacy codes.
        if (!all && !flags.HasFlag(KittyKeyboard.DisambiguateEscapeCodes)
            && (key.Key is Key.Character or Key.Escape || IsPlainControl(key.Key)))
        {
            if (key.Type != KeyEventType.Release) KeyEncoder.EncodeLegacy(in key, in modes, output);
            return;
        }

        KeyEncoder.Write(output, Sequence(in key, flags));
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
        var isCapital = key.Rune.Value is >= 'A' and <= 'Z';
        return isCapital ? (key.Rune.Value + 0x20, key.Modifiers | KeyModifiers.Shift) : (key.Rune.Value, key.Modifiers);
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
