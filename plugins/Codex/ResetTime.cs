using System.Globalization;

namespace Orchtui.Plugins.Codex;

/// <summary>When a limit ends, from the words of its message: a time of today, or a day and a time, in the CLI's own time zone.</summary>
internal static class ResetTime
{
    public static DateTimeOffset? Of(string text, Pattern pattern, TimeZoneInfo zone, DateTimeOffset now)
    {
        var match = pattern.Match(text);
        if (!match.Success) return null;
        var clock = $"{match.Groups["hour"].Value}:{match.Groups["minute"].Value} {match.Groups["half"].Value}";
        if (!TimeOnly.TryParseExact(clock, "h:mm tt", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (!match.Groups["month"].Success) return At(today, time, zone);
        var day = $"{match.Groups["month"].Value} {match.Groups["day"].Value} {match.Groups["year"].Value}";
        return DateOnly.TryParseExact(day, "MMM d yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? At(date, time, zone)
            : null;
    }

    /// <summary>The zone of a name; that of the host for none and for one that is not known.</summary>
    public static TimeZoneInfo Zone(string? name, TimeProvider time) =>
        name is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(name.TrimStart(':'), out var zone) ? zone : time.LocalTimeZone;

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
