namespace Orchtui.Terminal.Tests.Sequences;

public sealed class TitleTests
{
    [Theory]
    [InlineData("\e]0;ab\a", "ab", "ab")]
    [InlineData("\e]1;i\a\e]2;w\a", "w", "i")]
    [InlineData("\e]0;a\a\e[22;0t\e]0;x\a\e[23;0t", "a", "a")]
    [InlineData("\e]0;a\a\e[22;0t\e]0;x\a\e[23;1t\e[23;2t", "x", "a")]
    [InlineData("\e]0;a\a\e[22;0t\e]0;x\a\e[23;2t\e[23;1t", "a", "x")]
    [InlineData("\e]2;a\a\e]1;b\a\e[22;1t\e[22;2t\e]2;y\a\e]1;z\a\e[23;0t", "a", "b")]
    [InlineData("\e]2;a\a\e[22;2t\e]2;b\a\e[22;2t\e]2;z\a\e[23;2t\e[23;2t", "a", "")]
    [InlineData("\e[>0t\e]2;6162\a", "ab", "")]
    [InlineData("\e[>1t\e]2;ab\a", "6162", "")]
    [InlineData("\e[>0;1t\e]2;6162\a", "6162", "")]
    [InlineData("\e[>0;1t\e[>0;1T\e[>2;3t\e]2;ab\a", "ab", "")]
    [InlineData("\e[>0;1t\ec\e]2;ab\a", "ab", "")]
    [InlineData("\e[>0t\e]2;no hex\a", "", "")]
    public void Titles_are_set_kept_and_reported(string input, string title, string icon)
    {
        using var t = new EmulatorHarness(20, 5, new EmulatorOptions { ReportTitles = true });
        t.Write(input);
        Assert.Equal($"\e]l{title}\e\\", t.Write("\e[21t"));
        Assert.Equal($"\e]L{icon}\e\\", t.Write("\e[20t"));
    }

    [Fact]
    public void A_title_is_not_typed_back_unless_the_options_allow_it()
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal("\e]l\e\\\e]L\e\\", t.Write("\e]0;evil\a\e[21t\e[20t"));
    }
}
