using System.Buffers;
using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Input;

/// <summary>What xterm sends, mode by mode; the modes are set by the program's own sequences.</summary>
public sealed class LegacyEncoderTests
{
    [Theory]
    // modifyOtherKeys
    [InlineData("", "S-Enter", "\r")]
    [InlineData("\e[>4;1m", "S-Enter", "\e[27;2;13~")]
    [InlineData("\e[>4;1m", "C-Tab", "\e[27;5;9~")]
    [InlineData("\e[>4;1m", "BTab", "\e[Z")]
    [InlineData("\e[>4;1m", "C-BSpace", "\b")]
    [InlineData("\e[>4;1m", "M-x", "\ex")]
    [InlineData("\e[>4;1m", "C-a", "\x01")]
    [InlineData("\e[>4;1m", "C-;", "\e[27;5;59~")]
    [InlineData("\e[>4;1m", "C-S-a", "\e[27;6;65~")]
    [InlineData("\e[>4;1m", "C-2", "\0")]
    [InlineData("\e[>4;2m", "C-a", "\e[27;5;97~")]
    [InlineData("\e[>4;2m", "M-x", "\e[27;3;120~")]
    [InlineData("\e[>4;2m", "C-Escape", "\e[27;5;27~")]
    [InlineData("\e[>4;2m", "C-BSpace", "\b")]
    [InlineData("\e[>4;2m", "S-BSpace", "\e[27;2;127~")]
    [InlineData("\e[>4;2m", "a", "a")]
    [InlineData("\e[>4;2m\e[>4m", "C-a", "\x01")]
    [InlineData("\e[>4;2m\e[>4n", "C-a", "\x01")]
    // formatOtherKeys
    [InlineData("\e[>4;2m\e[>4;1f", "C-a", "\e[97;5u")]
    [InlineData("\e[>4;1m\e[>4;1f", "S-Enter", "\e[13;2u")]
    [InlineData("\e[>4;2m\e[>4;1f\e[>4f", "C-a", "\e[27;5;97~")]
    [InlineData("\e[>4;1f", "C-a", "\x01")]
    // Application modes and DECBKM
    [InlineData("\e[?1h", "Up", "\eOA")]
    [InlineData("\e[?1h", "End", "\eOF")]
    [InlineData("\e[?1h", "S-Up", "\e[1;2A")]
    [InlineData("\e[?1h\e[?1l", "Up", "\e[A")]
    [InlineData("\e=", "KP0", "\eOp")]
    [InlineData("\e=", "KP.", "\eOn")]
    [InlineData("\e=", "KP/", "\eOo")]
    [InlineData("\e=", "KP*", "\eOj")]
    [InlineData("\e=", "KP-", "\eOm")]
    [InlineData("\e=", "KP+", "\eOk")]
    [InlineData("\e=", "KPEnter", "\eOM")]
    [InlineData("\e[?66h", "KP9", "\eOy")]
    [InlineData("\e=\e>", "KP9", "9")]
    [InlineData("\e[?67h", "BSpace", "\b")]
    [InlineData("\e[?67h", "C-BSpace", "\x7f")]
    [InlineData("\e[20h", "Enter", "\r\n")]
    // Meta
    [InlineData("\e[?1036l", "M-x", "x")]
    [InlineData("\e[?1036l\e[?1034h", "M-x", "ø")]
    [InlineData("\e[?1034h", "M-x", "\ex")]
    [InlineData("\e[?1036l\e[?1034h\e[?1039h", "M-x", "\ex")]
    [InlineData("\e[?1036l\e[?1034h", "C-M-a", "\u0081")]
    [InlineData("\e[?1036l\e[?1034h", "M-é", "é")]
    [InlineData("\e[?1036l", "M-Enter", "\r")]
    [InlineData("\e[?1036l", "M-Up", "\e[1;3A")]
    // Function keys with modifiers
    [InlineData("", "F1", "\eOP")]
    [InlineData("", "F4", "\eOS")]
    [InlineData("", "C-F1", "\e[1;5P")]
    [InlineData("", "M-F5", "\e[15;3~")]
    [InlineData("", "C-M-S-F12", "\e[24;8~")]
    [InlineData("", "F13", "\e[25~")]
    [InlineData("", "F20", "\e[34~")]
    [InlineData("", "S-Home", "\e[1;2H")]
    [InlineData("", "M-IC", "\e[2;3~")]
    [InlineData("", "C-S-PageDown", "\e[6;6~")]
    public void A_key_is_written_as_the_modes_say(string output, string name, string expected)
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write(output);
        Assert.True(KeyName.TryParse(name, out var key), name);
        var written = new ArrayBufferWriter<byte>();
        KeyEncoder.Encode(in key, t.Emulator.InputModes, written);
        Assert.Equal(expected, Encoding.UTF8.GetString(written.WrittenSpan));
    }

    [Theory]
    [InlineData("\e[?4g", "\e[>4;0f")]
    [InlineData("\e[>4;1f\e[?4g", "\e[>4;1f")]
    [InlineData("\e[>4;2m\e[?4m", "\e[>4;2m")]
    [InlineData("\e[?1034$p", "\e[?1034;2$y")]
    [InlineData("\e[?1036$p", "\e[?1036;1$y")]
    [InlineData("\e[?1039$p", "\e[?1039;2$y")]
    public void The_modes_of_the_keyboard_are_told(string question, string answer)
    {
        using var t = new EmulatorHarness(10, 3);
        Assert.Equal(answer, t.Write(question));
    }

    [Theory]
    [InlineData(Key.MediaPlay)]
    [InlineData(Key.F35)]
    [InlineData(Key.CapsLock)]
    [InlineData(Key.LeftShift)]
    [InlineData(Key.IsoLevel3Shift)]
    public void A_key_without_a_legacy_form_writes_nothing(Key key)
    {
        var written = new ArrayBufferWriter<byte>();
        KeyEncoder.Encode(new KeyEvent(key), default, written);
        Assert.Equal(0, written.WrittenCount);
    }
}
