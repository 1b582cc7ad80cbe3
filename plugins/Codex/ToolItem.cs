using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchtui.Plugins.Codex;

/// <summary>Says what an item of the stream did, for those kinds of items that do something.</summary>
internal static partial class ToolItem
{
    private const int MaxSummary = 300;

    public static string Name(JsonElement item) => item.Text("type") switch
    {
        "command_execution" => "shell",
        "file_change" => "patch",
        "web_search" => "web_search",
        _ => item.Text("tool") ?? "tool",
    };

    public static string Summary(JsonElement item)
    {
        var text = item.Text("type") switch
        {
            "command_execution" => Command(item.Text("command") ?? ""),
            "file_change" => string.Join(", ", item.Items("changes").Select(change => $"{change.Text("kind")} {change.Text("path")}")),
            "web_search" => item.Text("query") ?? "",
            _ => item.Member("arguments") is { } arguments ? arguments.GetRawText() : "",
        };
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxSummary ? line : $"{line[..MaxSummary]}…";
    }

    public static string Output(JsonElement item) => item.Text("type") switch
    {
        "command_execution" => OfCommand(item),
        "file_change" => item.Text("status") == "failed" ? "the patch could not be applied" : "",
        _ => item.Member("error")?.Text("message")
            ?? string.Join('\n', (item.Member("result")?.Items("content") ?? []).Select(part => part.Text("text")).OfType<string>()),
    };

    public static IEnumerable<string> Changes(JsonElement item) =>
        item.Text("type") == "file_change" ? item.Items("changes").Select(change => change.Text("path")).OfType<string>() : [];

    private static string OfCommand(JsonElement item)
    {
        var output = item.Text("aggregated_output") ?? "";
        return item.Number("exit_code") is { } code and not 0 ? $"{output.TrimEnd('\n')}\nexit code {code}".TrimStart('\n') : output;
    }

    /// <summary>Every command is run by a shell; only what that shell is told says something.</summary>
    private static string Command(string command)
    {
        if (Shell.Match(command) is not { Success: true } match) return command;
        var told = match.Groups["told"].Value;
        if (told.Length < 2 || told[0] != told[^1]) return told;
        return told[0] switch
        {
            '\'' when !told[1..^1].Contains('\'', StringComparison.Ordinal) => told[1..^1],
            '"' => Unescape(told[1..^1]),
            _ => told,
        };
    }

    private static string Unescape(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length && "\\\"$`".Contains(quoted[i + 1], StringComparison.Ordinal)) i++;
            text.Append(quoted[i]);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^(?:/\S*/)?(?:ba|z|da)?sh -l?c (?<told>.+)$", RegexOptions.Singleline)]
    private static partial Regex Shell { get; }
}
