using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchtui.ModelServer.Chat;
using Orchtui.ModelServer.Messages;
using Orchtui.ModelServer.Responses;
using Orchtui.ModelServer.Scenarios;

namespace Orchtui.ModelServer;

/// <summary>
/// A model service for tests that answers by script: <c>http://127.0.0.1:PORT/SCENARIO</c> is the base address an agent is given.
/// Answers follow from the conversation that is sent, so that agents may run side by side, stop and resume. Only loopback is bound.
/// <c>GET /_requests</c> tells what was asked.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RequestLog _log;
    private readonly MessagesEndpoint _messages;
    private readonly ResponsesEndpoint _responses;
    private readonly ChatEndpoint _chat;

    private ScriptedServer(WebApplication application, ModelServerOptions options)
    {
        _application = application;
        _log = new(options.MaxRecordedRequests);
        var firsts = new FirstRequests();
        _messages = new(firsts, options.Time);
        _responses = new(firsts, options.Time);
        _chat = new(firsts, options.Time);
    }

    public int Port { get; private set; }

    /// <summary>The requests so far, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Requests => _log.Snapshot();

    public Uri BaseAddress(string scenario) => new($"http://127.0.0.1:{Port}/{scenario}");

    public static async Task<ScriptedServer> StartAsync(ModelServerOptions options, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
            if (options.SocketPath is { } path) kestrel.ListenUnixSocket(path);
        });
        var server = new ScriptedServer(builder.Build(), options);
        server.Map();
        await server._application.StartAsync(cancellation);
        server.Port = server._application.Urls.Select(url => new Uri(url)).First(url => url.Scheme == "http" && url.Port > 0).Port;
        return server;
    }

    public Task WaitForShutdownAsync(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private void Map()
    {
        _application.UseRouting();
        _application.MapGet("/_requests", context => context.Response.WriteAsJsonAsync(_log.Snapshot()));
        _application.MapPost("/{scenario}/v1/messages", context =>
            RecordedAsync(context, (record, token) => _messages.HandleAsync(context, ScenarioOf(context), record, token)));
        _application.MapPost("/{scenario}/v1/messages/count_tokens", context =>
            RecordedAsync(context, (_, token) => MessagesEndpoint.JsonAsync(context, new() { ["input_tokens"] = 1234 }, token)));
        _application.MapPost("/{scenario}/v1/responses", context =>
            RecordedAsync(context, (record, token) => _responses.HandleAsync(context, ScenarioOf(context), record, token)));
        _application.MapPost("/{scenario}/v1/chat/completions", context =>
            RecordedAsync(context, (record, token) => _chat.HandleAsync(context, ScenarioOf(context), record, token)));
        _application.MapGet("/{scenario}/v1/models", context =>
            RecordedAsync(context, (_, token) => MessagesEndpoint.JsonAsync(context, ModelList(), token)));
        // Agents probe the bare base address, by HEAD, before they send the first conversation.
        _application.MapMethods("/{scenario?}", ["HEAD", "GET"], context =>
            RecordedAsync(context, (_, _) => Task.CompletedTask));
        _application.MapFallback(context => RecordedAsync(context, (_, token) =>
            MessagesEndpoint.ErrorAsync(context, new(404, "not_found_error", $"No {context.Request.Path} here.", []), token)));
    }

    private static string ScenarioOf(HttpContext context) => (string)context.Request.RouteValues["scenario"]!;

    private static JsonObject ModelList() => new()
    {
        ["data"] = new JsonArray(new JsonObject { ["type"] = "model", ["id"] = "scripted", ["display_name"] = "Scripted" }),
        ["has_more"] = false,
    };

    /// <summary>Notes the request and its answer's status. A client that goes away, or the server's own end, is no fault.</summary>
    private async Task RecordedAsync(HttpContext context, Func<RequestRecord, CancellationToken, Task> answer)
    {
        var record = _log.Add(context.Request.Method, context.Request.Path);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, _application.Lifetime.ApplicationStopping);
        try
        {
            await answer(record, either.Token);
            if (!context.RequestAborted.IsCancellationRequested) record.Status = context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (BadHttpRequestException failure)
        {
            // A body over the limit: answered with the status that the exception carries.
            record.Status = failure.StatusCode;
            await MessagesEndpoint.ErrorAsync(context, new(failure.StatusCode, "request_too_large", failure.Message, []), either.Token);
        }
    }
}
