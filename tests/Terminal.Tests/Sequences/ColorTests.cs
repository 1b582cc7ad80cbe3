namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>The colour queries and the notations they understand; the levels are those that xterm answers.</summary>
public sealed class ColorTests
{
    [Theory]
    [InlineData("red", "ffff/0000/0000")]
    [InlineData("Medium Sea Green", "3c3c/b3b3/7171")]
    [InlineData("AntiqueWhite3", "cdcd/c0c0/b0b0")]
    [InlineData("grey50", "7f7f/7f7f/7f7f")]
    [InlineData("gray90", "e5e5/e5e5/e5e5")]
    [InlineData("DarkSlateGrey", "2f2f/4f4f/4f4f")]
    [InlineData("yellow4", "8b8b/8b8b/0000")]
    public void Colours_have_the_names_of_X11(string name, string expected)
    {
        using var t = new EmulatorHarness(10, 2);
        Assert.Equal($"\e]4;5;rgb:{expected}\e\\", t.Write($"\e]4;5;{name}\e\\\e]4;5;?\e\\"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nocolour")]
    [InlineData("red5")]
    [InlineData("beige2")]
    [InlineData("gray101")]
    [InlineData("re")]
    [InlineData("ff0000")]
    public void What_is_no_name_changes_nothing(string name)
    {
        using var t = new EmulatorHarness(10, 2);
        t.Write($"\e]4;5;{name}\e\\");
        Assert.True(t.Emulator.PaletteOverride(5).IsDefault);
    }

    [Theory]
    [InlineData("rgb:f0f0/8080/0000", "f0f0/8080/0000")]
    [InlineData("rgb:f/8/0", "ffff/8888/0000")]
    [InlineData("RGB:f0/80/00", "f0f0/8080/0000")]
    [InlineData("#fff", "f0f0/f0f0/f0f0")]
    [InlineData("#888", "8080/8080/8080")]
    [InlineData("#f0f0f0", "f0f0/f0f0/f0f0")]
    [InlineData("#800800800", "8080/8080/8080")]
    [InlineData("#aaaabbbbcccc", "aaaa/bbbb/cccc")]
    [InlineData("rgbi:1/1/1", "ffff/ffff/ffff")]
    [InlineData("rgbi:0.5/0.5/0.5", "c1c1/bbbb/bbbb")]
    [InlineData("rgbi:0/0/0", "0000/0000/0000")]
    [InlineData("CIEXYZ:1/1/1", "ffff/ffff/ffff")]
    [InlineData("CIEXYZ:0.5/0.5/0.5", "dddd/b5b5/a0a0")]
    [InlineData("CIEuvY:1/1/1", "ffff/ffff/ffff")]
    [InlineData("CIEuvY:0.5/0.5/0.5", "ffff/a3a3/aeae")]
    [InlineData("CIExyY:1/1/1", "ffff/ffff/ffff")]
    [InlineData("CIExyY:0.5/0.5/0.5", "f7f7/b3b3/0e0e")]
    [InlineData("CIELab:1/1/1", "6c6c/6767/6767")]
    [InlineData("CIELab:0.5/0.5/0.5", "5252/4f4f/4f4f")]
    [InlineData("CIELuv:1/1/1", "1616/1414/0e0e")]
    [InlineData("CIELuv:0.5/0.5/0.5", "0e0e/1313/0e0e")]
    [InlineData("TekHVC:1/1/1", "1a1a/1313/0f0f")]
    [InlineData("TekHVC:0.5/0.5/0.5", "1111/1313/0e0e")]
    public void Each_notation_sets_what_the_query_answers(string notation, string answer)
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal($"\e]4;0;rgb:{answer}\e\\", t.Write($"\e]4;0;{notation}\e\\\e]4;0;?\e\\"));
        Assert.Equal($"\e]10;rgb:{answer}\e\\", t.Write($"\e]10;{notation}\e\\\e]10;?\e\\"));
        Assert.Equal($"\e]5;0;rgb:{answer}\a", t.Write($"\e]5;0;{notation}\e\\\e]5;0;?\a"));
    }

    [Theory]
    [InlineData("no colour")]
    [InlineData("#12345")]
    [InlineData("#")]
    [InlineData("rgb:1/2")]
    [InlineData("rgb:12345/0/0")]
    [InlineData("rgb:-1/0/0")]
    [InlineData("rgbi:x/0/0")]
    [InlineData("rgbi:NaN/0/0")]
    [InlineData("CIEfoo:1/1/1")]
    [InlineData("")]
    public void A_malformed_colour_changes_nothing(string notation)
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal("\e]4;1;rgb:cdcd/0000/0000\e\\", t.Write($"\e]4;1;{notation}\e\\\e]4;1;?\e\\"));
    }

    [Theory]
    [InlineData("TekHVC:1e300/1e300/1e300")]
    [InlineData("CIELuv:1e-300/1e300/-1e300")]
    [InlineData("CIEXYZ:-1/-1/-1")]
    [InlineData("CIEuvY:0/0/0")]
    [InlineData("CIExyY:1/0/1")]
    public void A_colour_beyond_all_measure_is_answered_with_some_colour(string notation)
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.StartsWith("\e]4;0;rgb:", t.Write($"\e]4;0;{notation}\e\\\e]4;0;?\e\\"), StringComparison.Ordinal);
    }

