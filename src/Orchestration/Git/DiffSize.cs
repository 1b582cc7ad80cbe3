using System.Globalization;

namespace Orchtui.Orchestration.Git;

/// <summary>How large a difference is. Lines of binary files are not counted.</summary>
public sealed record DiffSize(int Files, int Added, int Removed)
{
    /// <summary>Reads <c>git diff --numstat -z</c>: added, removed and path between tabs, NUL after each.</summary>
    internal static DiffSize Parse(string numbers)
    {
        var rows = numbers.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('\t', 3)).ToArray();
        return new DiffSize(rows.Length, rows.Sum(row => Number(row[0])), rows.Sum(row => Number(row[1])));
    }

    private static int Number(string text) => text == "-" ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
}
