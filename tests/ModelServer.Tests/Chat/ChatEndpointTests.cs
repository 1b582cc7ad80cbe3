using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Chat;

public sealed class ChatEndpointTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_script_calls_one_tool_after_the_other_and_ends_with_its_text()
    {
        const string Prompt = "[[write path=a.txt text=hello]] [[bash command=ls]] [[say text=All done]]";
        var first = await ChunksAsync("ok", Request(Prompt));
        var second = await ChunksAsync("ok", Request(Prompt, results: 1));
        var last = await ChunksAsync("ok", Request(Prompt, results: 2));

        Assert.Equal(("write", """{"filePath":"/work tree/a.txt","content":"hello"}"""), ToolOf(first));
        Assert.Equal("bash", ToolOf(second).Name);
        Assert.Equal("All done", TextOf(last));
        Assert.Equal(["tool_calls", "tool_calls", "stop"], new[] { first, second, last }.Select(FinishOf));
    }

    [Fact]
    public async Task An_edit_names_the_old_and_the_new_text()
    {
        var (name, arguments) = ToolOf(await ChunksAsync("ok", Request("[[edit path=/abs/a.txt old=x new=y]]")));
        Assert.Equal("edit", name);
        Assert.Equal("""{"filePath":"/abs/a.txt","oldString":"x","newString":"y"}""", arguments);
    }

    [Fact]
    public async Task A_stream_ends_with_the_usage()
    {
        var chunks = await ChunksAsync("text", Request("go"));
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.Equal(5000, (int?)chunks[^1]["usage"]!["prompt_tokens"]);
        Assert.Equal(42, (int?)chunks[^1]["usage"]!["completion_tokens"]);
    }

    [Fact]
    public async Task A_new_message_of_the_user_starts_a_new_prompt()
    {
        var request = Request("[[write path=a.txt text=one]]", results: 1);
        request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = "[[write path=b.txt text=two]]" });
        Assert.Contains("b.txt", ToolOf(await ChunksAsync("ok", request)).Arguments);
    }

    [Fact]
    public async Task A_request_without_tools_gets_a_short_text()
    {
        var chunks = await ChunksAsync("ok", Request("[[write path=a text=b]]", tools: false));
        Assert.Equal("Scripted work", TextOf(chunks));
        Assert.Equal("stop", FinishOf(chunks));
    }

    [Fact]
    public async Task A_tool_that_is_not_offered_is_not_called()
    {
        var request = Request("go");
        request["tools"] = new JsonArray(Tool("read"));
        Assert.Equal("stop", FinishOf(await ChunksAsync("ok", request)));
    }

    [Fact]
    public async Task A_tool_of_the_agents_own_is_passed_as_it_is()
    {
        var (name, input) = ToolOf(await ChunksAsync("ok", Request("""[[tool name=question input="{\"questions\":[]}"]]""")));
        Assert.Equal(("question", """{"questions":[]}"""), (name, input));
    }

    [Fact]
    public async Task Without_stream_the_answer_comes_whole()
    {
        using var response = await AskAsync("ok", Request("go", stream: false));
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("write", (string?)body!["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Equal(42, (int?)body["usage"]!["completion_tokens"]);
    }

    [Theory]
    [InlineData("e400", 400, "context_length_exceeded", null)]
    [InlineData("e401", 401, "invalid_api_key", null)]
    [InlineData("e403", 403, null, null)]
    [InlineData("e404", 404, "model_not_found", null)]
    [InlineData("e429", 429, "rate_limit_exceeded", "1")]
    [InlineData("e500", 500, null, null)]
    [InlineData("e529", 503, "server_is_overloaded", null)]
    [InlineData("usage", 429, "usage_limit_reached", "3600")]
    [InlineData("quota", 429, "insufficient_quota", null)]
    public async Task A_failing_scenario_answers_as_the_service_words_it(string scenario, int status, string? code, string? retryAfter)
    {
        using var response = await AskAsync(scenario, Request("go"));
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (string?)body!["error"]!["code"]);
        Assert.NotEmpty((string?)body["error"]!["message"] ?? "");
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Once_fails_the_conversation_and_not_the_request_for_its_title()
    {
        var statuses = new List<int>();
        foreach (var tools in new[] { false, true, true })
        {
            using var response = await AskAsync("e529once", Request("a prompt of its own", tools: tools));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 503, 200], statuses);
    }

    [Fact]
    public async Task A_script_fails_where_it_says_as_another_scenario_does()
    {
        const string Prompt = "[[write path=a.txt text=hello]] [[play scenario=e401]]";
        Assert.Equal("write", ToolOf(await ChunksAsync("ok", Request(Prompt))).Name);
        using var refused = await AskAsync("ok", Request(Prompt, results: 1));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var title = await AskAsync("ok", Request("[[play scenario=e401]]", tools: false));
        Assert.Equal(HttpStatusCode.OK, title.StatusCode);
    }

    [Fact]
    public async Task The_record_tells_the_whole_conversation_the_last_result_and_the_effort()
    {
        var request = Request("one of two", results: 1);
        request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = "two of two" });
        request["reasoning_effort"] = "high";
        await ChunksAsync("text", request);
        var record = server.Server.Requests.Single(it => it.Prompt == "two of two");
        Assert.Equal(["one of two", "two of two"], record.Prompts);
        Assert.Equal(("fine", "high"), (record.LastResult, record.Effort));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("hang-mid")]
    public async Task A_hanging_scenario_keeps_the_client_waiting_until_it_gives_up(string scenario)
    {
        var prompt = $"chat that waits for {scenario}";
        using var patience = new CancellationTokenSource();
        var answer = AskAsync(scenario, Request(prompt), patience.Token);
        await Eventually.TrueAsync("the request arrived", () => server.Server.Requests.Any(r => r.Prompt == prompt));
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_dropped_connection_ends_without_an_answer() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync("drop", Request("go")));

    private Task<HttpResponseMessage> AskAsync(string scenario, JsonObject request, CancellationToken cancellation = default) =>
        server.PostAsync($"/{scenario}/v1/chat/completions", JsonContent.Create(request), cancellation);

    private async Task<List<JsonObject>> ChunksAsync(string scenario, JsonObject request)
    {
        using var response = await AskAsync(scenario, request);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(line => JsonNode.Parse(line["data: ".Length..])!.AsObject())];
    }

    private static JsonObject Request(string prompt, int results = 0, bool stream = true, bool tools = true)
    {
        var messages = new JsonArray(
            new JsonObject { ["role"] = "system", ["content"] = "<env>\n  Working directory: /work tree\n  Platform: linux" },
            new JsonObject { ["role"] = "user", ["content"] = prompt });
        for (var i = 0; i < results; i++)
        {
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = "I will do that now." });
            messages.Add(new JsonObject { ["role"] = "tool", ["content"] = "fine" });
        }

        string[] names = tools ? ["bash", "edit", "read", "write", "question"] : [];
        return new()
        {
            ["model"] = "scripted-1",
            ["stream"] = stream,
            ["messages"] = messages,
            ["tools"] = new JsonArray([.. names.Select(Tool)]),
        };
    }

    private static JsonObject Tool(string name) => new() { ["type"] = "function", ["function"] = new JsonObject { ["name"] = name } };

    private static IEnumerable<JsonNode> Deltas(List<JsonObject> chunks) =>
        chunks.Select(chunk => chunk["choices"]!.AsArray().FirstOrDefault()?["delta"]).OfType<JsonNode>();

    private static string TextOf(List<JsonObject> chunks) => string.Concat(Deltas(chunks).Select(delta => (string?)delta["content"]));

    private static (string? Name, string Arguments) ToolOf(List<JsonObject> chunks)
    {
        var calls = Deltas(chunks).Select(delta => delta["tool_calls"]?[0]?["function"]).OfType<JsonNode>().ToList();
        return (calls.Select(call => (string?)call["name"]).First(name => name is not null),
            string.Concat(calls.Select(call => (string?)call["arguments"])));
    }

    private static string? FinishOf(List<JsonObject> chunks) =>
        chunks.Select(chunk => (string?)chunk["choices"]!.AsArray().FirstOrDefault()?["finish_reason"]).Last(reason => reason is not null);
}
