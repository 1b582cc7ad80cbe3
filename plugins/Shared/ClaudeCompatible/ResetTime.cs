using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// Finds in an error's words when it is worth trying again: <c>resets 3pm (Europe/Berlin)</c>, <c>resets Nov 28, 3:30pm (UTC)</c>,
/// <c>try again in 2h 15m</c>, <c>limit reached|1893456000</c>, an ISO time. What it cannot read for sure is null, never a guess.
/// </summary>
internal static partial class ResetTime
{
    /// <summary>Epoch numbers of more digits than this are milliseconds.</summary>
    private const int SecondDigits = 11;

    /// <summary>No limit of an account is longer; a number that says so is none.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 5);

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static DateTimeOffset? Find(string text, DateTimeOffset now, TimeZoneInfo local)
    {
        var found = Iso(text) ?? Epoch(text) ?? Clock(text, now, local) ?? Span(text, now);
        return found - now < Longest ? found : null;
    }

    private static DateTimeOffset? Iso(string text) =>
        IsoTime.Match(text) is { Success: true } match
        && DateTimeOffset.TryParse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    private static DateTimeOffset? Epoch(string text)
    {
        if (EpochTime.Match(text) is not { Success: true } match) return null;
        var number = long.Parse(match.Groups["epoch"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["epoch"].Length > SecondDigits
            ? DateTimeOffset.FromUnixTimeMilliseconds(number)
            : DateTimeOffset.FromUnixTimeSeconds(number);
    }

    private static DateTimeOffset? Clock(string text, DateTimeOffset now, TimeZoneInfo local)
    {
        if (ClockTime.Match(text) is not { Success: true } match) return null;
        var zone = Zone(match.Groups["zone"].Value, local);
        if (zone is null || Time(match) is not { } time) return null;
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        if (!match.Groups["month"].Success)
        {
            var next = Moment(today, time, zone);
            return next > now ? next : Moment(today.AddDays(1), time, zone);
        }

        var month = Month(match.Groups["month"].Value);
        var day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        var isDated = match.Groups["year"].Success;
        var year = isDated ? int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) : today.Year;
        if (month == 0 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var named = Moment(new DateTime(year, month, day), time, zone);
        // Without a year it is the next such day: in December, January is ahead.
        return isDated || named > now.AddDays(-1) ? named : named.AddYears(1);
    }

    private static DateTimeOffset? Span(string text, DateTimeOffset now)
    {
        if (SpanTime.Match(text) is not { Success: true } match) return null;
        var span = TimeSpan.Zero;
        for (var i = 0; i < match.Groups["unit"].Captures.Count; i++)
        {
            var count = int.Parse(match.Groups["count"].Captures[i].ValueSpan, CultureInfo.InvariantCulture);
            span += char.ToLowerInvariant(match.Groups["unit"].Captures[i].Value[0]) switch
            {
                'd' => TimeSpan.FromDays(count),
                'h' => TimeSpan.FromHours(count),
                'm' => TimeSpan.FromMinutes(count),
                _ => TimeSpan.FromSeconds(count),
            };
        }

        return now + span;
    }

    private static TimeSpan? Time(Match match)
    {
        var hour = int.Parse(match.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = match.Groups["minute"].Success ? int.Parse(match.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (minute > 59) return null;
        if (match.Groups["half"].Success)
        {
            if (hour is < 1 or > 12) return null;
            return new TimeSpan((hour % 12) + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0), minute, 0);
        }

        // A bare number is too little to go by.
        return hour < 24 && match.Groups["minute"].Success ? new TimeSpan(hour, minute, 0) : null;
    }

    /// <summary>From 1; 0 for a word that is no month.</summary>
    private static int Month(string name) =>
        1 + Array.FindIndex(Months, 0, Months.Length, known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase));

    private static TimeZoneInfo? Zone(string name, TimeZoneInfo local) =>
        name.Length == 0 ? local : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static DateTimeOffset Moment(DateTime day, TimeSpan time, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(day + time, DateTimeKind.Unspecified);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    [GeneratedRegex(@"(resets?|until|again)\W{1,3}((at|on)\W{1,2})?(?<time>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)", RegexOptions.IgnoreCase)]
    private static partial Regex IsoTime { get; }

    [GeneratedRegex(@"(\||resets?(_at)?\W{1,4})(?<epoch>\d{10}|\d{13})\b", RegexOptions.IgnoreCase)]
    private static partial Regex EpochTime { get; }

    [GeneratedRegex(
        @"(resets?|try again|available( again)?|until)( (at|on))? ((?<month>[A-Z][a-z]{2,8})\.? (?<day>\d{1,2})(st|nd|rd|th)?(, (?<year>\d{4}))?,?( at)? )?"
        + @"(?<hour>\d{1,2})(:(?<minute>\d{2}))? ?(?<half>[ap]m)?\b( \((?<zone>[A-Za-z_]+(/[A-Za-z_+\-0-9]+)*)\))?",
        RegexOptions.IgnoreCase)]
    private static partial Regex ClockTime { get; }

    [GeneratedRegex(
        @"(resets?|try again|retry|available( again)?)( after)? in ((?<count>\d{1,4}) ?(?<unit>d(ays?)?|h(ours?|rs?)?|m(in(ute)?s?)?|s(ec(ond)?s?)?)\b,?( and)? ?)+",
        RegexOptions.IgnoreCase)]
    private static partial Regex SpanTime { get; }
}
