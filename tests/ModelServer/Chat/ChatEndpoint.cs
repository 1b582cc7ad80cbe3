using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchtui.ModelServer.Messages;
using Orchtui.ModelServer.Scenarios;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Chat;

/// <summary>Answers <c>POST /SCENARIO/v1/chat/completions</c>: parse, let the scenario decide, write.</summary>
internal sealed class ChatEndpoint(FirstRequests firsts, TimeProvider time)
{
    /// <summary>Written to a side request, which carries no tools: agents use such answers as a title.</summary>
    private const string SideAnswer = "Scripted work";

    public async Task HandleAsync(HttpContext context, string scenarioText, RequestRecord record, CancellationToken cancellation)
    {
        if (await ReadAsync(context, cancellation) is not { ValueKind: JsonValueKind.Object } request)
        {
            await ErrorAsync(context, "", new(400, "invalid_request_error", "The body is not a JSON object.", []), cancellation);
            return;
        }

        var conversation = ChatRequest.Parse(request);
        record.Note(conversation);
        if (ScenarioPath.Parse(scenarioText) is not { } path)
        {
            await ErrorAsync(context, "", new(404, "not_found_error", $"No scenario {scenarioText}.", []), cancellation);
            return;
        }

        var directives = Directives.Parse(conversation.Prompt);
        var scenario = ScenarioPath.At(Choose(path, conversation), conversation, directives);
        var reply = scenario.Answer(conversation, directives);
        if (reply is Say or Call && conversation.Tools.Count == 0) reply = new Say(SideAnswer);
        var pause = directives.Pause ?? path.Pause ?? scenario.Pause;
        if (reply is not Refuse refuse)
        {
            await WriteAsync(context, reply, conversation, record.Number, pause, cancellation);
            return;
        }

        await Task.Delay(pause, time, cancellation);
        await ErrorAsync(context, scenario.Name, refuse, cancellation);
    }

    private static async Task<JsonElement?> ReadAsync(HttpContext context, CancellationToken cancellation)
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

    /// <summary>The request for a title carries no tools and goes first; it must not use up the one failure.</summary>
    private IScenario Choose(ScenarioPath path, Conversation conversation) =>
        path.Once && (conversation.Tools.Count == 0 || !firsts.IsFirst(path.Scenario.Name, "chat", conversation.Prompt))
            ? ScenarioTable.Find("ok")!
            : path.Scenario;

    private static Task ErrorAsync(HttpContext context, string scenario, Refuse refuse, CancellationToken cancellation)
    {
        var (status, body) = ChatErrors.Of(scenario, refuse);
        context.Response.StatusCode = status;
        foreach (var (name, value) in refuse.Headers) context.Response.Headers[name] = value;
        return MessagesEndpoint.JsonAsync(context, body, cancellation);
    }

    private async Task WriteAsync(
        HttpContext context, Reply reply, Conversation conversation, int number, TimeSpan pause, CancellationToken cancellation)
    {
        switch (reply)
        {
            case Drop:
                context.Abort();
                return;
            case Stall { Started: false }:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
                return;
        }

        if (!conversation.Stream && reply is not Stall)
        {
            await MessagesEndpoint.JsonAsync(context, ChatAnswer.Of(reply, conversation, number).ToJson(), cancellation);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var stream = new ChatStream(context.Response.Body, time, pause, cancellation);
        if (reply is Stall)
        {
            await stream.OpenAsync(ChatAnswer.Of(new Say(""), conversation, number));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        }
        else await stream.PlayAsync(ChatAnswer.Of(reply, conversation, number));
    }
}
