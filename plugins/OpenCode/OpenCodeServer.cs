using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>The calls to the server of one running CLI. What cannot be reached or read throws, within the caller's token.</summary>
internal sealed class OpenCodeServer(HttpClient client, AgentServer server)
{
    private const string User = "opencode";
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly string _base = $"http://127.0.0.1:{server.Port}";
    private readonly AuthenticationHeaderValue _password =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{server.Password}")));

    /// <summary>
    /// Whether our agent answers: it takes our password and refuses to do without. Another program that took the port meanwhile knows
    /// nothing of the password, and another agent of the same kind without one would take any.
    /// </summary>
    public async Task<bool> IsOursAsync(CancellationToken cancellation)
    {
        using var without = await client.GetAsync($"{_base}/global/health", HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (without.StatusCode != HttpStatusCode.Unauthorized) return false;
        using var request = Request(HttpMethod.Get, "/global/health");
        using var with = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return with.StatusCode == HttpStatusCode.OK;
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, path);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
        return document.RootElement.Clone();
    }

    /// <summary>Posts an answer.</summary>
    /// <returns>The status.</returns>
    public async Task<HttpStatusCode> PostAsync(string path, object body, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return response.StatusCode;
    }

    /// <summary>Opens the stream of events; the caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> EventsAsync(CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, "/event");
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new HttpRequestException($"/event answered {(int)response.StatusCode}");
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, _base + path);
        request.Headers.Authorization = _password;
        return request;
    }
}
