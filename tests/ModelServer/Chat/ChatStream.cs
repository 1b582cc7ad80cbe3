using System.Text;
using System.Text.Json.Nodes;

namespace Orchtui.ModelServer.Chat;

/// <summary>
/// Plays an answer as the chunks of Chat Completions: the role, the text word by word, a tool's arguments in pieces of JSON text, the
/// reason to stop, the usage, and the word that ends it all.
/// </summary>
internal sealed class ChatStream(Stream output, TimeProvider time, TimeSpan pause, CancellationToken cancellation)
{
    private const int PieceLength = 24;

    public async Task PlayAsync(ChatAnswer answer)
    {
        await OpenAsync(answer);
        foreach (var word in Words(answer.Text)) await DeltaAsync(answer, new() { ["content"] = word });
        if (answer.Tool is { } tool) await ToolAsync(answer, tool);
        await SendAsync(answer.Chunk([], answer.FinishReason));
        var usage = answer.Chunk([], null);
        usage["choices"] = new JsonArray();
        usage["usage"] = ChatAnswer.Usage();
        await SendAsync(usage);
        await WriteAsync("data: [DONE]\n\n");
    }

    public Task OpenAsync(ChatAnswer answer) => SendAsync(answer.Chunk(new() { ["role"] = "assistant", ["content"] = "" }, null));

    private async Task ToolAsync(ChatAnswer answer, ChatTool tool)
    {
        await DeltaAsync(answer, Calls(new()
        {
            ["index"] = 0,
            ["id"] = tool.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = "" },
        }));
        foreach (var piece in tool.Input.ToJsonString().Chunk(PieceLength))
            await DeltaAsync(answer, Calls(new() { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = new string(piece) } }));
    }

    private static JsonObject Calls(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private async Task DeltaAsync(ChatAnswer answer, JsonObject delta)
    {
        await SendAsync(answer.Chunk(delta, null));
        if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancellation);
    }

    private static IEnumerable<string> Words(string text)
    {
        var words = text.Split(' ');
        return words.Select((word, i) => i < words.Length - 1 ? word + " " : word);
    }

    private Task SendAsync(JsonObject chunk) => WriteAsync($"data: {chunk.ToJsonString()}\n\n");

    private async Task WriteAsync(string text)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await output.FlushAsync(cancellation);
    }
}
