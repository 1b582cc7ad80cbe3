using System.Text.Json;
using System.Text.RegularExpressions;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Messages;

/// <summary>
/// Reads the body of a Messages request. The messages are walked block by block: a tool result counts, a text that a person wrote starts a
/// new prompt. Agent programs add texts of their own to the user's messages (reminders, notes about interruptions); those are not prompts.
/// </summary>
internal static partial class MessagesRequest
{
    private const string InterruptionNote = "[Request interrupted by user";

    public static Conversation Parse(JsonElement body)
    {
        var messages = Items(body, "messages").ToArray();
        var (prompts, results) = Walk(messages);
        return new()
        {
            Model = Text(body, "model"),
            Effort = body.TryGetProperty("output_config", out var output) && Text(output, "effort") is { Length: > 0 } effort ? effort : null,
            Stream = body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            Messages = messages.Length,
            Tools = Items(body, "tools").Select(tool => Text(tool, "name")).ToHashSet(),
            Prompt = prompts.LastOrDefault(""),
            Prompts = prompts,
            LastResult = LastResult(messages),
            Results = results,
            Directory = FindDirectory(body, messages),
            Session = body.TryGetProperty("metadata", out var metadata) ? Text(metadata, "user_id") : "",
        };
    }

    private static (IReadOnlyList<string> Prompts, int Results) Walk(JsonElement[] messages)
    {
        var prompts = new List<string>();
        var results = 0;
        var collecting = false;
        foreach (var message in messages.Where(message => Text(message, "role") != "system"))
        {
            if (Text(message, "role") != "user") collecting = false;
            else
                foreach (var block in Blocks(message))
                    if (block.Type == "tool_result") (results, collecting) = (results + 1, false);
                    else if (PersonsText(block.Text) is { Length: > 0 } text)
                    {
                        if (collecting) prompts[^1] += $"\n{text}";
                        else prompts.Add(text);
                        if (!collecting) (results, collecting) = (0, true);
                    }
        }

        return (prompts, results);
    }

    private static string? LastResult(JsonElement[] messages) => messages
        .SelectMany(message => Items(message, "content")).Where(block => Text(block, "type") == "tool_result")
        .Select(block => Text(block, "content") is { Length: > 0 } text ? text : string.Concat(Items(block, "content").Select(part => Text(part, "text"))))
        .LastOrDefault();

    private static string PersonsText(string text)
    {
        var rest = Reminder.Replace(text, "").Trim();
        return rest.StartsWith(InterruptionNote, StringComparison.Ordinal) ? "" : rest;
    }

    private static string? FindDirectory(JsonElement body, JsonElement[] messages)
    {
        var system = body.TryGetProperty("system", out var value) && value.ValueKind == JsonValueKind.String
            ? [value.GetString()!]
            : Items(body, "system").Select(block => Text(block, "text"));
        return system.Concat(messages.SelectMany(Blocks).Select(block => block.Text))
            .Select(text => Directory.Match(text))
            .FirstOrDefault(match => match.Success)?.Groups["path"].Value.TrimEnd();
    }

    private static IEnumerable<(string Type, string Text)> Blocks(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content)) return [];
        return content.ValueKind == JsonValueKind.String
            ? [("text", content.GetString()!)]
            : Items(message, "content").Select(block => (Text(block, "type"), Text(block, "text")));
    }

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    [GeneratedRegex("<system-reminder>.*?</system-reminder>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Reminder { get; }

    [GeneratedRegex(@"(?:[Ww]orking directory|<cwd>)[^/<\n]{0,12}(?<path>/[^<\n""]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Directory { get; }
}
