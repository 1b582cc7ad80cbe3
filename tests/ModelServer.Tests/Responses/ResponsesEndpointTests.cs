using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Responses;

public sealed class ResponsesEndpointTests(ServerFixture server) : IClassFixture<ServerFixture>
{
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
        Assert.NotEqual("", (string?)body["error"]!["message"]);
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task A_used_up_account_tells_when_it_is_filled_again()
    {
        using var response = await AskAsync("usage", Request("go"));
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(3600, (int?)body!["error"]!["resets_in_seconds"]);
        Assert.Equal(["100"], response.Headers.GetValues("x-codex-primary-used-percent"));
    }

    [Fact]
    public async Task A_text_streams_word_by_word_and_closes_with_everything()
    {
        var events = await EventsAsync("ok", Request("[[say text=Two words]]", results: 1));
        Assert.Equal("response.created", events[0].Name);
        Assert.Equal("response.completed", events[^1].Name);
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e.Data["sequence_number"]!));
        Assert.All(events, e => Assert.Equal(e.Name, (string?)e.Data["type"]));
        Assert.Equal(["Two ", "words"], events.Where(e => e.Name == "response.output_text.delta").Select(e => (string?)e.Data["delta"]));
        var output = events[^1].Data["response"]!["output"]!.AsArray();
        Assert.Equal(["reasoning", "message"], output.Select(item => (string?)item!["type"]));
        Assert.Equal("Two words", (string?)output[1]!["content"]![0]!["text"]);
        Assert.Equal(5042, (int?)events[^1].Data["response"]!["usage"]!["total_tokens"]);
    }

    [Fact]
    public async Task A_file_is_written_by_a_patch_that_comes_in_pieces()
    {
        var events = await EventsAsync("ok", Request("[[write path=a b.txt text=\"one\\ntwo\\n\"]]"));
        var call = events[^1].Data["response"]!["output"]![1]!;
        Assert.Equal(("custom_tool_call", "apply_patch"), ((string?)call["type"], (string?)call["name"]));
        const string Patch = "*** Begin Patch\n*** Add File: a b.txt\n+one\n+two\n*** End Patch\n";
        Assert.Equal(Patch, (string?)call["input"]);
        var pieces = events.Where(e => e.Name == "response.custom_tool_call_input.delta").Select(e => (string?)e.Data["delta"]).ToArray();
        Assert.True(pieces.Length > 2, "The patch should not come in one piece.");
        Assert.Equal(Patch, string.Concat(pieces));
    }

    [Theory]
    [InlineData("[[bash command=git status]]", "git status", null)]
    [InlineData("[[bash command=touch /x why=May I?]]", "touch /x", "require_escalated")]
    [InlineData("[[read path=it's.txt]]", @"cat 'it'\''s.txt'", null)]
    [InlineData("[[edit path=a old=x/y new=b]]", @"sed -i s/'x\/y'/'b'/ 'a'", null)]
    public async Task Commands_go_to_the_shell(string prompt, string command, string? permissions)
    {
        var events = await EventsAsync("ok", Request(prompt));
        var call = events[^1].Data["response"]!["output"]![1]!;
        Assert.Equal(("function_call", "exec_command"), ((string?)call["type"], (string?)call["name"]));
        var arguments = JsonNode.Parse((string)call["arguments"]!)!;
        Assert.Equal((command, permissions), ((string?)arguments["cmd"], (string?)arguments["sandbox_permissions"]));
    }

    [Fact]
    public async Task A_title_is_given_in_the_form_that_is_asked_for()
    {
        var request = Request("[[write path=a text=b]]");
        request["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "json_schema" } };
        var events = await EventsAsync("ok", request);
        var text = (string)events[^1].Data["response"]!["output"]![1]!["content"]![0]!["text"]!;
        Assert.Equal("Scripted work", (string?)JsonNode.Parse(text)!["title"]);
    }

    [Fact]
    public async Task Without_stream_the_response_comes_whole()
    {
        var request = Request("go");
        request["stream"] = false;
        using var response = await AskAsync("ok", request);
        Assert.Equal("completed", (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["status"]);
    }

    [Fact]
    public async Task A_stalled_stream_has_begun()
    {
        using var patience = new CancellationTokenSource();
        using var message = new HttpRequestMessage(HttpMethod.Post, Address("hang-mid")) { Content = JsonContent.Create(Request("wait")) };
        using var client = new HttpClient();
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        Assert.Equal("event: response.created", await reader.ReadLineAsync(patience.Token));
    }

    [Fact]
    public async Task A_silent_server_keeps_the_client_waiting_until_it_gives_up()
    {
        using var patience = new CancellationTokenSource();
        var answer = AskAsync("hang", Request("wait for it"), patience.Token);
        await Eventually.TrueAsync("the request arrived", () => server.Server.Requests.Any(r => r.Prompt == "wait for it"));
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_dropped_connection_ends_without_an_answer() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync("drop", Request("go")));

    [Theory]
    [InlineData("ok", "[1,2]", HttpStatusCode.BadRequest)]
    [InlineData("nonsense", "{}", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_played_is_refused(string scenario, string body, HttpStatusCode status)
    {
        using var response = await server.PostAsync($"/{scenario}/v1/responses", new StringContent(body));
        Assert.Equal(status, response.StatusCode);
    }

    /// <summary>A request with the usual tools; <paramref name="results"/> outputs of calls follow the prompt.</summary>
    private static JsonObject Request(string prompt, int results = 0)
    {
        var content = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = prompt });
        var input = new JsonArray(new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = content });
        for (var i = 0; i < results; i++) input.Add(new JsonObject { ["type"] = "function_call_output", ["output"] = "fine" });
        return new()
        {
            ["model"] = "gpt-test",
            ["stream"] = true,
            ["tools"] = new JsonArray(new JsonObject { ["name"] = "exec_command" }, new JsonObject { ["name"] = "apply_patch" }),
            ["input"] = input,
        };
    }

    private Uri Address(string scenario) => new($"{server.Server.BaseAddress(scenario)}/v1/responses");

    private Task<HttpResponseMessage> AskAsync(string scenario, JsonObject request, CancellationToken cancellation = default) =>
        server.PostAsync($"/{scenario}/v1/responses", JsonContent.Create(request), cancellation);

    private async Task<List<(string Name, JsonObject Data)>> EventsAsync(string scenario, JsonObject request)
    {
        using var response = await AskAsync(scenario, request);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n'))
            .Select(lines => (lines[0]["event: ".Length..], JsonNode.Parse(lines[1]["data: ".Length..])!.AsObject()))];
    }
}
