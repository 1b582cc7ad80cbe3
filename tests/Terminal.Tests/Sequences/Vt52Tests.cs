using System.Buffers;
using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Sequences;

public sealed class Vt52Tests
{
    [Theory]
    [InlineData("\eY\"%X", "\n\n     X")]
    [InlineData("\eY!!\eAa\eBb\eDc\eCd", " a\n  c d")]
    [InlineData("abc\eHX", "Xbc")]
    [InlineData("abc\eD\eK", "ab")]
    [InlineData("a\r\nb\eH\eJ", "")]
    [InlineData("a\eH\eIb", "b\na")]
    [InlineData("\eFq\eGq", "─q")]
    [InlineData("\e<\e[3Cx", "   x")]
    [InlineData("\e[?2h\e(0q", "─")]
    [InlineData("a\ecb\e[Dc", "c")]
    public void The_sequences_of_a_VT52_are_followed(string input, string expected)
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[?2l" + input);
        Assert.Equal(expected, t.Screen);
    }

    [Fact]
    public void A_cursor_address_may_come_in_pieces()
    {
        using var t = new EmulatorHarness(20, 5);
        foreach (var piece in new[] { "\e[?2l", "\e", "Y", "!", "#", "X" }) t.Write(piece);
        Assert.Equal("\n   X", t.Screen);
    }

    [Fact]
    public void A_VT52_identifies_itself_and_sends_its_own_keys()
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal("\e/Z", t.Write("\e[?2l\eZ"));
        Assert.Equal("\eA", Encoded(t, Key.Up));
        Assert.Equal("\eP", Encoded(t, Key.F1));
        t.Write("\e<");
        Assert.Equal("\e[A", Encoded(t, Key.Up));
        Assert.Equal("\eOP", Encoded(t, Key.F1));
    }

    private static string Encoded(EmulatorHarness t, Key key)
    {
        var output = new ArrayBufferWriter<byte>();
        KeyEncoder.Encode(new KeyEvent(key), t.Emulator.InputModes, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
