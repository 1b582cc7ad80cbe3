using System.Text.Json;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Says in one line what a tool is used for.</summary>
internal static class ToolSummary
{
    private const int MaxLength = 300;

    /// <summary>The arguments that say most, of the CLI's own tools and of most others.</summary>
    private static readonly string[] Telling =
        ["command", "file_path", "notebook_path", "path", "url", "query", "pattern", "description", "prompt"];

    public static string Of(JsonElement input)
    {
        var text = Telling.Select(name => input.Text(name)).FirstOrDefault(value => value is { Length: > 0 }) ?? Whole(input);
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxLength ? line : $"{line[..MaxLength]}…";
    }

    private static string Whole(JsonElement input) => input.ValueKind == JsonValueKind.Undefined ? "" : input.GetRawText();
}
