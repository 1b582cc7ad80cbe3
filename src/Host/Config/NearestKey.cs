namespace Orchtui.Host.Config;

/// <summary>
/// Guesses which key was meant: the known one that the fewest single letters lie between, with or without the section in front, as a key
/// in the wrong place is a common slip. Nothing is guessed where more than a third of the letters would be wrong.
/// </summary>
internal static class NearestKey
{
    public static string? Of(string key, IEnumerable<string> known)
    {
        var nearest = known.Concat(known.SelectMany(Sections)).Distinct()
            .Select(candidate => (Candidate: candidate, Distance: Distance(key, candidate)))
            .OrderBy(row => row.Distance).ThenBy(row => row.Candidate, StringComparer.Ordinal)
            .FirstOrDefault((Candidate: "", Distance: int.MaxValue));
        return nearest.Distance <= Math.Max(1, LastOf(key).Length / 3) ? nearest.Candidate : null;
    }

    private static int Distance(string key, string candidate) =>
        Math.Min(Misspelling.Edits(key, candidate), candidate.Contains('.') ? Misspelling.Edits(LastOf(key), LastOf(candidate)) : int.MaxValue);

    private static IEnumerable<string> Sections(string key)
    {
        for (var dot = key.IndexOf('.'); dot >= 0; dot = key.IndexOf('.', dot + 1)) yield return key[..dot];
    }

    private static string LastOf(string key) => key[(key.LastIndexOf('.') + 1)..];
}
