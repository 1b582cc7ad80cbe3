using System.Globalization;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class ResetTimeTests
{
    /// <summary>A Saturday afternoon in UTC.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 10, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("You've hit your limit · resets Jan 1, 2030, 12am (UTC)", "2030-01-01T00:00")]
    [InlineData("You've hit your session limit · resets 3pm (UTC)", "2026-11-21T15:00")]
    [InlineData("You've hit your session limit · resets 3:30pm (Europe/Berlin)", "2026-11-21T14:30")]
    [InlineData("You've hit your session limit · resets 1pm (UTC)", "2026-11-22T13:00")]
    [InlineData("You've hit your weekly limit · resets Nov 28, 9am (America/New_York)", "2026-11-28T14:00")]
    [InlineData("You've hit your weekly limit · resets Jan 2, 9:05am (UTC)", "2027-01-02T09:05")]
    [InlineData("Claude usage limit reached. Your limit will reset at 12pm (UTC).", "2026-11-22T12:00")]
    [InlineData("5-hour limit reached ∙ resets 12am", "2026-11-22T00:00")]
    [InlineData("Claude AI usage limit reached|1795280400", "2026-11-21T17:00")]
    [InlineData("quota exceeded, resets_at: 1795280400000", "2026-11-21T17:00")]
    [InlineData("try again at 4:30 PM.", "2026-11-21T16:30")]
    [InlineData("Please try again in 2h 15m", "2026-11-21T16:25")]
    [InlineData("resets in 3 days, 1 hour", "2026-11-24T15:10")]
    [InlineData("rate limited, retry after in 90 seconds", "2026-11-21T14:11:30")]
    [InlineData("limit resets at 2026-11-21T20:00:00Z", "2026-11-21T20:00")]
    public void A_time_is_found_in_the_words_that_tell_it(string text, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected + "Z", CultureInfo.InvariantCulture), ResetTime.Find(text, Now, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("")]
    [InlineData("This request would exceed your account's rate limit. Please try again later.")]
    [InlineData("resets 3pm (Atlantis/Capital)")]
    [InlineData("resets 25:99")]
    [InlineData("resets 13pm")]
    [InlineData("resets Nov 31, 3pm (UTC)")]
    [InlineData("resets Foo 3, 3pm (UTC)")]
    [InlineData("resets 3")]
    [InlineData("error 1795280400 happened")]
    [InlineData("limit reached|9999999999999")]
    public void What_cannot_be_read_for_sure_is_not_guessed(string text) => Assert.Null(ResetTime.Find(text, Now, TimeZoneInfo.Utc));

    [Fact]
    public void Summer_time_is_that_of_the_day_named()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(
            new DateTimeOffset(2027, 7, 1, 8, 0, 0, TimeSpan.Zero), ResetTime.Find("resets Jul 1, 2027, 10am", Now, berlin));
    }

    [Fact]
    public void A_text_that_stays_on_the_screen_keeps_meaning_what_it_meant()
    {
        var time = new ManualTime();
        var ends = new LimitEnds(time);
        var first = ends.Of("resets 3pm (UTC)");
        time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(first, ends.Of("resets 3pm (UTC)"));
        Assert.Equal(first + TimeSpan.FromHours(25), ends.Of("resets 4pm (UTC)"));
    }
}
