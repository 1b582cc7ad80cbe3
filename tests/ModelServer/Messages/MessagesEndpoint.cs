using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchtui.ModelServer.Scenarios;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Messages;

/// <summary>Answers <c>POST /SCENARIO/v1/messages</c>: parse, let the scenario decide, write.</summary>
internal sealed class MessagesEndpoint(FirstRequests firsts, TimeProvider time)
{
    /// <summary>Written to a side request, which carries no tools: agents use such answers as a title.</summary>
    private const string SideAnswer = "Scripted work";

    private static readonly TimeSpan UntilDrop = TimeSpan.FromMilliseconds(200);

    public async Task HandleAsync(HttpContext context, string scenarioText, RequestRecord record, CancellationToken cancellation)
    {
        var body = await ReadAsync(context, cancellation);
        if (body is not { ValueKind: JsonValueKind.Object } request)
        {
            await ErrorAsync(context, new(400, "invalid_request_error", "The body is not a JSON object.", []), cancellation);
            return;
        }

        var conversation = MessagesRequest.Parse(request);
        record.Note(conversation);
        if (ScenarioPath.Parse(scenarioText) is not { } path)
        {
            await ErrorAsync(context, new(404, "not_found_error", $"No scenario {scenarioText}.", []), cancellation);
            return;
        }

        var directives = Directives.Parse(conversation.Prompt);
        var scenario = ScenarioPath.At(path.For(conversation, firsts), conversation, directives);
        var reply = Decide(scenario, conversation, directives);
        await WriteAsync(context, reply, conversation, record.Number, directives.Pause ?? path.Pause ?? scenario.Pause, cancellation);
    }

    public static Task ErrorAsync(HttpContext context, Refuse refuse, CancellationToken cancellation)
    {
        context.Response.StatusCode = refuse.Status;
        context.Response.Headers["request-id"] = "req_scripted";
        foreach (var (name, value) in refuse.Headers) context.Response.Headers[name] = value;
        var error = new JsonObject { ["type"] = refuse.Type, ["message"] = refuse.Message };
        return JsonAsync(context, new() { ["type"] = "error", ["error"] = error, ["request_id"] = "req_scripted" }, cancellation);
    }

    public static Task JsonAsync(HttpContext context, JsonObject json, CancellationToken cancellation)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString(), cancellation);
    }

    internal static async Task<JsonElement?> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, cancellation);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Reply Decide(IScenario scenario, Conversation conversation, Directives directives)
    {
        var reply = scenario.Answer(conversation, directives);
        return reply is Say or Call && conversation.Tools.Count == 0 ? new Say(SideAnswer) : reply;
    }

    private async Task WriteAsync(
        HttpContext context, Reply reply, Conversation conversation, int number, TimeSpan pause, CancellationToken cancellation)
    {
        switch (reply)
        {
            case Refuse refuse:
                await Task.Delay(pause, time, cancellation);
                await ErrorAsync(context, refuse, cancellation);
                return;
            case Drop { Started: false }:
                context.Abort();
                return;
            case Stall { Started: false }:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
                return;
        }

        if (!conversation.Stream && reply is not (Stall or Drop))
        {
            await JsonAsync(context, Message.Of(reply, conversation, number).ToJson(), cancellation);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["request-id"] = $"req_scripted_{number}";
        var stream = new MessageStream(context.Response.Body, time, pause, cancellation);
        if (reply is Stall or Drop)
        {
            await stream.OpenAsync(Message.Of(new Say(""), conversation, number));
            // A connection that is cut at once takes with it what has only just been written.
            await Task.Delay(reply is Stall ? Timeout.InfiniteTimeSpan : UntilDrop, time, cancellation);
            context.Abort();
        }
        else await stream.PlayAsync(Message.Of(reply, conversation, number));
    }
}
