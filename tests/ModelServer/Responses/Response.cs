using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Responses;

/// <summary>An answer in the Responses format: its output items in order. Streaming and not streaming are made from it.</summary>
internal sealed record Response(string Id, string Model, IReadOnlyList<JsonObject> Output, DateTimeOffset CreatedAt)
{
    // Numbers without meaning, all different, so that a test which adds them up notices one that it mixed up with another.
    public const int InputTokens = 5000;
    public const int CachedTokens = 4000;
    public const int OutputTokens = 42;
    public const int ReasoningTokens = 7;

    public static Response Of(Reply reply, Conversation conversation, int number, DateTimeOffset now) =>
        new($"resp_scripted_{number}", conversation.Model, [Reasoning(number), Item(reply, conversation, number)], now);

    /// <summary>The whole response, as the last event of a stream carries it.</summary>
    public JsonObject ToJson() => Envelope("completed", [.. Output.Select(item => item.DeepClone())], Usage());

    /// <summary>The response as a stream opens it: no output yet.</summary>
    public JsonObject Opening() => Envelope("in_progress", [], null);

    private JsonObject Envelope(string status, JsonArray output, JsonObject? usage) => new()
    {
        ["id"] = Id,
        ["object"] = "response",
        ["created_at"] = CreatedAt.ToUnixTimeSeconds(),
        ["model"] = Model,
        ["status"] = status,
        ["output"] = output,
        ["usage"] = usage,
    };

    private static JsonObject Usage() => new()
    {
        ["input_tokens"] = InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = CachedTokens },
        ["output_tokens"] = OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = ReasoningTokens },
        ["total_tokens"] = InputTokens + OutputTokens,
    };

    private static JsonObject Item(Reply reply, Conversation conversation, int number) => reply switch
    {
        Say say => Message(say.Text, number),
        Call call => OfCall(call, conversation, number),
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "This reply is no response."),
    };

    /// <summary>A tool that the agent does not offer is not called: the answer says so and the turn ends.</summary>
    private static JsonObject OfCall(Call call, Conversation conversation, int number)
    {
        var (name, input) = ToolNames.Of(call.Tool, conversation.Tools);
        if (!conversation.Tools.Contains(name)) return Message($"I have no tool {name} here.", number);
        var isText = input is JsonValue;
        return new()
        {
            ["type"] = isText ? "custom_tool_call" : "function_call",
            ["id"] = $"{(isText ? "ctc" : "fc")}_scripted_{number}",
            ["call_id"] = $"call_scripted_{number}",
            ["name"] = name,
            [isText ? "input" : "arguments"] = isText ? input : input.ToJsonString(),
            ["status"] = "completed",
        };
    }

    private static JsonObject Reasoning(int number) => new()
    {
        ["type"] = "reasoning",
        ["id"] = $"rs_scripted_{number}",
        ["summary"] = new JsonArray(new JsonObject
        {
            ["type"] = "summary_text",
            ["text"] = "**Following the script**\n\nI will do that now.",
        }),
        ["encrypted_content"] = "AAAA",
    };

    private static JsonObject Message(string text, int number) => new()
    {
        ["type"] = "message",
        ["id"] = $"msg_scripted_{number}",
        ["role"] = "assistant",
        ["status"] = "completed",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() }),
    };
}
