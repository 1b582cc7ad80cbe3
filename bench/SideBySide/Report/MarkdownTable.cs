using System.Globalization;
using System.Text;

namespace Orchtui.SideBySide.Report;

/// <summary>The medians as a table: a row for each figure, with its ratio to tmux's and whether it keeps its bar.</summary>
internal static class MarkdownTable
{
    public static string Of(Results results)
    {
        var text = new StringBuilder();
        text.Append("| what | tmux | orchtui | ratio | bar | | of the pty |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var figure in results.Figures.Where(figure => figure != Figures.BarePty)) text.Append(Row(results, figure));
        if (results.Median(Figures.BarePty, Results.Bare) is { } bare)
            text.Append(CultureInfo.InvariantCulture, $"\nThe pseudo-terminal alone passes {Number(bare, Figures.BarePty.Format)} MB/s.\n");
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
            results.ShareOfPty(figure) is { } share ? $"{Number(share * 100, "0")} %" : "",
        ];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
