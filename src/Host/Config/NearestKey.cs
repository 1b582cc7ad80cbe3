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
        Math.Min(Edits(key, candidate), candidate.Contains('.') ? Edits(LastOf(key), LastOf(candidate)) : int.MaxValue);

    private static IEnumerable<string> Sections(string key)
    {
        for (var dot = key.IndexOf('.'); dot >= 0; dot = key.IndexOf('.', dot + 1)) yield return key[..dot];
    }

    private static string LastOf(string key) => key[(key.LastIndexOf('.') + 1)..];

    /// <summary>How many letters are to be put in, taken out, exchanged or swapped with their neighbour.</summary>
    private static int Edits(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
            for (var j = 1; j <= to.Length; j++)
            {
                var exchanged = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(exchanged, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }

        return rows[from.Length, to.Length];
    }
}
