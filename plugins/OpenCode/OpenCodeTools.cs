using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>Says what a tool of the CLI was used for and what it changed.</summary>
internal static class OpenCodeTools
{
    private const int MaxSummary = 300;
    private const int MaxDiffLines = 2_000;

    /// <summary>The arguments that say most.</summary>
    private static readonly string[] Telling =
        ["command", "filePath", "path", "url", "query", "pattern", "description", "prompt", "tool"];

    public static string Summary(JsonElement state)
    {
        var input = state.Member("input") ?? default;
        var path = input.Text("filePath");
        var text = path is not null ? Place(path, state)
            : Telling.Select(name => input.Text(name)).FirstOrDefault(value => value is { Length: > 0 })
                ?? state.Text("title") ?? (input.ValueKind == JsonValueKind.Undefined ? "" : input.GetRawText());
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxSummary ? line : $"{line[..MaxSummary]}…";
    }

    public static IReadOnlyList<FileChange> Changes(string? tool, JsonElement state)
    {
        var input = state.Member("input") ?? default;
        if (tool is not ("write" or "edit" or "multiedit") || input.Text("filePath") is not { } path) return [];
        var metadata = state.Member("metadata") ?? default;
        var diff = metadata.Text("diff") is { Length: > 0 } told ? Hunks(told)
            : tool == "write" && metadata.Member("exists") is { ValueKind: JsonValueKind.False } ? NewFile(input.Text("content") ?? "")
            : "";
        return [new FileChange(Place(path, state), diff)];
    }

    public static AgentPlan? PlanOf(string? tool, JsonElement state)
    {
        if (tool != "todowrite") return null;
        var entries = (state.Member("input") ?? default).Items("todos").Select(todo => new PlanEntry(todo.Text("content") ?? "", todo.Text("status") switch
        {
            "in_progress" => PlanStatus.InProgress,
            "completed" or "cancelled" => PlanStatus.Completed,
            _ => PlanStatus.Pending,
        }));
        return new AgentPlan([.. entries]);
    }

    /// <summary>The file by its place in the worktree, which is what the tool's title says.</summary>
    private static string Place(string path, JsonElement state) =>
        state.Text("title") is { Length: > 0 } title && path.EndsWith($"/{title}", StringComparison.Ordinal) ? title : path;

    private static string Hunks(string diff)
    {
        var start = diff.StartsWith("@@", StringComparison.Ordinal) ? 0 : diff.IndexOf("\n@@", StringComparison.Ordinal) + 1;
        return start > 0 || diff.StartsWith("@@", StringComparison.Ordinal) ? diff[start..] : "";
    }

    private static string NewFile(string content)
    {
        var lines = content.Split('\n');
        var count = content.EndsWith('\n') ? lines.Length - 1 : lines.Length;
        if (content.Length == 0 || count > MaxDiffLines) return "";
        return string.Join('\n', lines.Take(count).Select(line => $"+{line}").Prepend($"@@ -0,0 +1,{count} @@")) + "\n";
    }
}
