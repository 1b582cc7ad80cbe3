using System.Buffers;
using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Input;

public sealed class KeyEncoderTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("A", "A")]
    [InlineData("C-c", "\x03")]
    [InlineData("C-Space", "\0")]
    [InlineData("C-/", "\x1f")]
    [InlineData("M-x", "\ex")]
    [InlineData("C-M-a", "\e\x01")]
    [InlineData("Enter", "\r")]
    [InlineData("M-Enter", "\e\r")]
    [InlineData("S-Enter", "\r")]
    [InlineData("BTab", "\e[Z")]
    [InlineData("BSpace", "\x7f")]
    [InlineData("C-BSpace", "\b")]
    [InlineData("Escape", "\e")]
    [InlineData("Up", "\e[A")]
    [InlineData("C-Right", "\e[1;5C")]
    [InlineData("F1", "\eOP")]
    [InlineData("S-F1", "\e[1;2P")]
    [InlineData("S-F5", "\e[15;2~")]
    [InlineData("PPage", "\e[5~")]
    [InlineData("C-DC", "\e[3;5~")]
    [InlineData("KP5", "5")]
    [InlineData("é", "é")]
    public void A_key_is_written_as_xterm_does(string name, string expected) => Assert.Equal(expected, Encode(name, default));

    [Theory]
    [InlineData("Up", "\eOA")]
    [InlineData("Home", "\eOH")]
    [InlineData("C-Up", "\e[1;5A")]
    public void Application_cursor_keys_are_written_with_SS3(string name, string expected) =>
        Assert.Equal(expected, Encode(name, new InputModes { ApplicationCursor = true }));

    [Theory]
    [InlineData("KP5", "\eOu")]
    [InlineData("KPEnter", "\eOM")]
    public void The_application_keypad_is_written_with_SS3(string name, string expected) =>
        Assert.Equal(expected, Encode(name, new InputModes { ApplicationKeypad = true }));

    [Theory]
    [InlineData(1, "C-c", "\x03")]
    [InlineData(1, "C-,", "\e[27;5;44~")]
    [InlineData(2, "C-c", "\e[27;5;99~")]
    [InlineData(2, "S-Enter", "\e[27;2;13~")]
    [InlineData(2, "a", "a")]
    public void Other_keys_are_written_at_their_level(int level, string name, string expected) =>
        Assert.Equal(expected, Encode(name, new InputModes { ModifyOtherKeys = level }));

    [Theory]
    [InlineData(1, "a", "a")]
    [InlineData(1, "Escape", "\e[27u")]
    [InlineData(1, "C-c", "\e[99;5u")]
    [InlineData(1, "Enter", "\r")]
    [InlineData(1, "S-Enter", "\e[13;2u")]
    [InlineData(1, "Up", "\e[A")]
    [InlineData(1, "F3", "\e[13~")]
    [InlineData(1, "M-x", "\e[120;3u")]
    [InlineData(8, "a", "\e[97u")]
    [InlineData(8, "A", "\e[97;2u")]
    [InlineData(8, "Enter", "\e[13u")]
    [InlineData(24, "a", "\e[97;;97u")]
    [InlineData(5, "C-S-a", "\e[97:65;6u")]
    [InlineData(1, "KP5", "\e[57404u")]
    [InlineData(1, "F13", "\e[57376u")]
    public void A_key_is_written_in_the_kitty_form_that_was_asked_for(int flags, string name, string expected) =>
        Assert.Equal(expected, Encode(name, new InputModes { KittyFlags = (KittyKeyboard)flags }));

    [Fact]
    public void Releases_go_only_to_programs_that_asked_for_them()
    {
        var release = new KeyEvent(Key.Up) { Type = KeyEventType.Release };
        Assert.Equal("", Encode(release, default));
        Assert.Equal("", Encode(release, new InputModes { KittyFlags = KittyKeyboard.DisambiguateEscapeCodes }));
        Assert.Equal("\e[1;1:3A", Encode(release, new InputModes { KittyFlags = (KittyKeyboard)3 }));
    }

    [Fact]
    public void Enter_sends_a_line_feed_too_in_new_line_mode() => Assert.Equal("\r\n", Encode("Enter", new InputModes { NewLine = true }));

    [Theory]
    [InlineData("C-c")]
    [InlineData("M-x")]
    [InlineData("C-M-S-F5")]
    [InlineData("BTab")]
    [InlineData("Space")]
    [InlineData("PageDown")]
    [InlineData("日")]
    public void Names_are_read_back_as_written(string name)
    {
        Assert.True(KeyName.TryParse(name, out var key));
        Assert.Equal(name, KeyName.Format(key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("C-")]
    [InlineData("Foo")]
    [InlineData("F99")]
    [InlineData("ab")]
    public void What_is_no_key_is_refused(string name) => Assert.False(KeyName.TryParse(name, out _));

    [Theory]
    [InlineData(MouseTracking.Normal, MouseEncoding.Sgr, "\e[<0;5;3M")]
    [InlineData(MouseTracking.X10, MouseEncoding.Default, "\e[M %#")]
    [InlineData(MouseTracking.Normal, MouseEncoding.Urxvt, "\e[32;5;3M")]
    [InlineData(MouseTracking.Normal, MouseEncoding.SgrPixels, "\e[<0;46;51M")]
    [InlineData(MouseTracking.None, MouseEncoding.Sgr, "")]
    public void A_mouse_press_is_written_as_asked(MouseTracking tracking, MouseEncoding encoding, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var mouse = new MouseEvent(MouseButton.Left, MouseAction.Press, new CellPosition(2, 4));
        MouseEncoder.Encode(mouse, new InputModes { MouseTracking = tracking, MouseEncoding = encoding }, output, (10, 20));
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Motion_without_a_button_is_only_for_any_event_tracking()
    {
        var mouse = new MouseEvent(MouseButton.None, MouseAction.Motion, default);
        var output = new ArrayBufferWriter<byte>();
        Assert.False(MouseEncoder.Encode(mouse, new InputModes
        {
            MouseTracking = MouseTracking.Button,
            MouseEncoding = MouseEncoding.Sgr
        }, output));
        Assert.True(MouseEncoder.Encode(mouse, new InputModes { MouseTracking = MouseTracking.Any, MouseEncoding = MouseEncoding.Sgr },
            output));
        Assert.Equal("\e[<35;1;1M", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_plain_paste_has_carriage_returns_for_line_ends() => Assert.Equal("a\rb\rc", Paste(["a\r", "\nb\nc"], default));

    [Theory]
    [InlineData("x\e[201~y")]
    [InlineData("x\e[20\e[201~1~y")]
    [InlineData("x\e[201\e[201~~y")]
    public void A_bracketed_paste_cannot_end_itself(string text)
    {
        var pasted = Paste([text[..4], text[4..]], new InputModes { BracketedPaste = true });
        Assert.StartsWith("\e[200~x", pasted, StringComparison.Ordinal);
        Assert.Equal(pasted.Length - 6, pasted.IndexOf("\e[201~", StringComparison.Ordinal));
    }

    private static string Paste(string[] pieces, InputModes modes)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new PasteEncoder(modes);
        encoder.Begin(output);
        foreach (var piece in pieces) encoder.Append(Encoding.UTF8.GetBytes(piece), output);
        encoder.End(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Encode(string name, InputModes modes)
    {
        Assert.True(KeyName.TryParse(name, out var key), name);
        return Encode(key, modes);
    }

    private static string Encode(KeyEvent key, InputModes modes)
    {
        var output = new ArrayBufferWriter<byte>();
        KeyEncoder.Encode(in key, in modes, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
