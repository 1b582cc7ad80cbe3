using Orchtui.Plugins.Codex;

namespace Orchtui.Codex.Tests;

public sealed class ResetTimeTests
{
    [Theory]
    [InlineData("try again at 4:30 PM.", "Etc/UTC", "2026-11-20T16:30:00Z")]
    [InlineData("or try again at 11:05 AM.", "Europe/Berlin", "2026-11-20T10:05:00Z")]
    [InlineData("try again at 12:00 AM", "Etc/UTC", "2026-11-20T00:00:00Z")]
    [InlineData("try again at Nov 24th, 2026 9:07 AM.", "America/New_York", "2026-11-24T14:07:00Z")]
    [InlineData("try again at Dec 1st, 2026 12:59 PM.", "Etc/UTC", "2026-12-01T12:59:00Z")]
    public void The_words_of_the_message_name_a_moment_in_its_own_time_zone(string text, string zone, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Of(text, zone));

    [Theory]
    [InlineData("try again later")]
    [InlineData("try again at 25:61 PM")]
    [InlineData("try again at Foo 24th, 2026 9:07 AM")]
    public void Words_that_name_no_moment_give_none(string text) => Assert.Null(Of(text, "Etc/UTC"));

    [Fact]
    public void The_day_is_that_of_the_zone() => Assert.Equal(
        new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero),
        ResetTime.Of(
            "try again at 2:00 AM", Fixtures.Data.ResetTime, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
            new DateTimeOffset(2026, 11, 20, 16, 30, 0, TimeSpan.Zero)));

    private static DateTimeOffset? Of(string text, string zone) =>
        ResetTime.Of(text, Fixtures.Data.ResetTime, TimeZoneInfo.FindSystemTimeZoneById(zone), Fixtures.Now);
}
