using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Messages;

/// <summary>An answer in the Messages format: its content blocks and why it stops. Streaming and not streaming are made from it.</summary>
internal sealed record Message(string Id, string Model, IReadOnlyList<JsonObject> Content, string StopReason)
{
    // Numbers without meaning, all different, so that a test which adds them up notices one that it mixed up with another.
    private const int InputTokens = 1200;
    private const int CacheCreationTokens = 300;
    private const int CacheReadTokens = 4000;

    public const int OutputTokens = 42;

    public static Message Of(Reply reply, Conversation conversation, int number)
    {
        var id = $"msg_scripted_{number}";
        return reply switch
        {
            Say say => new(id, conversation.Model, [TextBlock(say.Text)], "end_turn"),
            Call call => OfCall(call, conversation, id, number),
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "This reply is no message."),
        };
    }

    public JsonObject Usage(int outputTokens) => new()
    {
        ["input_tokens"] = InputTokens,
        ["cache_creation_input_tokens"] = CacheCreationTokens,
        ["cache_read_input_tokens"] = CacheReadTokens,
        ["output_tokens"] = outputTokens,
        ["service_tier"] = "standard",
    };

    /// <summary>The whole message, as a request without <c>stream</c> gets it.</summary>
    public JsonObject ToJson() => Envelope([.. Content.Select(block => block.DeepClone())], StopReason, OutputTokens);

    /// <summary>The message as a stream opens it: no content, no stop reason.</summary>
    public JsonObject Opening() => Envelope([], null, outputTokens: 1);

    private JsonObject Envelope(JsonArray content, string? stopReason, int outputTokens) => new()
    {
        ["id"] = Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = Usage(outputTokens),
    };

    /// <summary>A tool that the agent does not offer is not called: the answer says so and the turn ends.</summary>
    private static Message OfCall(Call call, Conversation conversation, string id, int number)
    {
        var (name, input) = ToolNames.Of(call.Tool, conversation.Directory);
        if (!conversation.Tools.Contains(name))
            return new(id, conversation.Model, [TextBlock($"I have no tool {name} here.")], "end_turn");
        var block = new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_scripted_{number}", ["name"] = name, ["input"] = input };
        return new(id, conversation.Model, [TextBlock("I will do that now."), block], "tool_use");
    }

    private static JsonObject TextBlock(string text) => new() { ["type"] = "text", ["text"] = text };
}
