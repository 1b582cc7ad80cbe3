using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests;

public sealed class ReportTests
{
    [Theory]
    [InlineData("\e[c", "\e[?64;1;2;6;9;15;16;17;18;21;22;28;29;52c")]
    [InlineData("\e[>c", "\e[>41;379;0c")]
    [InlineData("\e[=c", "\eP!|00000000\e\\")]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("\e[2;3H\e[6n", "\e[2;3R")]
    [InlineData("\e[2;3H\e[?6n", "\e[?2;3;1R")]
    [InlineData("\e[>0q", "\eP>|orchtui(0.1.0)\e\\")]
    [InlineData("\e[?2026$p", "\e[?2026;2$y")]
    [InlineData("\e[?25$p", "\e[?25;1$y")]
    [InlineData("\e[?9999$p", "\e[?9999;0$y")]
    [InlineData("\e[4$p", "\e[4;2$y")]
    [InlineData("\eP$qm\e\\", "\eP1$r0m\e\\")]
    [InlineData("\e[4:3;38;5;9m\eP$qm\e\\", "\eP1$r0;4:3;91m\e\\")]
    [InlineData("\e[2;4r\eP$qr\e\\", "\eP1$r2;4r\e\\")]
    [InlineData("\eP$qzz\e\\", "\eP0$r\e\\")]
    [InlineData("\eP+q436f;5447\e\\", "\eP1+r436f=323536\e\\\eP0+r5447\e\\")]
    [InlineData("\eP+q4d73\e\\", "\eP1+r4d73=1B5D35323B25703125733B257032257307\e\\")]
    [InlineData("\e]11;?\a", "\e]11;rgb:0000/0000/0000\a")]
    [InlineData("\e]10;?\e\\", "\e]10;rgb:ffff/ffff/ffff\e\\")]
    [InlineData("\e]4;1;?\e\\", "\e]4;1;rgb:cdcd/0000/0000\e\\")]
    [InlineData("\e]4;1;#102030;1;?\e\\", "\e]4;1;rgb:1010/2020/3030\e\\")]
    [InlineData("\e]11;rgb:1/2/3\a\e]11;?\a", "\e]11;rgb:1111/2222/3333\a")]
    [InlineData("\e[?u", "\e[?0u")]
    [InlineData("\e[>5u\e[?u", "\e[?5u")]
    [InlineData("\e[>5u\e[>1u\e[<u\e[?u", "\e[?5u")]
    [InlineData("\e[>5u\e[=2;2u\e[?u", "\e[?7u")]
    [InlineData("\e[>5u\e[?1049h\e[?u", "\e[?0u")]
    [InlineData("\e[14t", "\e[4;100;200t")]
    [InlineData("\e[16t", "\e[6;20;10t")]
    [InlineData("\e[18t", "\e[8;5;20t")]
    [InlineData("\e[?996n", "\e[?997;1n")]
    [InlineData("\e]7501;?\e\\", "\e]7501;?\e\\")]
    [InlineData("\e]52;c;?\a", "")]
    [InlineData("\e]2;evil\a\e[21t", "\e]l\e\\")]
    public void A_query_is_answered(string query, string answer)
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal(answer, t.Write(query));
    }

    [Fact]
    public void Unread_answers_are_bounded()
    {
        using var t = new EmulatorHarness(20, 5);
        for (var i = 0; i < 1000; i++) t.Emulator.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\e[c", 100))));
        Assert.InRange(t.Emulator.PendingReplies.Length, 1, 64 << 10);
    }

    [Fact]
    public void The_answers_of_the_emulator_are_read_by_the_input_decoder()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[c\e[>c\e[>0q\e[?2026$p\e[6n\e]11;?\a\e[?u\e[?996n\e[14t");
        var events = new List<InputEvent>();
        new InputDecoder { ExpectCursorPosition = true }.Decode(t.Emulator.PendingReplies, events);
        Assert.Equal(
            [
                ReplyKind.DeviceAttributes, ReplyKind.SecondaryAttributes, ReplyKind.Version, ReplyKind.Mode, ReplyKind.CursorPosition,
                ReplyKind.Osc, ReplyKind.KittyFlags, ReplyKind.Status, ReplyKind.Window,
            ],
            events.Select(one => Assert.IsType<ReplyEvent>(one).Kind));
    }
}
