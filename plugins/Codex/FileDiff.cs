using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>What a conversation's file keeps of a patch: the text of new and deleted files, the hunks of changed ones.</summary>
internal static class FileDiff
{
    public static IReadOnlyList<FileChange> Of(JsonElement item) =>
        item.Member("changes") is { ValueKind: JsonValueKind.Object } changes
            ? [.. changes.EnumerateObject().Select(change => new FileChange(change.Name, Hunks(change.Value)))]
            : [];

    private static string Hunks(JsonElement change) => change.Text("type") switch
    {
        "add" => Whole(change.Text("content") ?? "", '+'),
        "delete" => Whole(change.Text("content") ?? "", '-'),
        _ => change.Text("unified_diff") ?? "",
    };

    private static string Whole(string content, char sign)
    {
        if (content.Length == 0) return "";
        var lines = (content.EndsWith('\n') ? content[..^1] : content).Split('\n');
        var range = sign == '+' ? $"@@ -0,0 +1,{lines.Length} @@" : $"@@ -1,{lines.Length} +0,0 @@";
        return $"{range}\n{string.Concat(lines.Select(line => $"{sign}{line}\n"))}";
    }
}
