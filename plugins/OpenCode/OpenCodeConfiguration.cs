using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// What a launch adds to the CLI's configuration, as JSON for its environment variables, united with what the user has there. A text of
/// the user's that cannot be read is left as it is: the CLI says better what is wrong with it.
/// </summary>
internal static class OpenCodeConfiguration
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The house rules as one more file of instructions, the effort and the shell; null when there is nothing to add.</summary>
    public static string? Content(LaunchRequest request, string instructions, string? shell, string? users)
    {
        // An interactive run has no flag for it.
        var effort = request.Mode == AgentMode.Interactive ? request.Effort : null;
        if (request.SystemPrompt.Length == 0 && effort is null && shell is null) return null;
        if (Parse(users) is not { } content) return null;
        if (request.SystemPrompt.Length > 0)
        {
            var list = content["instructions"] as JsonArray ?? [];
            content["instructions"] = new JsonArray([.. list.Select(item => item?.DeepClone()), instructions]);
        }

        if (effort is not null)
        {
            // It counts with the model that the same place names, and with no other.
            var build = Member(Member(content, "agent"), "build");
            build["variant"] = effort;
            if (request.Model is { } model) build["model"] = model;
            else build["model"] ??= content["model"]?.DeepClone();
        }

        if (shell is not null) content["shell"] ??= shell;
        return content.ToJsonString(Readable);
    }

    /// <summary>The rules with the user's own in place of those of the same name; null when the user's cannot be read.</summary>
    public static string? Merge(JsonObject rules, string? users)
    {
        if (Parse(users) is not { } own) return null;
        var merged = (JsonObject)rules.DeepClone();
        foreach (var (name, value) in own) merged[name] = value?.DeepClone();
        return merged.ToJsonString(Readable);
    }

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        var added = new JsonObject();
        parent[name] = added;
        return added;
    }

    private static JsonObject? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
