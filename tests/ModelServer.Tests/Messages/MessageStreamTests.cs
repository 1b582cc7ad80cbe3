using System.Text.Json.Nodes;
using static Orchtui.ModelServer.Tests.ServerFixture;

namespace Orchtui.ModelServer.Tests.Messages;

public sealed class MessageStreamTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_text_streams_as_start_block_deltas_stop_and_end()
    {
        var events = await server.EventsAsync("text", Request("[[say text=Two words]]"));

        Assert.Equal(
            [
                "message_start", "ping", "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
                "message_delta", "message_stop",
            ],
            events.Select(e => e.Name));
        Assert.All(events, e => Assert.Equal(e.Name, (string?)e.Data["type"]));
        Assert.Equal("Two words", string.Concat(events.Select(e => (string?)e.Data["delta"]?["text"])));
        Assert.Equal("end_turn", (string?)events[^2].Data["delta"]!["stop_reason"]);
    }

    [Fact]
    public async Task A_tool_call_streams_its_input_in_pieces_of_json()
    {
        var events = await server.EventsAsync("ok", Request("[[write path=sub/notes.txt text=A text that is longer than one piece]]"));

        var starts = events.Where(e => e.Name == "content_block_start").Select(e => e.Data["content_block"]!).ToArray();
        Assert.Equal(["text", "tool_use"], starts.Select(block => (string?)block["type"]));
        Assert.Equal("Write", (string?)starts[1]["name"]);
        Assert.Empty(starts[1]["input"]!.AsObject());

        var pieces = events.Select(e => (string?)e.Data["delta"]?["partial_json"]).OfType<string>().ToArray();
        Assert.True(pieces.Length > 2, "The input should not come in one piece.");
        var input = JsonNode.Parse(string.Concat(pieces))!;
        Assert.Equal("/work tree/sub/notes.txt", (string?)input["file_path"]);
        Assert.Equal("A text that is longer than one piece", (string?)input["content"]);
        Assert.Equal("tool_use", (string?)events[^2].Data["delta"]!["stop_reason"]);
    }

    [Fact]
    public async Task Deltas_belong_to_the_block_that_is_open()
    {
        var open = -1;
        foreach (var (name, data) in await server.EventsAsync("bash", Request("go")))
            switch (name)
            {
                case "content_block_start":
                    Assert.Equal(open + 1, (int?)data["index"]);
                    open = (int)data["index"]!;
                    break;
                case "content_block_delta" or "content_block_stop":
                    Assert.Equal(open, (int?)data["index"]);
                    break;
            }

        Assert.Equal(1, open);
    }

    [Fact]
    public async Task The_usage_opens_with_one_token_and_closes_with_all()
    {
        var events = await server.EventsAsync("text", Request("go"));
        var usage = events[0].Data["message"]!["usage"]!;
        Assert.Equal((1200, 300, 4000, 1), (
            (int)usage["input_tokens"]!, (int)usage["cache_creation_input_tokens"]!, (int)usage["cache_read_input_tokens"]!,
            (int)usage["output_tokens"]!));
        Assert.Equal(42, (int?)events[^2].Data["usage"]!["output_tokens"]);
    }

    [Fact]
    public async Task Results_move_a_script_on_to_its_next_step()
    {
        const string Prompt = "[[write path=a text=1]] [[bash command=true]] [[say text=Fin.]]";
        var tools = new List<string?>();
        for (var results = 0; results < 3; results++)
        {
            var events = await server.EventsAsync("ok", Request(Prompt, results));
            tools.Add((string?)events.Select(e => e.Data["content_block"]?["name"]).FirstOrDefault(name => name is not null));
        }

        Assert.Equal(["Write", "Bash", null], tools);
    }
}
