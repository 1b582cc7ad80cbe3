using System.Text.Json;
using System.Text.RegularExpressions;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Responses;

/// <summary>
/// Reads the body of a Responses request. Its input is one list of items: messages, calls and the calls' outputs. What the agent program
/// adds by itself under the person's name (environment, instructions) stands in tags and is no prompt.
/// </summary>
internal static partial class ResponsesRequest
{
    public static Conversation Parse(JsonElement body)
    {
        var items = Items(body, "input").ToArray();
        var (prompts, results) = Walk(items);
        return new()
        {
            Model = Text(body, "model"),
            Stream = body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            Messages = items.Length,
            // A title is asked for with the tools of the conversation, but in a form that leaves no room for a call.
            Tools = HasForm(body) ? new HashSet<string>() : Items(body, "tools").Select(tool => Text(tool, "name")).ToHashSet(),
            Prompt = prompts.LastOrDefault(""),
            Prompts = prompts,
            LastResult = items.Where(IsResult).Select(item => Text(item, "output")).LastOrDefault(),
            Effort = body.TryGetProperty("reasoning", out var reasoning) && Text(reasoning, "effort") is { Length: > 0 } effort ? effort : null,
            Results = results,
            Directory = items.SelectMany(Texts).Select(text => Directory.Match(text)).LastOrDefault(match => match.Success)?
                .Groups["path"].Value,
            Session = Text(body, "prompt_cache_key"),
        };
    }

    /// <summary>Whether the answer must be JSON of a form that the request names.</summary>
    public static bool HasForm(JsonElement body) =>
        body.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.Object
        && text.TryGetProperty("format", out var format) && Text(format, "type") == "json_schema";

    private static bool IsResult(JsonElement item) => Text(item, "type").EndsWith("_call_output", StringComparison.Ordinal);

    private static (IReadOnlyList<string> Prompts, int Results) Walk(JsonElement[] items)
    {
        var prompts = new List<string>();
        var results = 0;
        var collecting = false;
        foreach (var item in items)
        {
            if (IsResult(item)) (results, collecting) = (results + 1, false);
            else if (Text(item, "role") != "user") collecting = false;
            else
                foreach (var text in Texts(item).Where(text => !Added.IsMatch(text)))
                {
                    if (collecting) prompts[^1] += $"\n{text}";
                    else prompts.Add(text);
                    (results, collecting) = (collecting ? results : 0, true);
                }
        }

        return (prompts, results);
    }

    private static IEnumerable<string> Texts(JsonElement item) => Items(item, "content").Select(part => Text(part, "text"));

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    [GeneratedRegex(@"\A\s*(<[a-z_]+[ >]|# AGENTS\.md instructions)", RegexOptions.CultureInvariant)]
    private static partial Regex Added { get; }

    [GeneratedRegex("<cwd>(?<path>[^<]+)</cwd>", RegexOptions.CultureInvariant)]
    private static partial Regex Directory { get; }
}
