using System.Buffers;
using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Input;

/// <summary>The kitty keyboard protocol, flag by flag: 1 disambiguate, 2 event types, 4 alternates, 8 all keys, 16 text.</summary>
public sealed class KittyEncoderTests
{
    [Theory]
    // Legacy keys keep their legacy form until asked otherwise, whatever refines it.
    [InlineData(4, "Up", "\e[A")]
    [InlineData(4, "C-c", "\x03")]
    [InlineData(4, "Escape", "\e")]
    [InlineData(4, "F1", "\eOP")]
    [InlineData(16, "a", "a")]
    [InlineData(2, "Escape", "\e")]
    [InlineData(2, "C-c", "\x03")]
    [InlineData(2, "M-x", "\ex")]
    [InlineData(2, "KP5", "5")]
    [InlineData(2, "Up", "\e[A")]
    // Disambiguate.
    [InlineData(1, "a", "a")]
    [InlineData(1, "A", "A")]
    [InlineData(1, "é", "é")]
    [InlineData(1, "Space", " ")]
    [InlineData(1, "C-Space", "\e[32;5u")]
    [InlineData(1, "C-[", "\e[91;5u")]
    [InlineData(1, "C-i", "\e[105;5u")]
    [InlineData(1, "M-A", "\e[97;4u")]
    [InlineData(1, "C-M-a", "\e[97;7u")]
    [InlineData(1, "M-É", "\e[233;4u")]
    [InlineData(1, "Tab", "\t")]
    [InlineData(1, "BTab", "\e[9;2u")]
    [InlineData(1, "BSpace", "\x7f")]
    [InlineData(1, "C-BSpace", "\e[127;5u")]
    [InlineData(1, "C-Enter", "\e[13;5u")]
    [InlineData(1, "Escape", "\e[27u")]
    [InlineData(1, "Super-a", "\e[97;9u")]
    [InlineData(1, "F1", "\e[P")]
    [InlineData(1, "F2", "\e[Q")]
    [InlineData(1, "F3", "\e[13~")]
    [InlineData(1, "F4", "\e[S")]
    [InlineData(1, "S-F3", "\e[13;2~")]
    [InlineData(1, "F5", "\e[15~")]
    [InlineData(1, "F12", "\e[24~")]
    [InlineData(1, "F24", "\e[57387u")]
    [InlineData(1, "Home", "\e[H")]
    [InlineData(1, "C-End", "\e[1;5F")]
    [InlineData(1, "IC", "\e[2~")]
    [InlineData(1, "S-PageUp", "\e[5;2~")]
    [InlineData(1, "Menu", "\e[57363u")]
    [InlineData(1, "PrintScreen", "\e[57361u")]
    [InlineData(1, "KPEnter", "\e[57414u")]
    [InlineData(1, "KP+", "\e[57413u")]
    // All keys.
    [InlineData(8, "é", "\e[233u")]
    [InlineData(8, "Tab", "\e[9u")]
    [InlineData(8, "BSpace", "\e[127u")]
    [InlineData(8, "Space", "\e[32u")]
    // Alternates are told with Shift only, texts of what makes one.
    [InlineData(12, "a", "\e[97u")]
    [InlineData(12, "A", "\e[97:65;2u")]
    [InlineData(12, "S-Up", "\e[1;2A")]
    [InlineData(24, "A", "\e[97;2;65u")]
    [InlineData(24, "C-a", "\e[97;5u")]
    [InlineData(24, "Enter", "\e[13u")]
    [InlineData(28, "É", "\e[233:201;2;201u")]
    public void A_key_has_the_form_of_the_flags(int flags, string name, string expected)
    {
        Assert.True(KeyName.TryParse(name, out var key), name);
        Assert.Equal(expected, Encode(key, flags));
    }

    [Theory]
    [InlineData(1, Key.LeftShift, "")]
    [InlineData(8, Key.LeftShift, "\e[57441u")]
    [InlineData(8, Key.RightMeta, "\e[57452u")]
    [InlineData(8, Key.IsoLevel3Shift, "\e[57453u")]
    [InlineData(8, Key.IsoLevel5Shift, "\e[57454u")]
    [InlineData(1, Key.CapsLock, "")]
    [InlineData(8, Key.CapsLock, "\e[57358u")]
    [InlineData(8, Key.NumLock, "\e[57360u")]
    [InlineData(1, Key.MediaPlay, "\e[57428u")]
    [InlineData(1, Key.VolumeMute, "\e[57440u")]
    [InlineData(1, Key.F35, "\e[57398u")]
    [InlineData(1, Key.KeypadBegin, "\e[57427u")]
    [InlineData(1, Key.KeypadUp, "\e[57419u")]
    [InlineData(2, Key.KeypadUp, "\e[A")]
    public void A_key_without_a_name_of_tmux_has_its_number(int flags, Key key, string expected) =>
        Assert.Equal(expected, Encode(new KeyEvent(key), flags));

