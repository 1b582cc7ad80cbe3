using System.Text.Json.Nodes;

namespace Orchtui.Host.Cli;

/// <summary>Lists as tables: the columns that matter, aligned, numbers to the right, no frame, so that a script can cut them too.</summary>
internal static class Tables
{
    private const int WidestColumn = 60;

    private static readonly Dictionary<string, string[]> Columns = new()
    {
        ["pane.list"] = ["id", "window", "name", "cols", "rows", "pid", "alive", "exit_status", "task_id", "title"],
        ["task.list"] = ["id", "status", "agent", "priority", "title", "reason", "waiting_for"],
        ["demo"] = ["id", "status", "agent", "title", "reason", "branch"],
        ["agents"] = ["id", "version", "checked", "signed_in", "advice"],
        ["plugin.list"] = ["id", "version", "state", "provides", "reason"],
        ["inbox.list"] = ["id", "task", "agent", "question", "options"],
        ["inbox.history"] = ["at", "task", "state", "answer", "by", "question", "detail"],
    };

    public static void Print(string command, JsonArray rows, TextWriter output, string indent = "")
    {
        if (rows.Count == 0) return;
        var names = Columns.GetValueOrDefault(command) ?? [.. rows[0]!.AsObject().Select(pair => pair.Key)];
        var cells = rows.Select(row => names.Select(name => Cell(name, row!.AsObject())).ToArray()).ToList();
        var numeric = names.Select(name => rows.All(row => row![name] is null || (row[name] is JsonValue value && value.TryGetValue<decimal>(out _)))).ToArray();
        var widths = names.Select((name, i) => Math.Max(name.Length, cells.Max(row => row[i].Length))).ToArray();
        output.WriteLine(indent + Line(names.Select(name => name.ToUpperInvariant()).ToArray(), widths, numeric));
        foreach (var row in cells) output.WriteLine(indent + Line(row, widths, numeric));
    }

    private static string Line(string[] cells, int[] widths, bool[] numeric) =>
        string.Join("  ", cells.Select((cell, i) => numeric[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();

    /// <summary>What to do about it, and what may be answered, is told in full; it stands last, where its length disturbs no column.</summary>
    private static string Cell(string name, JsonObject row) => name switch
    {
        "advice" => PlainText.OneLine(Printer.Text(row[name])),
        "options" when row[name] is JsonArray options => PlainText.OneLine(string.Join(", ", options.Select(Option))),
        "signed_in" when row[name] is null => "not known",
        "version" when row["installed"]?.GetValue<bool>() == false => "missing",
        _ => Cut(Printer.Text(row[name])),
    };

    private static string Option(JsonNode? option) => $"{Printer.Text(option!["id"])}: {Printer.Text(option["label"])}";

    private static string Cut(string text)
    {
        var line = PlainText.OneLine(text);
        return line.Length <= WidestColumn ? line : line[..(WidestColumn - 1)] + "…";
    }
}
