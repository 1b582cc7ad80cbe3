using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchtui.ModelServer.Messages;
using Orchtui.ModelServer.Scenarios;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Responses;

/// <summary>Answers <c>POST /SCENARIO/v1/responses</c>: parse, let the scenario decide, write.</summary>
internal sealed class ResponsesEndpoint(FirstRequests firsts, TimeProvider time)
{
    private const string Title = "Scripted work";

    /// <summary>An account far from its limits.</summary>
    private const int UsedPercent = 12;

    public async Task HandleAsync(HttpContext context, string scenarioText, RequestRecord record, CancellationToken cancellation)
    {
        var body = await MessagesEndpoint.ReadAsync(context, cancellation);
        if (body is not { ValueKind: JsonValueKind.Object } request)
        {
            await RefuseAsync(context, "", new(400, "invalid_request_error", "The body is not a JSON object.", []), cancellation);
            return;
        }

        var conversation = ResponsesRequest.Parse(request);
        record.Note(conversation);
        if (ScenarioPath.Parse(scenarioText) is not { } path)
        {
            await RefuseAsync(context, "", new(404, "not_found_error", $"No scenario {scenarioText}.", []), cancellation);
            return;
        }

        var directives = Directives.Parse(conversation.Prompt);
        var scenario = ScenarioPath.At(path.For(conversation, firsts), conversation, directives);
        var reply = Decide(scenario.Answer(conversation, directives), conversation, ResponsesRequest.HasForm(request));
        var pause = directives.Pause ?? path.Pause ?? scenario.Pause;
        await WriteAsync(context, scenario.Name, reply, conversation, record.Number, pause, cancellation);
    }

    /// <summary>A title is asked for as JSON; other requests without tools get it as plain text.</summary>
    private static Reply Decide(Reply reply, Conversation conversation, bool asJson) => reply switch
    {
        Say or Call when asJson => new Say(new JsonObject { ["title"] = Title }.ToJsonString()),
        Say or Call when conversation.Tools.Count == 0 => new Say(Title),
        _ => reply,
    };

    private async Task WriteAsync(
        HttpContext context, string scenario, Reply reply, Conversation conversation, int number, TimeSpan pause,
        CancellationToken cancellation)
    {
        switch (reply)
        {
            case Refuse refuse:
                await Task.Delay(pause, time, cancellation);
                await RefuseAsync(context, scenario, refuse, cancellation);
                return;
            case Drop:
                context.Abort();
                return;
            case Stall { Started: false }:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
                return;
        }

        foreach (var (name, value) in Refusals.Limits(UsedPercent)) context.Response.Headers[name] = value;
        if (!conversation.Stream && reply is not Stall)
        {
            var response = Response.Of(reply, conversation, number, time.GetUtcNow());
            await MessagesEndpoint.JsonAsync(context, response.ToJson(), cancellation);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var stream = new ResponseStream(context.Response.Body, time, pause, cancellation);
        if (reply is Stall)
        {
            await stream.OpenAsync(Response.Of(new Say(""), conversation, number, time.GetUtcNow()));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        }
        else await stream.PlayAsync(Response.Of(reply, conversation, number, time.GetUtcNow()));
    }

    private Task RefuseAsync(HttpContext context, string scenario, Refuse refuse, CancellationToken cancellation)
    {
        var (status, body, headers) = Refusals.Of(scenario, refuse, time.GetUtcNow());
        context.Response.StatusCode = status;
        context.Response.Headers["x-request-id"] = "req_scripted";
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return MessagesEndpoint.JsonAsync(context, body, cancellation);
    }
}
