using System.Text.Json;
using System.Text.RegularExpressions;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Chat;

/// <summary>
/// Reads the body of a Chat Completions request. A message of the user starts a new prompt, one of a tool is a result; the agent adds
/// reminders to its user's messages, which are no prompts.
/// </summary>
internal static partial class ChatRequest
{
    public static Conversation Parse(JsonElement body)
    {
        var messages = Items(body, "messages").ToArray();
        var results = messages.Where(message => Text(message, "role") == "tool");
        var last = Array.FindLastIndex(messages, message => Text(message, "role") == "user");
        return new()
        {
            Model = Text(body, "model"),
            Stream = body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            Messages = messages.Length,
            Tools = Items(body, "tools").Select(tool => Text(Member(tool, "function"), "name")).ToHashSet(),
            Prompt = last < 0 ? "" : PromptOf(messages[last]),
            Prompts = [.. messages.Where(message => Text(message, "role") == "user").Select(PromptOf)],
            LastResult = results.Any() ? Content(results.Last()) : null,
            Effort = Text(body, "reasoning_effort") is { Length: > 0 } effort ? effort : null,
            Results = messages.Skip(last + 1).Count(message => Text(message, "role") == "tool"),
            Directory = messages.Select(message => Directory.Match(Content(message)))
                .FirstOrDefault(match => match.Success)?.Groups["path"].Value.TrimEnd(),
            Session = "",
        };
    }

    private static string PromptOf(JsonElement message) => Reminder.Replace(Content(message), "").Trim();

    private static string Content(JsonElement message) => Member(message, "content") is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : string.Join('\n', Items(message, "content").Select(part => Text(part, "text")));

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    [GeneratedRegex("<system-reminder>.*?</system-reminder>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Reminder { get; }

    [GeneratedRegex(@"Working directory: (?<path>/[^<\n""]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Directory { get; }
}
