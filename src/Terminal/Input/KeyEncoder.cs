using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchtui.Terminal.Input;

/// <summary>
/// Writes a key as a program in a pane expects it: in the kitty form when the program asked for that, otherwise as xterm does, with
/// modifyOtherKeys where it is on. A release is written only to programs that asked for releases.
/// </summary>
public static class KeyEncoder
{
    private const KeyModifiers LegacyModifiers = KeyModifiers.Shift | KeyModifiers.Alt | KeyModifiers.Ctrl;

    public static void Encode(in KeyEvent key, in InputModes modes, IBufferWriter<byte> output)
    {
        if (modes.KittyFlags != 0)
        {
            KittyEncoder.Encode(key, in modes, output);
            return;
        }

        if (key.Type == KeyEventType.Release || KeyTables.IsModifier(key.Key)) return;
        EncodeLegacy(in key, in modes, output);
    }

    internal static void EncodeLegacy(in KeyEvent key, in InputModes modes, IBufferWriter<byte> output)
    {
        var modifiers = key.Modifiers & LegacyModifiers;
        if (key.Has(KeyModifiers.Meta)) modifiers |= KeyModifiers.Alt;
        if (KeyTables.IsKeypadCharacter(key.Key) && key.Key != Key.KeypadEnter || key.Key == Key.KeypadEnter && modes.ApplicationKeypad)
        {
            if (modes.ApplicationKeypad && modifiers == 0) Write(output, $"\eO{KeyTables.KeypadFinal(key.Key)}");
            else EncodeCharacter(new KeyEvent(new Rune(KeyTables.KeypadCharacter(key.Key)), modifiers), in modes, output);
            return;
        }

        switch (KeyTables.WithoutKeypad(key.Key))
        {
            case Key.Character: EncodeCharacter(key with { Modifiers = modifiers }, in modes, output); break;
            case Key.Enter: EncodeControl(13, modifiers, in modes, modes.NewLine ? "\r\n" : "\r", output); break;
            case Key.Escape: EncodeControl(27, modifiers, in modes, "\e", output); break;
            case Key.Tab: EncodeTab(modifiers, in modes, output); break;
            case Key.Backspace: EncodeBackspace(modifiers, in modes, output); break;
            case var other: EncodeFunction(other, modifiers, in modes, output); break;
        }
    }

    private static void EncodeTab(KeyModifiers modifiers, in InputModes modes, IBufferWriter<byte> output)
    {
        if ((modifiers & ~KeyModifiers.Alt) == KeyModifiers.Shift) Write(output, modifiers.HasFlag(KeyModifiers.Alt) ? "\e\e[Z" : "\e[Z");
        else EncodeControl(9, modifiers, in modes, "\t", output);
    }

    private static void EncodeBackspace(KeyModifiers modifiers, in InputModes modes, IBufferWriter<byte> output)
    {
        // Ctrl sends whichever of DEL and BS the key does not send without it.
        var backspace = modes.BackarrowSendsBackspace != modifiers.HasFlag(KeyModifiers.Ctrl);
        // Its Ctrl has a well-known form, and level 1 leaves it alone altogether.
        if (modes.ModifyOtherKeys == 2 && (modifiers & KeyModifiers.Shift) != 0) WriteOther(127, modifiers, in modes, output);
        else WriteByte(backspace ? '\b' : '\x7f', modifiers, in modes, output);
    }

    /// <summary>Enter, Tab and Escape: plain bytes, or the other-keys form when modified and asked for.</summary>
    private static void EncodeControl(int code, KeyModifiers modifiers, in InputModes modes, string plain, IBufferWriter<byte> output)
    {
        if (modes.ModifyOtherKeys > 0 && (modifiers & ~KeyModifiers.Alt) != 0)
        {
            WriteOther(code, modifiers, in modes, output);
            return;
        }

        WriteByte(plain[0], modifiers, in modes, output);
        Write(output, plain[1..]);
    }

