using System.Text;
using System.Text.RegularExpressions;

namespace Orchtui.Host.Daemon;

/// <summary>
/// What a screen says, apart from what moves by itself: spinners turn and seconds count on while the program behind them waits for an
/// answer that never comes. Only letters and numbers that are no span of time are kept.
/// </summary>
internal static partial class ScreenWords
{
    public static string Of(IReadOnlyList<string> rows)
    {
        var words = new StringBuilder();
        foreach (var row in rows)
        {
            foreach (var letter in Elapsed.Replace(row, "").Where(char.IsLetterOrDigit)) words.Append(letter);
            words.Append('\n');
        }

        return words.ToString();
    }

    [GeneratedRegex(@"\b\d+(\.\d+)? ?(ms|s|sec|m|min|h)\b|\b\d+(:\d\d)+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Elapsed { get; }
}
