namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>Reports about the device, its settings and its window.</summary>
public sealed class DeviceReportTests
{
    [Theory]
    [InlineData("\e[3;7H\e[1;4;7m")]
    [InlineData("\e[2;5r\e[?6h\e[2;4H\e[5m\e[1\"q")]
    [InlineData("\e(0\e)A\e*%5\x0e\e~")]
    [InlineData("\e-F\e.A\eN")]
    [InlineData("\e[1;20Hx")]
    public void A_cursor_that_was_reported_is_brought_back(string setting)
    {
        using var t = new EmulatorHarness(20, 8);
        var report = t.Write(setting + "\e[1$w");
        Assert.StartsWith("\eP1$u", report, StringComparison.Ordinal);
        t.Write("\e[?6l\e[r\e[0m\e[0\"q\e(B\e)B\e*B\e+B\x0f\e}\e[8;1H");
        Assert.NotEqual(report, t.Write("\e[1$w"));
        t.Write("\e[2;5r\eP1$t" + report["\eP1$u".Length..]);
        Assert.Equal(report, t.Write("\e[1$w"));
    }

    [Theory]
    [InlineData("1;1;1;@;@;@;0;2;@;BBB")]
    [InlineData("1;1;1;@;@;@;0;2;@;BBBBB")]
    [InlineData("1;1;1;@;@;@;9;2;@;BBBB")]
    [InlineData("x;1;1;@;@;@;0;2;@;BBBB")]
    [InlineData("1;1;1;1;@;@;0;2;@;BBBB")]
    [InlineData("1;1;1")]
    [InlineData("")]
    public void A_cursor_report_that_is_not_whole_changes_nothing(string report)
    {
        using var t = new EmulatorHarness(20, 8);
        t.Write("\e[3;3H\e[1m");
        var before = t.Write("\e[1$w");
        t.Write($"\eP1$t{report}\e\\");
        Assert.Equal(before, t.Write("\e[1$w"));
    }