    [Theory]
    [InlineData(1, "Up", KeyModifiers.NumLock, "\e[1;129A")]
    [InlineData(1, "a", KeyModifiers.NumLock, "a")]
    [InlineData(1, "C-a", KeyModifiers.NumLock, "\e[97;5u")]
    [InlineData(1, "Enter", KeyModifiers.CapsLock, "\r")]
    [InlineData(8, "a", KeyModifiers.CapsLock, "\e[97;65u")]
    [InlineData(8, "Enter", KeyModifiers.NumLock, "\e[13;129u")]
    public void Locks_are_told_of_keys_that_make_no_text_and_of_all_keys(int flags, string name, KeyModifiers locks, string expected)
    {
        Assert.True(KeyName.TryParse(name, out var key), name);
        Assert.Equal(expected, Encode(key with { Modifiers = key.Modifiers | locks }, flags));
    }

    [Theory]
    [InlineData(3, "Up", KeyEventType.Release, "\e[1;1:3A")]
    [InlineData(3, "Up", KeyEventType.Repeat, "\e[1;1:2A")]
    [InlineData(3, "C-a", KeyEventType.Release, "\e[97;5:3u")]
    [InlineData(3, "a", KeyEventType.Repeat, "a")]
    [InlineData(3, "a", KeyEventType.Release, "")]
    [InlineData(3, "Enter", KeyEventType.Release, "")]
    [InlineData(3, "Tab", KeyEventType.Release, "")]
    [InlineData(3, "BSpace", KeyEventType.Release, "")]
    [InlineData(3, "DC", KeyEventType.Release, "\e[3;1:3~")]
    [InlineData(11, "Enter", KeyEventType.Release, "\e[13;1:3u")]
    [InlineData(11, "a", KeyEventType.Release, "\e[97;1:3u")]
    [InlineData(27, "a", KeyEventType.Release, "\e[97;1:3u")]
    [InlineData(27, "a", KeyEventType.Repeat, "\e[97;1:2;97u")]
    [InlineData(1, "Up", KeyEventType.Release, "")]
    [InlineData(1, "Up", KeyEventType.Repeat, "\e[A")]
    [InlineData(0, "Up", KeyEventType.Release, "")]
    [InlineData(0, "Up", KeyEventType.Repeat, "\e[A")]
    public void Event_types_are_told_where_asked(int flags, string name, KeyEventType type, string expected)
    {
        Assert.True(KeyName.TryParse(name, out var key), name);
        Assert.Equal(expected, Encode(key with { Type = type }, flags));
    }

    [Theory]
    [InlineData(5, "\e[1089::99;5u")]
    [InlineData(1, "\e[1089;5u")]
    public void The_place_on_the_keyboard_is_told_where_it_is_known(int flags, string expected) =>
        Assert.Equal(expected, Encode(new KeyEvent(new Rune('с'), KeyModifiers.Ctrl) { BaseLayout = new Rune('c') }, flags));

    [Fact]
    public void Cursor_keys_are_never_in_application_form_with_escape_codes()
    {
        Assert.Equal("\e[A", Encode(new KeyEvent(Key.Up), 1, application: true));
        Assert.Equal("\eOA", Encode(new KeyEvent(Key.Up), 4, application: true));
    }

    [Theory]
    [InlineData("\e[>1u", "\e[?1u")]
    [InlineData("\e[>1u\e[>15u", "\e[?15u")]
    [InlineData("\e[>1u\e[>15u\e[<u", "\e[?1u")]
    [InlineData("\e[>1u\e[>15u\e[<2u", "\e[?0u")]
    [InlineData("\e[>1u\e[<9u", "\e[?0u")]
    [InlineData("\e[>u", "\e[?0u")]
    [InlineData("\e[=5u", "\e[?5u")]
    [InlineData("\e[=5u\e[=2;2u", "\e[?7u")]
    [InlineData("\e[=7u\e[=2;3u", "\e[?5u")]
    [InlineData("\e[=5u\e[<u", "\e[?0u")]
    [InlineData("\e[=255u", "\e[?31u")]
    [InlineData("\e[>5u\e[?1049h", "\e[?0u")]
    [InlineData("\e[>5u\e[?1049h\e[>3u\e[?1049l", "\e[?5u")]
    [InlineData("\e[>5u\e[?1049h\e[>3u\e[?1049l\e[?1049h", "\e[?3u")]
    [InlineData("\e[>5u\e[!p", "\e[?0u")]
    [InlineData("\e[>1u\e[>2u\e[>3u\e[>4u\e[>5u\e[>6u\e[>7u\e[>8u\e[>9u\e[>10u\e[<8u", "\e[?2u")]
    public void Flags_are_pushed_popped_and_set_for_each_screen(string output, string answer)
    {
        using var t = new EmulatorHarness(10, 3);
        t.Write(output);
        Assert.Equal(answer, t.Write("\e[?u"));
    }

    private static string Encode(KeyEvent key, int flags, bool application = false)
    {
        var output = new ArrayBufferWriter<byte>();
        KeyEncoder.Encode(in key, new InputModes { KittyFlags = (KittyKeyboard)flags, ApplicationCursor = application }, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
