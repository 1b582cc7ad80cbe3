using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Makes a unified diff of what a file tool tells that it changed.</summary>
internal static class CliChanges
{
    /// <summary>A diff of more lines is for the worktree's own diff, not for a running account.</summary>
    private const int MaxLines = 400;

    public static IReadOnlyList<FileChange> Of(JsonElement? result, Func<string, string> relative)
    {
        if (result is not { ValueKind: JsonValueKind.Object } told || told.Text("filePath") is not { Length: > 0 } path) return [];
        var hunks = told.Items("structuredPatch");
        // A new file comes with its text instead of a patch.
        var diff = hunks.Count > 0 ? Patch(hunks) : told.Text("type") == "create" ? Creation(told.Text("content") ?? "") : "";
        return diff.Length > 0 || told.Text("type") is "create" or "update" ? [new FileChange(relative(path), diff)] : [];
    }

    private static string Patch(IReadOnlyList<JsonElement> hunks)
    {
        var diff = new StringBuilder();
        var lines = 0;
        foreach (var hunk in hunks)
        {
            diff.Append(
                CultureInfo.InvariantCulture,
                $"@@ -{hunk.Count("oldStart")},{hunk.Count("oldLines")} +{hunk.Count("newStart")},{hunk.Count("newLines")} @@\n");
            foreach (var line in hunk.Items("lines"))
                if (!Append(diff, line.ValueKind == JsonValueKind.String ? line.GetString()! : "", ref lines)) return diff.ToString();
        }

        return diff.ToString();
    }

    private static string Creation(string content)
    {
        if (content.Length == 0) return "";
        var text = content.EndsWith('\n') ? content[..^1] : content;
        var all = text.Split('\n');
        var diff = new StringBuilder().Append(CultureInfo.InvariantCulture, $"@@ -0,0 +1,{all.Length} @@\n");
        var lines = 0;
        foreach (var line in all)
            if (!Append(diff, $"+{line}", ref lines)) return diff.ToString();
        if (text.Length == content.Length) diff.Append("\\ No newline at end of file\n");
        return diff.ToString();
    }

    private static bool Append(StringBuilder diff, string line, ref int lines)
    {
        if (++lines > MaxLines) return false;
        diff.Append(line).Append('\n');
        return true;
    }
}
