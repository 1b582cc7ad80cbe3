using System.Text;

namespace Orchtui.Terminal.Tests.Sequences;

public sealed class CharacterSetTests
{
    [Theory]
    [InlineData("A", "#@[\\]^_`{|}~", "£@[\\]^_`{|}~")]
    [InlineData("0", "lqk`~", "┌─┐◆·")]
    [InlineData("4", "#@[\\]{|}~", "£¾ĳ½|¨ƒ¼´")]
    [InlineData("C", "[\\]^`{|}~", "ÄÖÅÜéäöåü")]
    [InlineData("R", "#@[\\]{|}~", "£à°ç§éùè¨")]
    [InlineData("Q", "@[\\]^`{|}~", "àâçêîôéùèû")]
    [InlineData("K", "@[\\]{|}~", "§ÄÖÜäöüß")]
    [InlineData("Y", "#@[\\]`{|}~", "£§°çéùàòèì")]
    [InlineData("E", "@[\\]^`{|}~", "ÄÆØÅÜäæøåü")]
    [InlineData("Z", "#@[\\]{|}", "£§¡Ñ¿°ñç")]
    [InlineData("H", "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü")]
    [InlineData("=", "#@[\\]^_`{|}~", "ùàéçêîèôäöüû")]
    [InlineData("%6", "[\\]{|}", "ÃÇÕãçõ")]
    [InlineData("%2", "!&@[\\]", "ığİŞÖÇ")]
    [InlineData("%=", "`az", "אבת")]
    [InlineData("\">", "abx", "ΑΒΩ")]
    [InlineData("&5", "`a~", "ЮАЧ")]
    [InlineData(">", "ap~", "απ↓")]
    [InlineData("<", "a!(", "á¡¤")]
    [InlineData("B", "#@[", "#@[")]
    public void A_designated_set_replaces_characters(string designator, string input, string expected)
    {
        using var t = new EmulatorHarness(30, 2);
        t.Write($"\e({designator}{input}");
        Assert.Equal(expected, t.Screen);
    }

    [Theory]
    [InlineData("-A", "a~\x7f", "áþÿ")]
    [InlineData("-L", "1P", "Ба")]
    [InlineData("-F", "a4", "α΄")]
    [InlineData("-H", "`a", "אב")]
    [InlineData("-M", "P]", "Ğİ")]
    public void Sets_of_96_characters_are_shifted_in(string designator, string input, string expected)
    {
        using var t = new EmulatorHarness(30, 2);
        t.Write($"\e{designator}\u000e{input}\u000fa");
        Assert.Equal(expected + "a", t.Screen);
    }

    [Theory]
    [InlineData("\e)0\x0eq\x0fq", "─q")]
    [InlineData("\e*0\enq\x0fq", "─q")]
    [InlineData("\e+0\eoq\x0fq", "─q")]
    [InlineData("\e*0\eNqq", "─q")]
    [InlineData("\e+0\eOqq", "─q")]
    [InlineData("\e.A\eN\x7f\x7fq", "ÿq")]
    [InlineData("\e(0\x7fq", "─")]
    [InlineData("\e(1q\e(2q", "qq")]
    [InlineData("\e(0q\e[!pq", "─q")]
    [InlineData("\e(0\e7\e(Bq\e[2G\e8\e[2Gq", "q─")]
    public void Shifts_choose_among_the_designated_sets(string input, string expected)
    {
        using var t = new EmulatorHarness(30, 2);
        t.Write(input);
        Assert.Equal(expected, t.Screen);
    }

    [Theory]
    [InlineData("\e%@\u00e9\u00a3", "é£")]
    [InlineData("\e%@\u009b2CX", "  X")]
    [InlineData("\e%@a\u0085b", "a\nb")]
    [InlineData("\e%@\u009d2;t\u009cX", "X")]
    [InlineData("\e%@\u0090zdata\u009cX", "X")]
    [InlineData("\e%@\u009exyz\u009cX", "X")]
    [InlineData("\e%@\u009b1\u009b2CX", "  X")]
    [InlineData("\e%@\e-L\e~\u00b1", "Б")]
    [InlineData("\e%@\e.L\u00b1", "Б")]
    [InlineData("\e%@\e/L\e|\u00b1\e}\u00b1", "Б±")]
    [InlineData("\e%@\e%G\u00c3\u00a9", "é")]
    public void Outside_UTF8_bytes_are_C1_controls_and_the_right_set(string latin1, string expected)
    {
        using var t = new EmulatorHarness(30, 2);
        t.Emulator.Write(Encoding.Latin1.GetBytes(latin1));
        t.Emulator.CheckIntegrity();
        Assert.Equal(expected, t.Screen);
    }

    [Theory]
    [InlineData("\e G\e[5n", "\u009b0n")]
    [InlineData("\e G\eP$qr\e\\", "\u00901$r1;2r\u009c")]
    [InlineData("\e G\e F\e[5n", "\e[0n")]
    [InlineData("\e[64;0\"p\e[5n", "\u009b0n")]
    [InlineData("\e[64;1\"p\e[5n", "\e[0n")]
    public void Replies_use_C1_controls_where_that_was_asked_for(string query, string answer)
    {
        using var t = new EmulatorHarness(30, 2);
        Assert.Equal(answer, t.Write(query));
    }
}
