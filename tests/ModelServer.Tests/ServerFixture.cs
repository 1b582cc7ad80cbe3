using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orchtui.ModelServer.Tests;

/// <summary>One server in this process for the tests of a class, and requests as an agent sends them.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private ScriptedServer? _server;

    public ScriptedServer Server => _server ?? throw new InvalidOperationException("The server is started before the first test.");

    public async Task InitializeAsync() => _server = await ScriptedServer.StartAsync(new() { MaxBodyBytes = 200_000 });

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(Server.BaseAddress(""), path));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        _client.SendAsync(new(method, new Uri(Server.BaseAddress(""), path)));

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content, CancellationToken cancellation = default) =>
        _client.PostAsync(new Uri(Server.BaseAddress(""), path), content, cancellation);

    public Task<HttpResponseMessage> AskAsync(string scenario, JsonObject request, CancellationToken cancellation = default) =>
        PostAsync($"/{scenario}/v1/messages?beta=true", JsonContent.Create(request), cancellation);

    /// <summary>The server-sent events of an answer, as name and data.</summary>
    public async Task<List<(string Name, JsonObject Data)>> EventsAsync(string scenario, JsonObject request)
    {
        using var response = await AskAsync(scenario, request);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>A request with the usual tools; <paramref name="results"/> tool results follow the prompt.</summary>
    public static JsonObject Request(string prompt, int results = 0, bool stream = true, bool tools = true)
    {
        var messages = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt });
        for (var i = 0; i < results; i++)
        {
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = "I will do that now." });
            messages.Add(new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_result", ["content"] = "fine" }),
            });
        }

        string[] names = tools ? ["Bash", "Edit", "Read", "Write", "AskUserQuestion"] : [];
        return new()
        {
            ["model"] = "claude-test",
            ["stream"] = stream,
            ["system"] = "Primary working directory: /work tree\nPlatform: linux",
            ["tools"] = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name })]),
            ["messages"] = messages,
        };
    }

    private static (string Name, JsonObject Data) Parse(string lines)
    {
        var parts = lines.Split('\n');
        Assert.Equal(2, parts.Length);
        Assert.StartsWith("event: ", parts[0]);
        Assert.StartsWith("data: ", parts[1]);
        return (parts[0]["event: ".Length..], JsonNode.Parse(parts[1]["data: ".Length..])!.AsObject());
    }
}
