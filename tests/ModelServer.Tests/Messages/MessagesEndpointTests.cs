using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchtui.TestKit;
using static Orchtui.ModelServer.Tests.ServerFixture;

namespace Orchtui.ModelServer.Tests.Messages;

public sealed class MessagesEndpointTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("e400", 400, "invalid_request_error", null)]
    [InlineData("e401", 401, "authentication_error", null)]
    [InlineData("e403", 403, "permission_error", null)]
    [InlineData("e404", 404, "not_found_error", null)]
    [InlineData("e429", 429, "rate_limit_error", "1")]
    [InlineData("e500", 500, "api_error", null)]
    [InlineData("e529", 529, "overloaded_error", null)]
    [InlineData("usage", 429, "rate_limit_error", "3600")]
    [InlineData("credit", 400, "invalid_request_error", null)]
    public async Task A_failing_scenario_answers_as_the_service_words_it(string scenario, int status, string type, string? retryAfter)
    {
        using var response = await server.AskAsync(scenario, Request("go"));
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("error", (string?)body!["type"]);
        Assert.Equal(type, (string?)body["error"]!["type"]);
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Without_stream_the_message_comes_whole()
    {
        using var response = await server.AskAsync("ok", Request("go", stream: false));
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal("tool_use", (string?)body!["stop_reason"]);
        Assert.Equal(["text", "tool_use"], body["content"]!.AsArray().Select(block => (string?)block!["type"]));
        Assert.Equal("/work tree/hello.txt", (string?)body["content"]![1]!["input"]!["file_path"]);
        Assert.Equal(42, (int?)body["usage"]!["output_tokens"]);
    }

    [Fact]
    public async Task A_request_without_tools_gets_a_short_text()
    {
        var events = await server.EventsAsync("ok", Request("[[write path=a text=b]]", tools: false));
        Assert.DoesNotContain(events, e => (string?)e.Data["content_block"]?["type"] == "tool_use");
    }

    [Fact]
    public async Task A_tool_that_is_not_offered_is_not_called()
    {
        var request = Request("go");
        request["tools"] = new JsonArray(new JsonObject { ["name"] = "Read" });
        var events = await server.EventsAsync("ok", request);
        Assert.Equal("end_turn", (string?)events[^2].Data["delta"]!["stop_reason"]);
    }

    [Fact]
    public async Task Once_fails_the_first_request_of_each_prompt_and_session()
    {
        var statuses = new List<int>();
        foreach (var (prompt, session) in new[] { ("a", "1"), ("a", "1"), ("b", "1"), ("a", "2"), ("a", "2") })
        {
            var request = Request(prompt);
            request["metadata"] = new JsonObject { ["user_id"] = session };
            using var response = await server.AskAsync("e529once", request);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([529, 200, 529, 529, 200], statuses);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("hang-mid")]
    public async Task A_hanging_scenario_keeps_the_client_waiting_until_it_gives_up(string scenario)
    {
        var prompt = $"wait for {scenario}";
        using var patience = new CancellationTokenSource();
        var answer = server.AskAsync(scenario, Request(prompt), patience.Token);
        await Eventually.TrueAsync("the request arrived", () => server.Server.Requests.Any(r => r.Prompt == prompt));
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_dropped_connection_ends_without_an_answer() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => server.AskAsync("drop", Request("go")));

    [Fact]
    public async Task A_connection_dropped_in_the_middle_begins_its_answer()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, server.Server.BaseAddress("drop-mid/v1/messages"))
        {
            Content = JsonContent.Create(Request("go")),
        };
        using var client = new HttpClient();
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: message_start", await reader.ReadLineAsync());
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_prompt_may_do_its_steps_and_fail_then()
    {
        var first = await server.EventsAsync("ok", Request("[[read path=a]] [[play scenario=e500]]"));
        Assert.Equal("tool_use", (string?)first[^2].Data["delta"]!["stop_reason"]);
        using var second = await server.AskAsync("ok", Request("[[read path=a]] [[play scenario=e500]]", results: 1));
        Assert.Equal(HttpStatusCode.InternalServerError, second.StatusCode);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        using var response = await server.PostAsync("/ok/v1/messages", new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var response = await server.PostAsync("/ok/v1/messages", new StringContent(new string(' ', 300_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task An_unknown_scenario_is_named_in_the_answer()
    {
        using var response = await server.AskAsync("nonsense", Request("go"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("nonsense", await response.Content.ReadAsStringAsync());
    }
}
