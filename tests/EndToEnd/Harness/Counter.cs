using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchtui.EndToEnd.Harness;

/// <summary>A program that prints <c>tick 1</c>, <c>tick 2</c> … for ever, and what its pane must show of it.</summary>
internal static partial class Counter
{
    /// <summary>As many lines as a pane keeps are enough to have lost the first ones by right.</summary>
    private const int KeptLines = 9_000;

    [GeneratedRegex(@"^tick (\d+)", RegexOptions.Multiline)]
    private static partial Regex Ticks { get; }

    /// <summary>A shell script that counts.</summary>
    /// <param name="print">The command that prints the number in <c>$i</c>.</param>
    /// <param name="pause">Seconds between two; none when it floods.</param>
    public static string Script(string print = "echo tick $i", string? pause = null) =>
        $"i=0; while :; do i=$((i+1)); {print}; {(pause is null ? "" : $"sleep {pause};")} done";

    /// <summary>The last number on a screen; 0 when there is none.</summary>
    public static int Last(string text) => Ticks.Matches(text) is { Count: > 0 } found ? Number(found[^1]) : 0;

    /// <summary>The lines of a pane count without a gap, from the first unless so many were printed that it is gone.</summary>
    public static async Task AssertNoGapAsync(OrchtuiHome home, string pane, string when)
    {
        var capture = await home.CaptureAsync(pane, "--history", "20000");
        var numbers = Ticks.Matches(capture).Select(Number).ToList();
        Assert.True(numbers.Count > 2, $"{when}: pane {pane} shows no counter:\n{capture}");

        // The line that is being written may still lack digits.
        numbers.RemoveAt(numbers.Count - 1);
        for (var i = 1; i < numbers.Count; i++)
            Assert.True(numbers[i] == numbers[i - 1] + 1, $"{when}: pane {pane} goes from {numbers[i - 1]} to {numbers[i]}");
        Assert.True(numbers.Count > KeptLines || numbers[0] == 1, $"{when}: pane {pane} begins at {numbers[0]} with {numbers.Count} lines");
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
}
