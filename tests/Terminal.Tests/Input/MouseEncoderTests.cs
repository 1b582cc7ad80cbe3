using System.Buffers;
using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Input;

/// <summary>Mouse events at row 2, column 4 (from 0), by the modes that a program sets.</summary>
public sealed class MouseEncoderTests
{
    [Theory]
    [InlineData("\e[?9h", "press left", "\e[M %#")]
    [InlineData("\e[?9h", "press left C", "\e[M %#")]
    [InlineData("\e[?9h", "release left", null)]
    [InlineData("\e[?9h", "press wheelup", null)]
    [InlineData("\e[?1000h", "press left", "\e[M %#")]
    [InlineData("\e[?1000h", "press middle S", "\e[M%%#")]
    [InlineData("\e[?1000h", "press right M", "\e[M*%#")]
    [InlineData("\e[?1000h", "press left C", "\e[M0%#")]
    [InlineData("\e[?1000h", "release right", "\e[M#%#")]
    [InlineData("\e[?1000h", "press wheeldown", "\e[Ma%#")]
    [InlineData("\e[?1000h", "motion left", null)]
    [InlineData("\e[?1001h", "press left", null)]
    [InlineData("\e[?1002h", "motion left", "\e[M@%#")]
    [InlineData("\e[?1002h", "motion none", null)]
    [InlineData("\e[?1003h", "motion none", "\e[MC%#")]
    [InlineData("\e[?1003h\e[?1003l", "press left", null)]
    [InlineData("\e[?1000;1006h", "press left", "\e[<0;5;3M")]
    [InlineData("\e[?1000;1006h", "release left", "\e[<0;5;3m")]
    [InlineData("\e[?1000;1006h", "release right S", "\e[<6;5;3m")]
    [InlineData("\e[?1000;1006h", "press wheelup", "\e[<64;5;3M")]
    [InlineData("\e[?1000;1006h", "press wheelleft", "\e[<66;5;3M")]
    [InlineData("\e[?1000;1006h", "press back", "\e[<128;5;3M")]
    [InlineData("\e[?1003;1006h", "motion none C", "\e[<51;5;3M")]
    [InlineData("\e[?1000;1006h\e[?1006l", "press left", "\e[M %#")]
    [InlineData("\e[?1000;1015h", "press left", "\e[32;5;3M")]
    [InlineData("\e[?1000;1015h", "release left", "\e[35;5;3M")]
    [InlineData("\e[?1002;1015h", "motion right", "\e[66;5;3M")]
    [InlineData("\e[?1000;1016h", "press left", "\e[<0;46;51M")]
    [InlineData("\e[?1000;1005h", "press left", "\e[M %#")]
    [InlineData("\e[?1000;1006;1015h", "press left", "\e[32;5;3M")]
    public void An_event_is_written_as_the_modes_say(string output, string what, string? expected) =>
        Assert.Equal(expected, Encode(output, what, new CellPosition(2, 4)));

    [Theory]
    [InlineData("\e[?1000h", 222, "\e[M \xff#")]
    [InlineData("\e[?1000h", 223, null)]
    [InlineData("\e[?1000;1006h", 2000, "\e[<0;2001;3M")]
    [InlineData("\e[?1000;1015h", 2000, "\e[32;2001;3M")]
    public void A_place_that_an_encoding_cannot_name_is_not_told(string output, int column, string? expected) =>
        Assert.Equal(expected, Encode(output, "press left", new CellPosition(2, column)));

    [Theory]
    [InlineData(94, "\e[M \x7f#")]
    [InlineData(95, "\e[M \u0080#")]
    [InlineData(2014, "\e[M \u07ff#")]
    [InlineData(2015, null)]
    public void Places_in_UTF_8_reach_farther(int column, string? expected) =>
        Assert.Equal(expected, Encode("\e[?1000;1005h", "press left", new CellPosition(2, column), Encoding.UTF8));

    [Theory]
    [InlineData("\e[?1049h", true)]
    [InlineData("\e[?1049h\e[?1007l", false)]
    [InlineData("", false)]
    public void The_wheel_is_arrow_keys_on_the_alternate_screen_unless_that_is_off(string output, bool expected)
    {
        using var t = new EmulatorHarness(80, 24);
        t.Write(output);
        Assert.Equal(expected, t.Emulator.InputModes.AlternateScroll);
    }

    private static string? Encode(string output, string what, CellPosition position, Encoding? encoding = null)
    {
        using var t = new EmulatorHarness(80, 24);
        t.Write(output);
        var words = what.Split(' ');
        var modifiers = words.Length < 3 ? KeyModifiers.None : words[2] switch { "S" => KeyModifiers.Shift, "M" => KeyModifiers.Alt, _ => KeyModifiers.Ctrl };
        var mouse = new MouseEvent(Enum.Parse<MouseButton>(words[1], ignoreCase: true), Enum.Parse<MouseAction>(words[0], ignoreCase: true), position, modifiers);
        var written = new ArrayBufferWriter<byte>();
        var isTold = MouseEncoder.Encode(mouse, t.Emulator.InputModes, written, (10, 20));
        return isTold ? (encoding ?? Encoding.Latin1).GetString(written.WrittenSpan) : null;
    }
}
