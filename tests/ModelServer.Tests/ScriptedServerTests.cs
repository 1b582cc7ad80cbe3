using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static Orchtui.ModelServer.Tests.ServerFixture;

namespace Orchtui.ModelServer.Tests;

public sealed class ScriptedServerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("HEAD", "/ok", HttpStatusCode.OK)]
    [InlineData("HEAD", "/", HttpStatusCode.OK)]
    [InlineData("GET", "/ok", HttpStatusCode.OK)]
    [InlineData("GET", "/ok/v1/models", HttpStatusCode.OK)]
    [InlineData("GET", "/ok/v1/nothing", HttpStatusCode.NotFound)]
    public async Task The_probes_of_an_agent_are_answered(string method, string path, HttpStatusCode status)
    {
        using var response = await server.SendAsync(new(method), path);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        using var response = await server.PostAsync("/ok/v1/messages/count_tokens", JsonContent.Create(Request("go")));
        Assert.True((int?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["input_tokens"] > 0);
    }

    [Fact]
    public async Task The_record_tells_what_was_asked()
    {
        (await server.AskAsync("text", Request("remember this", results: 2))).Dispose();
        using var response = await server.GetAsync("/_requests");
        var records = await response.Content.ReadFromJsonAsync<JsonArray>();

        var record = Assert.Single(records!, r => (string?)r!["prompt"] == "remember this")!;
        Assert.Equal(
            ("POST", "/text/v1/messages", "claude-test"),
            ((string?)record["method"], (string?)record["path"], (string?)record["model"]));
        Assert.Equal((5, 5, 2, 200), ((int)record["messages"]!, (int)record["tools"]!, (int)record["results"]!, (int)record["status"]!));
        Assert.Equal("/work tree", (string?)record["directory"]);
    }

    [Fact]
    public async Task The_record_keeps_the_last_requests_only()
    {
        await using var small = await ScriptedServer.StartAsync(new() { MaxRecordedRequests = 2 });
        using var client = new HttpClient();
        foreach (var path in new[] { "one", "two", "three" }) (await client.GetAsync(small.BaseAddress(path))).Dispose();
        Assert.Equal([(2, "/two"), (3, "/three")], small.Requests.Select(r => (r.Number, r.Path)));
    }

    [Fact]
    public async Task A_pause_in_the_path_slows_the_stream()
    {
        var clock = Stopwatch.StartNew();
        await server.EventsAsync("text-40", Request("[[say text=one two three]]"));
        Assert.True(clock.ElapsedMilliseconds >= 3 * 40 - 5, $"took {clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task It_stops_while_a_request_hangs()
    {
        var own = await ScriptedServer.StartAsync(new());
        using var client = new HttpClient();
        var answer = client.PostAsJsonAsync(new Uri(own.BaseAddress("hang") + "/v1/messages"), Request("wait"));
        await TestKit.Eventually.TrueAsync("the request arrived", () => own.Requests.Any(r => r.Prompt == "wait"));
        await own.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }
}