    [Fact]
    public void Special_colours_stand_behind_the_palette()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e]4;256;#102030;257;#405060\a");
        Assert.Equal("\e]5;0;rgb:1010/2020/3030\a\e]5;1;rgb:4040/5050/6060\a", t.Write("\e]5;0;?;1;?\a"));
        t.Write("\e]105;0\a");
        Assert.Equal("\e]4;256;rgb:ffff/ffff/ffff\a\e]4;257;rgb:4040/5050/6060\a", t.Write("\e]4;256;?;257;?\a"));
        t.Write("\e]105\a");
        Assert.Equal("\e]4;257;rgb:ffff/ffff/ffff\a", t.Write("\e]4;257;?\a"));
        Assert.Equal("", t.Write("\e]4;261;?\a\e]5;5;?\a\e]5;2147483647;?\a"));
    }

    [Fact]
    public void Colours_come_back_when_they_are_reset()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e]4;1;#102030;2;#405060\a\e]10;#111;#222;#333\a");
        Assert.Equal("\e]10;rgb:1010/1010/1010\a\e]11;rgb:2020/2020/2020\a\e]12;rgb:3030/3030/3030\a", t.Write("\e]10;?;?;?\a"));
        Assert.Equal("\e]4;1;rgb:cdcd/0000/0000\a", t.Write("\e]104;1\a\e]4;1;?\a"));
        Assert.Equal("\e]4;2;rgb:0000/cdcd/0000\a", t.Write("\e]104;\a\e]4;2;?\a"));
        Assert.Equal("\e]10;rgb:ffff/ffff/ffff\a", t.Write("\e]110\a\e]10;?\a"));
        Assert.Equal("\e]11;rgb:0000/0000/0000\a", t.Write("\e]111\a\e]11;?\a"));
    }

    [Theory]
    [InlineData(10, "0000/0000/4444")]
    [InlineData(11, "ffff/ffff/dddd")]
    public void The_terminals_own_colour_is_answered_before_a_change_and_after_its_reset(int number, string own)
    {
        using var t = new EmulatorHarness(20, 5);
        t.Emulator.DefaultForeground = Color.Rgb(0, 0, 0x44);
        t.Emulator.DefaultBackground = Color.Rgb(0xff, 0xff, 0xdd);
        Assert.Equal($"\e]{number};rgb:{own}\e\\", t.Write($"\e]{number};?\e\\"));
        Assert.Equal($"\e]{number};rgb:1212/3434/5656\e\\", t.Write($"\e]{number};#123456\e\\\e]{number};?\e\\"));
        Assert.Equal($"\e]{number};rgb:{own}\e\\", t.Write($"\e]{number + 100}\e\\\e]{number};?\e\\"));
    }

    [Fact]
    public void A_scheme_is_reported_when_it_changes_and_the_program_follows_it()
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal("", Told(t, dark: false));
        Assert.Equal("\e[?997;2n", t.Write("\e[?996n"));
        t.Write("\e[?2031h");
        Assert.Equal("", Told(t, dark: false));
        Assert.Equal("\e[?997;1n", Told(t, dark: true));
    }

    private static string Told(EmulatorHarness t, bool dark)
    {
        t.Emulator.ClearReplies();
        t.Emulator.ReportColorScheme(dark);
        return System.Text.Encoding.ASCII.GetString(t.Emulator.PendingReplies);
    }
}
