using Orchtui.Host.Daemon;

namespace Orchtui.Host.Tests.Daemon;

public sealed class ScreenWordsTests
{
    [Theory]
    [InlineData("✻ Unravelling… (16s · ↓ 12 tokens · esc to interrupt)", "✶ Unravelling… (1m 2s · ↓ 12 tokens · esc to interrupt)", true)]
    [InlineData("✻ Unravelling… (16s · ↓ 12 tokens · esc to interrupt)", "✻ Unravelling… (16s · ↓ 13 tokens · esc to interrupt)", false)]
    [InlineData("• Working (14s • esc to interrupt)", "• Working (1h 02m 04s • esc to interrupt)", true)]
    [InlineData("■■■⬝⬝ esc interrupt", "⬝■■■⬝ esc interrupt", true)]
    [InlineData("Elapsed 00:59", "Elapsed 1:00:01", true)]
    [InlineData("45 % built", "46 % built", false)]
    [InlineData("● I will", "● I will do", false)]
    public void What_moves_by_itself_is_no_part_of_them(string before, string after, bool isSame) =>
        Assert.Equal(isSame, ScreenWords.Of(["● Hello", before]) == ScreenWords.Of(["● Hello", after]));

    [Fact]
    public void A_row_that_moves_up_has_changed() => Assert.NotEqual(ScreenWords.Of(["", "a"]), ScreenWords.Of(["a", ""]));
}