    [Theory]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("\e[6;5H\e[?6n", "\e[?6;5;1R")]
    [InlineData("\e[?15n", "\e[?13n")]
    [InlineData("\e[?25n", "\e[?21n")]
    [InlineData("\e[?26n", "\e[?27;1;0;0n")]
    [InlineData("\e[?55n", "\e[?53n")]
    [InlineData("\e[?56n", "\e[?57;0n")]
    [InlineData("\e[?62n", "\e[0000*{")]
    [InlineData("\e[?63;123n", "\eP123!~0000\e\\")]
    [InlineData("\e[?75n", "\e[?70n")]
    [InlineData("\e[?85n", "\e[?83n")]
    [InlineData("\eZ", "\e[?64;1;2;6;9;15;16;17;18;21;22;28;29;52c")]
    [InlineData("\e[0c", "\e[?64;1;2;6;9;15;16;17;18;21;22;28;29;52c")]
    [InlineData("\e[>0c", "\e[>41;379;0c")]
    [InlineData("\e[0x", "\e[2;1;1;128;128;1;0x")]
    public void Status_is_reported(string query, string answer) => AssertAnswer(query, answer);

    [Theory]
    [InlineData("\e[1m", "m", "0;1m")]
    [InlineData("\e[1;3;4;7;9;38;2;1;2;3;48;5;200m", "m", "0;1;3;7;9;4;38:2::1:2:3;48:5:200m")]
    [InlineData("\e[5;6r", "r", "5;6r")]
    [InlineData("\e[?69h\e[3;4s", "s", "3;4s")]
    [InlineData("\e[4 q", " q", "4 q")]
    [InlineData("\e[1\"q", "\"q", "1\"q")]
    [InlineData("\e[2\"q", "\"q", "0\"q")]
    [InlineData("\e[65;1\"p", "\"p", "64;1\"p")]
    [InlineData("\e[62;1\"p", "\"p", "62;1\"p")]
    [InlineData("\e[0*x", "*x", "0*x")]
    [InlineData("\e[2*x", "*x", "2*x")]
    [InlineData("\e[1$}", "$}", "0$}")]
    [InlineData("\e[0$~", "$~", "0$~")]
    [InlineData("", "t", "25t")]
    [InlineData("", "*|", "25*|")]
    [InlineData("", "$|", "80$|")]
    public void Settings_are_reported(string setup, string setting, string value) =>
        AssertAnswer($"{setup}\eP$q{setting}\e\\", $"\eP1$r{value}\e\\");

    [Theory]
    [InlineData("\e[3;5H\e[1$w", "\eP1$u3;5;1;@;@;@;0;2;@;BBBB\e\\")]
    [InlineData("\e[1;4;7;1\"q\e[1;4;7m\e[1\"q\e[1$w", "\eP1$u1;1;1;K;A;@;0;2;@;BBBB\e\\")]
    [InlineData("\e)0\e-A\e*%2\u000e\e[1;80Hx\e[1$w", "\eP1$u1;80;1;@;@;H;1;2;B;BA%2B\e\\")]
    [InlineData("\e[2;5r\e[?6h\eN\e[1$w", "\eP1$u1;1;1;@;@;C;0;2;@;BBBB\e\\")]
    [InlineData("\e[3g\e[1;20H\eH\e[1;40H\eH\e[2$w", "\eP2$u20/40\e\\")]
    [InlineData("\eP2$t5/7/9999/x\e\\\e[2$w", "\eP2$u5/7\e\\")]
    public void The_presentation_is_reported_and_tabs_are_restored(string query, string answer) => AssertAnswer(query, answer);

    [Theory]
    [InlineData("3;5;1;K;A;@;1;3;H;<%5>A")]
    [InlineData("2;80;1;@;@;H;0;2;@;BBBB")]
    [InlineData("2;3;1;D;@;B;0;2;@;0BBB")]
    [InlineData("2;3;1;B;@;D;0;2;B;BA\">&5")]
    [InlineData("1;1;1;@;@;A;3;0;O;ALFM")]
    public void The_cursor_comes_back_as_it_was_reported(string report) =>
        AssertAnswer($"\e[2;5r\e[7;35m\eP1$t{report}\e\\\e[1$w", $"\eP1$u{report}\e\\");

    [Theory]
    [InlineData("")]
    [InlineData("3;5;1;K;A;@;1;3;H")]
    [InlineData("3;5;1;K;A;@;4;3;H;B%5>A")]
    [InlineData("3;5;1;K;A;@;1;3;H;B%5>")]
    [InlineData("3;5;1;K;A;@;1;3;H;B%5>!?")]
    [InlineData("3;5;1;KK;A;@;1;3;H;B%5>A")]
    [InlineData("3;x;1;K;A;@;1;3;H;B%5>A")]
    public void A_broken_report_of_the_cursor_restores_nothing(string report) =>
        AssertAnswer($"\e[4;6H\eP1$t{report}\e\\\e[1$w", "\eP1$u4;6;1;@;@;@;0;2;@;BBBB\e\\");

    [Theory]
    [InlineData("\e[11t", "\e[1t")]
    [InlineData("\e[2t\e[11t", "\e[1t")]
    [InlineData("\e[3;7;7t\e[13t", "\e[3;0;0t")]
    [InlineData("\e[8;10;90t\e[18t", "\e[8;25;80t")]
    [InlineData("\e[30t\e[18t", "\e[8;25;80t")]
    [InlineData("\e[9;1t\e[19t", "\e[9;25;80t")]
    [InlineData("\e[4;1;1t\e[14t", "\e[4;500;800t")]
    [InlineData("\e[14;2t", "\e[4;500;800t")]
    [InlineData("\e[15t", "\e[5;500;800t")]
    [InlineData("\e[16t", "\e[6;20;10t")]
    [InlineData("\e[?40h\e[?3h\e[18t", "\e[8;25;80t")]
    public void The_window_is_reported_as_it_is_and_stays_as_it_is(string query, string answer) => AssertAnswer(query, answer);

    [Theory]
    [InlineData("\e[62;1\"p\e[4$p", "")]
    [InlineData("\e[63;1\"p\e[4$p", "\e[4;2$y")]
    [InlineData("\e[63;1\"p\e[?69h\e[?69$p", "\e[?69;2$y")]
    [InlineData("\e[64;1\"p\e[?69h\e[?69$p", "\e[?69;1$y")]
    [InlineData("\e[63;1\"p\e[?69h\e[5;6s\e[1;5Habc\e[6n", "\e[1;8R")]
    public void A_lower_conformance_level_lacks_what_came_later(string input, string answer) => AssertAnswer(input, answer);

    private static void AssertAnswer(string query, string answer)
    {
        using var t = new EmulatorHarness(80, 25);
        Assert.Equal(answer, t.Write(query));
    }
}
