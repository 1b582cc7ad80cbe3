namespace Orchtui.Plugins.Codex;

/// <summary>The CLI's own folder, in which it keeps each conversation as <c>sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl</c>.</summary>
internal sealed class CodexFiles(string? home)
{
    /// <summary>A conversation is found by going back over so many days with conversations; older ones are not looked for.</summary>
    private const int MaxDays = 400;

    public static CodexFiles OfThisProcess() => new(HomeOf(Environment.GetEnvironmentVariable));

    public static string? HomeOf(Func<string, string?> variable) =>
        variable("CODEX_HOME") is { Length: > 0 } named ? named
        : variable("HOME") is { Length: > 0 } user ? Path.Combine(user, ".codex")
        : null;

    /// <summary>The conversation of an id or of its beginning; null when there is none or more than one.</summary>
    public Rollout? Find(string id)
    {
        if (home is null || !id.All(letter => char.IsAsciiHexDigit(letter) || letter == '-')) return null;
        try
        {
            foreach (var day in Days().Take(MaxDays))
                if (Directory.GetFiles(day, $"rollout-*-{id}*.jsonl") is { Length: > 0 } found)
                    return found.Length == 1 ? new Rollout(found[0]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read tells no more than one that is not there.
        }

        return null;
    }

    private IEnumerable<string> Days() =>
        from year in Below(Path.Combine(home!, "sessions"))
        from month in Below(year)
        from day in Below(month)
        select day;

    /// <summary>The newest first: names are numbers of equal length.</summary>
    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directory.GetDirectories(folder).OrderDescending(StringComparer.Ordinal) : [];
}