    /// <summary>A character of ASCII with what Alt makes of it.</summary>
    private static void WriteByte(char character, KeyModifiers modifiers, in InputModes modes, IBufferWriter<byte> output)
    {
        var meta = modifiers.HasFlag(KeyModifiers.Alt) ? modes.Meta : MetaKey.Nothing;
        if (meta == MetaKey.Escape) Write(output, "\e");
        Write(output, ((char)(meta == MetaKey.EighthBit ? character | 0x80 : character)).ToString());
    }

    private static void EncodeFunction(Key key, KeyModifiers modifiers, in InputModes modes, IBufferWriter<byte> output)
    {
        if (KeyTables.ToLetter(key) is { } letter)
        {
            var application = modes.ApplicationCursor && letter is >= 'A' and <= 'H' || letter is >= 'P' and <= 'S';
            if (modes.Vt52 && letter is (>= 'A' and <= 'D') or (>= 'P' and <= 'S')) Write(output, $"\e{letter}");
            else if (modifiers != 0) Write(output, $"\e[1;{(int)modifiers + 1}{letter}");
            else Write(output, application ? $"\eO{letter}" : $"\e[{letter}");
        }
        else if (KeyTables.ToTilde(key) is { } number)
        {
            Write(output, modifiers != 0 ? $"\e[{number};{(int)modifiers + 1}~" : $"\e[{number}~");
        }
    }

    private static void EncodeCharacter(in KeyEvent key, in InputModes modes, IBufferWriter<byte> output)
    {
        var rune = Typed(in key);
        var modifiers = key.Modifiers;
        if (NeedsOtherForm(rune, modifiers, modes.ModifyOtherKeys))
        {
            WriteOther(rune.Value, modifiers, in modes, output);
            return;
        }

        var control = modifiers.HasFlag(KeyModifiers.Ctrl) ? ControlCode(rune) : null;
        if (control is not null || rune.IsAscii && modifiers.HasFlag(KeyModifiers.Alt))
        {
            WriteByte((char)(control ?? rune.Value), modifiers, in modes, output);
            return;
        }

        if (modifiers.HasFlag(KeyModifiers.Alt) && modes.Meta == MetaKey.Escape) Write(output, "\e");
        if (key.Text is { Length: > 0 } text && (modifiers & (KeyModifiers.Ctrl | KeyModifiers.Alt)) == 0) Write(output, text);
        else Write(output, rune.ToString());
    }

    /// <summary>The character with Shift applied, which a kitty-style event reports apart.</summary>
    internal static Rune Typed(in KeyEvent key)
    {
        if (!key.Has(KeyModifiers.Shift)) return key.Rune;
        return key.Shifted.Value != 0 ? key.Shifted : Rune.ToUpper(key.Rune, CultureInfo.InvariantCulture);
    }

    private static bool NeedsOtherForm(Rune rune, KeyModifiers modifiers, int level)
    {
        if (level == 0 || (modifiers & ~KeyModifiers.Shift) == 0) return false;
        if (level == 2) return true;
        // Level 1 leaves alone what has a well-known form: Ctrl with a letter, Alt with anything.
        return modifiers.HasFlag(KeyModifiers.Ctrl) && (ControlCode(rune) is null || modifiers.HasFlag(KeyModifiers.Shift));
    }

    private static byte? ControlCode(Rune rune) => rune.Value switch
    {
        >= 'a' and <= 'z' => (byte)(rune.Value - 0x60),
        >= 'A' and <= 'Z' => (byte)(rune.Value - 0x40),
        ' ' or '@' or '2' => 0,
        '[' or '3' => 0x1b,
        '\\' or '4' => 0x1c,
        ']' or '5' => 0x1d,
        '^' or '~' or '6' => 0x1e,
        '_' or '/' or '-' or '7' => 0x1f,
        '?' or '8' => 0x7f,
        _ => null,
    };

    private static void WriteOther(int code, KeyModifiers modifiers, in InputModes modes, IBufferWriter<byte> output) =>
        Write(output, modes.FormatOtherKeys ? $"\e[{code};{(int)modifiers + 1}u" : $"\e[27;{(int)modifiers + 1};{code}~");

    internal static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
