using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Chat;

/// <summary>An answer in the Chat Completions format: a text and at most one call of a tool. Streaming and not are made from it.</summary>
internal sealed record ChatAnswer(string Id, string Model, string Text, ChatTool? Tool)
{
    // Numbers without meaning, all different, so that a test which adds them up notices one that it mixed up with another.
    public const int PromptTokens = 5000;
    public const int CachedTokens = 4000;
    public const int CompletionTokens = 42;
    private const int ReasoningTokens = 7;

    public string FinishReason => Tool is null ? "stop" : "tool_calls";

    public static ChatAnswer Of(Reply reply, Conversation conversation, int number)
    {
        var id = $"chatcmpl-scripted-{number}";
        return reply switch
        {
            Say say => new(id, conversation.Model, say.Text, null),
            Call call => OfCall(call, conversation, id, number),
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "This reply is no answer."),
        };
    }

    public static JsonObject Usage() => new()
    {
        ["prompt_tokens"] = PromptTokens,
        ["completion_tokens"] = CompletionTokens,
        ["total_tokens"] = PromptTokens + CompletionTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = CachedTokens },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = ReasoningTokens },
    };

    public JsonObject Chunk(JsonObject delta, string? finishReason) => Envelope("chat.completion.chunk", new()
    {
        ["index"] = 0,
        ["delta"] = delta,
        ["finish_reason"] = finishReason,
    });

    /// <summary>The whole answer, as a request without <c>stream</c> gets it.</summary>
    public JsonObject ToJson()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Text };
        if (Tool is { } tool)
            message["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = tool.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = tool.Input.ToJsonString() },
            });
        var whole = Envelope("chat.completion", new() { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishReason });
        whole["usage"] = Usage();
        return whole;
    }

    private JsonObject Envelope(string kind, JsonObject choice) => new()
    {
        ["id"] = Id,
        ["object"] = kind,
        ["created"] = 1,
        ["model"] = Model,
        ["choices"] = new JsonArray(choice),
    };

    /// <summary>A tool that the agent does not offer is not called: the answer says so and the turn ends.</summary>
    private static ChatAnswer OfCall(Call call, Conversation conversation, string id, int number)
    {
        var (name, input) = ChatToolNames.Of(call.Tool, conversation.Directory);
        return conversation.Tools.Contains(name)
            ? new(id, conversation.Model, "I will do that now.", new ChatTool($"call_scripted_{number}", name, input))
            : new(id, conversation.Model, $"I have no tool {name} here.", null);
    }
}

/// <summary>One call of a tool.</summary>
internal sealed record ChatTool(string Id, string Name, JsonObject Input);
