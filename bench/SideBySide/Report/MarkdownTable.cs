using System.Globalization;
using System.Text;

namespace Orchtui.SideBySide.Report;

/// <summary>The medians as a table: a row for each figure, with its ratio to tmux's and whether it keeps its bar.</summary>
internal static class MarkdownTable
{
    public static string Of(Results results)
    {
        var text = new StringBuilder();
        text.Append("| what | tmux | orchtui | ratio | bar | | of the pty alone |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var figure in results.Figures) text.Append(Row(results, figure));
        return text.ToString();
    }

    private static string Row(Results results, Figure figure)
    {
        string[] cells =
        [
            $"{figure.Name}, {figure.Unit}",
            Number(results.Median(figure, Results.Tmux), figure.Format),
            Number(results.Median(figure, Results.Orchtui), figure.Format),
            Number(results.Ratio(figure), "0.00x"),
            $"{figure.Bar}",
            results.IsMet(figure) switch { true => "met", false => "not met", null => "" },
            Share(results, figure),
        ];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private static string Share(Results results, Figure figure) =>
        results.Median(figure, Results.Bare) is { } bare && results.Median(figure, Results.Orchtui) is { } value
            ? $"{Number(value / bare * 100, "0")} % of {Number(bare, figure.Format)}"
            : "";

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
