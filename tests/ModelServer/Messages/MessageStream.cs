using System.Text;
using System.Text.Json.Nodes;

namespace Orchtui.ModelServer.Messages;

/// <summary>
/// Plays a message as server-sent events: message_start, then per block content_block_start, deltas and content_block_stop, then
/// message_delta with the stop reason and message_stop. Text comes word by word; the input of a tool comes as pieces of JSON text.
/// </summary>
internal sealed class MessageStream(Stream output, TimeProvider time, TimeSpan pause, CancellationToken cancellation)
{
    /// <summary>Short enough that even a small tool input arrives in several pieces.</summary>
    private const int PieceLength = 24;

    public async Task PlayAsync(Message message)
    {
        await OpenAsync(message);
        for (var index = 0; index < message.Content.Count; index++) await BlockAsync(index, message.Content[index]);
        await SendAsync("message_delta", new()
        {
            ["delta"] = new JsonObject { ["stop_reason"] = message.StopReason, ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = Message.OutputTokens },
        });
        await SendAsync("message_stop", []);
    }

    public async Task OpenAsync(Message message)
    {
        await SendAsync("message_start", new() { ["message"] = message.Opening() });
        await SendAsync("ping", []);
    }

    private async Task BlockAsync(int index, JsonObject block)
    {
        var isTool = (string?)block["type"] == "tool_use";
        var start = (JsonObject)block.DeepClone();
        if (isTool) start["input"] = new JsonObject();
        else start["text"] = "";

        await SendAsync("content_block_start", new() { ["index"] = index, ["content_block"] = start });
        foreach (var piece in isTool ? Pieces(block["input"]!.ToJsonString()) : Words((string)block["text"]!))
        {
            var delta = isTool
                ? new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }
                : new JsonObject { ["type"] = "text_delta", ["text"] = piece };
            await SendAsync("content_block_delta", new() { ["index"] = index, ["delta"] = delta });
            if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancellation);
        }

        await SendAsync("content_block_stop", new() { ["index"] = index });
    }

    /// <summary>The format opens the input of a tool with an empty piece.</summary>
    private static IEnumerable<string> Pieces(string json) =>
        json.Chunk(PieceLength).Select(chunk => new string(chunk)).Prepend("");

    private static IEnumerable<string> Words(string text)
    {
        var words = text.Split(' ');
        return words.Select((word, i) => i < words.Length - 1 ? word + " " : word);
    }

    private async Task SendAsync(string name, JsonObject data)
    {
        data.Insert(0, "type", name);
        var text = $"event: {name}\ndata: {data.ToJsonString()}\n\n";
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await output.FlushAsync(cancellation);
    }
}
