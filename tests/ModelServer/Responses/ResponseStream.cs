using System.Text;
using System.Text.Json.Nodes;

namespace Orchtui.ModelServer.Responses;

/// <summary>
/// Plays a response as server-sent events: response.created, then per item output_item.added, its deltas and output_item.done, then
/// response.completed with everything once more. Text comes word by word; arguments and patches come in pieces.
/// </summary>
internal sealed class ResponseStream(Stream output, TimeProvider time, TimeSpan pause, CancellationToken cancellation)
{
    /// <summary>Short enough that even a small tool input arrives in several pieces.</summary>
    private const int PieceLength = 24;

    private int _sequence;

    public async Task PlayAsync(Response response)
    {
        await OpenAsync(response);
        for (var index = 0; index < response.Output.Count; index++) await ItemAsync(index, response.Output[index]);
        await SendAsync("response.completed", new() { ["response"] = response.ToJson() });
    }

    public Task OpenAsync(Response response) => SendAsync("response.created", new() { ["response"] = response.Opening() });

    private async Task ItemAsync(int index, JsonObject item)
    {
        await SendAsync("response.output_item.added", new() { ["output_index"] = index, ["item"] = Empty(item) });
        switch ((string?)item["type"])
        {
            case "reasoning":
                await SummaryAsync(index, item);
                break;
            case "message":
                await TextAsync(index, item);
                break;
            case "function_call":
                await InputAsync(index, item, "function_call_arguments", "arguments");
                break;
            case "custom_tool_call":
                await InputAsync(index, item, "custom_tool_call_input", "input");
                break;
        }

        await SendAsync("response.output_item.done", new() { ["output_index"] = index, ["item"] = item.DeepClone() });
    }

    /// <summary>The item as it opens: everything that is still to come is taken out.</summary>
    private static JsonObject Empty(JsonObject item)
    {
        var empty = (JsonObject)item.DeepClone();
        foreach (var list in new[] { "summary", "content" })
            if (empty.ContainsKey(list)) empty[list] = new JsonArray();
        foreach (var text in new[] { "arguments", "input" })
            if (empty.ContainsKey(text)) empty[text] = "";
        if (empty.ContainsKey("status")) empty["status"] = "in_progress";
        return empty;
    }

    private async Task SummaryAsync(int index, JsonObject item)
    {
        var part = (JsonObject)item["summary"]![0]!;
        JsonObject Place() => new() { ["item_id"] = (string?)item["id"], ["output_index"] = index, ["summary_index"] = 0 };
        await SendAsync("response.reasoning_summary_part.added", With(Place(), "part", WithoutText(part)));
        await SendAsync("response.reasoning_summary_text.delta", With(Place(), "delta", (string?)part["text"]));
        await SendAsync("response.reasoning_summary_text.done", With(Place(), "text", (string?)part["text"]));
        await SendAsync("response.reasoning_summary_part.done", With(Place(), "part", part.DeepClone()));
    }

    private async Task TextAsync(int index, JsonObject item)
    {
        var part = (JsonObject)item["content"]![0]!;
        JsonObject Place() => new() { ["item_id"] = (string?)item["id"], ["output_index"] = index, ["content_index"] = 0 };
        await SendAsync("response.content_part.added", With(Place(), "part", WithoutText(part)));
        var words = ((string)part["text"]!).Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            await SendAsync("response.output_text.delta", With(Place(), "delta", i < words.Length - 1 ? words[i] + " " : words[i]));
            await PauseAsync();
        }

        await SendAsync("response.output_text.done", With(Place(), "text", (string?)part["text"]));
        await SendAsync("response.content_part.done", With(Place(), "part", part.DeepClone()));
    }

    private async Task InputAsync(int index, JsonObject item, string name, string field)
    {
        JsonObject Place() => new() { ["item_id"] = (string?)item["id"], ["output_index"] = index };
        foreach (var piece in ((string)item[field]!).Chunk(PieceLength))
        {
            await SendAsync($"response.{name}.delta", With(Place(), "delta", new string(piece)));
            await PauseAsync();
        }

        await SendAsync($"response.{name}.done", With(Place(), field, (string?)item[field]));
    }

    private static JsonObject With(JsonObject place, string name, JsonNode? value)
    {
        place[name] = value;
        return place;
    }

    private static JsonObject WithoutText(JsonObject part)
    {
        var empty = (JsonObject)part.DeepClone();
        empty["text"] = "";
        return empty;
    }

    private Task PauseAsync() => pause > TimeSpan.Zero ? Task.Delay(pause, time, cancellation) : Task.CompletedTask;

    private async Task SendAsync(string name, JsonObject data)
    {
        data.Insert(0, "type", name);
        data.Insert(1, "sequence_number", _sequence++);
        await output.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {data.ToJsonString()}\n\n"), cancellation);
        await output.FlushAsync(cancellation);
    }
}
