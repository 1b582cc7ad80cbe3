namespace Orchtui.Terminal.Tests.Parser;

/// <summary>The deviations from the vt100.net diagram, and what must not reach the screen.</summary>
public sealed class VtParserTests
{
    [Theory]
    [InlineData("\e]0;title\aX")]
    [InlineData("\e]0;title\e\\X")]
    [InlineData("\e]66;w=2;big\e\\X")]
    [InlineData("\e]1337;File=inline=1:AAAA\aX")]
    [InlineData("\e_Gi=1,a=q;AAAA\e\\X")]
    [InlineData("\e^private\e\\X")]
    [InlineData("\eXstart of string\e\\X")]
    [InlineData("\ekwindow title\e\\X")]
    [InlineData("\ePq#0;2;0;0;0#0~~@@\e\\X")]
    [InlineData("\ePtmux;\e\e]11;?\a\e\\X")]
    [InlineData("\ePtmux;\e\e_Gi=1;a\e\e\\\e\\X")]
    [InlineData("\eP1;2:3<bad\e\\X")]
    [InlineData("\e[12;34<mX")]
    [InlineData("\e[1 ! \"mX")]
    [InlineData("\e[?2$99pX")]
    public void Strings_and_malformed_sequences_leave_no_text(string text)
    {
        using var t = new EmulatorHarness(40, 3);
        t.Write(text);
        Assert.Equal("X", t.Screen);
        using var bytewise = new EmulatorHarness(40, 3);
        foreach (var c in text) bytewise.Write(c.ToString());
        Assert.Equal("X", bytewise.Screen);
    }

    [Fact]
    public void Tmux_passthrough_is_not_unwrapped()
    {
        using var t = new EmulatorHarness(40, 3);
        Assert.Equal("", t.Write("\ePtmux;\e\e[c\e\e]11;?\a\e\\"));
    }

    [Fact]
    public void A_string_that_another_escape_interrupts_is_dropped_and_that_escape_counts()
    {
        using var t = new EmulatorHarness(40, 3);
        t.Write("\e]2;lost\e[5Gx");
        Assert.Equal("    x", t.Screen);
        Assert.Equal("", t.Emulator.Title);
    }

    [Fact]
    public void Controls_inside_a_sequence_are_executed_on_the_way()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("ab\e[\r2Cx");
        Assert.Equal("abx", t.Screen);
    }

    [Theory]
    [InlineData("\x18")]
    [InlineData("\x1a")]
    public void Cancel_and_substitute_end_a_sequence(string control)
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write($"\e[31{control}m\e]2;x{control}y");
        Assert.Equal("my", t.Screen);
    }

    [Fact]
    public void Delete_is_ignored()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("a\x7f" + "b\e[\x7f" + "3Cc");
        Assert.Equal("ab   c", t.Screen);
    }

    [Fact]
    public void C1_controls_are_recognised_when_encoded_as_UTF8()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("ab\u009b5Gc\u0085d");
        Assert.Equal("ab  c\nd", t.Screen);
    }

    [Fact]
    public void A_byte_of_text_inside_a_sequence_ends_it()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("\e[3é");
        Assert.Equal("é", t.Screen);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0x41 }, "\ufffdA")]
    [InlineData(new byte[] { 0xc3, 0x41 }, "\ufffdA")]
    [InlineData(new byte[] { 0xe6, 0x97, 0x41 }, "\ufffdA")]
    [InlineData(new byte[] { 0xc0, 0xaf }, "\ufffd\ufffd")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, "\ufffd\ufffd\ufffd")]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80, 0x41 }, "\ufffd\ufffd\ufffd\ufffdA")]
    public void Invalid_UTF8_becomes_replacement_characters_in_any_split(byte[] bytes, string expected)
    {
        using var whole = new EmulatorHarness(20, 3);
        whole.Emulator.Write(bytes);
        Assert.Equal(expected, whole.Screen);
        using var split = new EmulatorHarness(20, 3);
        foreach (var b in bytes) split.Emulator.Write([b]);
        Assert.Equal(expected, split.Screen);
    }

    [Fact]
    public void An_overlong_string_is_swallowed_whole()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("\e]2;" + new string('x', 2 << 20) + "\aend");
        Assert.Equal("end", t.Screen);
        Assert.Equal("", t.Emulator.Title);
    }

    [Fact]
    public void Parameters_beyond_the_limit_are_ignored()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("\e[31" + string.Concat(Enumerable.Repeat(";0;31", 40)) + "mx");
        Assert.Equal("x", t.Screen);
    }

    [Fact]
    public void Huge_parameters_are_clamped()
    {
        using var t = new EmulatorHarness(20, 3);
        t.Write("\e[99999999999999999999Cx");
        Assert.Equal(new string(' ', 19) + "x", t.Screen);
    }
}
