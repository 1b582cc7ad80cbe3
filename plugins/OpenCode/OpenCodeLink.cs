using System.Net;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// Follows the server of one interactive run: waits for it to come up, makes sure that it is ours, asks how things stand and reads its
/// events from then on; a lost connection is made anew, ever less often up to a bound. Answers are posted, each to the question it was
/// meant for: the server refuses one that is no longer open. A question in several steps is posted when its last step is answered. The
/// board is followed by one thread and answered from others, so one lock guards it and the order in which its states are told.
/// </summary>
internal sealed class OpenCodeLink(OpenCodeData data, AgentLinkRequest request, HttpClient client, TimeProvider time) : IAgentLink
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>The server sends a heartbeat every ten seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    private static readonly AnswerReceipt NotAsked = new(false, "it is no longer asked");

    private readonly Lock _gate = new();
    private readonly OpenCodeServer _server = new(client, request.Server);
    private readonly SessionBoard _board = new(data, time);
    private readonly DateTimeOffset _openedAt = time.GetUtcNow();
    private string? _session = request.SessionId;
    private Action<AgentReading> _report = _ => { };
    private AgentReading? _told;
    private bool _wasAway;

    public async Task RunAsync(Action<AgentReading> report, CancellationToken cancellation)
    {
        _report = report;
        var pause = FirstPause;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await FollowAsync(cancellation)) pause = FirstPause;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                // It is not up yet, went away or fell silent: tried again. Whether the agent itself has ended, its process tells.
                _wasAway = true;
            }

            try
            {
                await Task.Delay(pause, time, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public async Task<AnswerReceipt> AnswerAsync(AgentQuestion question, AgentAnswer answer, CancellationToken cancellation)
    {
        if (question.Id is not { } id) return new AnswerReceipt(false, "it can only be answered in the agent's pane");
        try
        {
            if (!await _server.IsOursAsync(cancellation)) return new AnswerReceipt(false, "another program listens on the agent's port");
            return id.StartsWith("per", StringComparison.Ordinal)
                ? await PostAsync(ServerQuestion.PermissionKind, id, "reply", Permission(answer), cancellation)
                : await AnswerStepAsync(id, answer, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new AnswerReceipt(false, $"the agent cannot be reached: {e.Message}");
        }
    }

    private async Task<AnswerReceipt> AnswerStepAsync(string step, AgentAnswer answer, CancellationToken cancellation)
    {
        ServerQuestion? open;
        lock (_gate) open = _board.AtStep(step);
        if (open?.Form is not { } form) return NotAsked;
        if (answer.Option?.Kind == AnswerKind.Deny)
            return await PostAsync(ServerQuestion.QuestionKind, open.Id, ServerQuestion.Reject, new { }, cancellation);
        var next = form.With(answer);
        if (next.IsComplete)
            return await PostAsync(ServerQuestion.QuestionKind, open.Id, "reply", new { answers = next.Reply }, cancellation);
        lock (_gate)
        {
            // Another answer to the same step may have come first.
            if (_board.AtStep(step) != open) return NotAsked;
            _board.Advance(open, next);
            Tell();
        }

        return new AnswerReceipt(true);
    }

    private async Task<AnswerReceipt> PostAsync(string kind, string id, string verb, object body, CancellationToken cancellation) =>
        await _server.PostAsync($"/{kind}/{Uri.EscapeDataString(id)}/{verb}", body, cancellation) switch
        {
            HttpStatusCode.OK => new AnswerReceipt(true),
            HttpStatusCode.NotFound => NotAsked,
            var status => new AnswerReceipt(false, $"the agent answered with status {(int)status}"),
        };

    /// <summary>Words of the person's own say what to do instead.</summary>
    private static object Permission(AgentAnswer answer) => answer.Option is { } option
        ? new { reply = option.Id }
        : new { reply = ServerQuestion.Reject, message = answer.Text ?? "" };

    /// <summary>Follows one connection to its end.</summary>
    /// <returns>Whether there was one.</returns>
    private async Task<bool> FollowAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var patience = time.CreateTimer(_ => limit.Cancel(), null, CallLimit, Timeout.InfiniteTimeSpan);
        if (!await _server.IsOursAsync(limit.Token))
        {
            TellStranger();
            return false;
        }

        using var response = await _server.EventsAsync(limit.Token);
        var events = new EventLines(await response.Content.ReadAsStreamAsync(limit.Token));
        patience.Change(Silence, Timeout.InfiniteTimeSpan);

        // The first event says that the server listens for us: nothing that happens after what is asked now can be missed.
        if (await events.NextAsync(limit.Token) is null) return false;
        await CatchUpAsync(limit.Token);
        lock (_gate) Tell();
        while (await events.NextAsync(limit.Token) is { } happened)
        {
            patience.Change(Silence, Timeout.InfiniteTimeSpan);
            lock (_gate)
            {
                if (_board.Take(happened)) Tell();
            }
        }

        _wasAway = true;
        return true;
    }

    /// <summary>What happened while nobody listened shows in how things stand.</summary>
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        var status = await _server.GetAsync("/session/status", cancellation);
        var permissions = await _server.GetAsync("/permission", cancellation);
        var questions = await _server.GetAsync("/question", cancellation);
        var open = Items(permissions).Select(ServerQuestion.Permission).Concat(Items(questions).Select(ServerQuestion.Question));
        lock (_gate) _board.Reset(status, open.OfType<ServerQuestion>(), _session);
        _session ??= _board.IsBusy ? null : await LatestSessionAsync(cancellation);
        if (_session is not null) await CountEarlierAsync(_session, cancellation);
        if (_board.IsBusy || _session is null) return;
        lock (_gate) _board.Reset(status, [], _session);
        await ReadLastTurnAsync(_session, cancellation);
    }

    /// <summary>What the conversation used before anybody listened. A very long one is not answered whole: then it is counted from now on.</summary>
    private async Task CountEarlierAsync(string session, CancellationToken cancellation)
    {
        try
        {
            var messages = Items(await _server.GetAsync($"/session/{Uri.EscapeDataString(session)}/message", cancellation));
            lock (_gate)
            {
                foreach (var message in messages) _board.Count(message.Member("info") ?? default);
            }
        }
        catch (HttpRequestException)
        {
            // What was used is worth less than what goes on.
            return;
        }
    }

    /// <summary>The worktree is the task's own, and so is every conversation in it.</summary>
    private async Task<string?> LatestSessionAsync(CancellationToken cancellation)
    {
        var sessions = await _server.GetAsync("/session?roots=true&limit=20", cancellation);
        return Items(sessions).FirstOrDefault(session =>
            session.Text("directory") == request.Worktree && session.Text("parentID") is null).Text("id");
    }

    /// <summary>
    /// A turn that ended since this link was made, or before a host that came back made it, has ended now. One that was over when the
    /// agent was started, to go on with its conversation, is history.
    /// </summary>
    private async Task ReadLastTurnAsync(string session, CancellationToken cancellation)
    {
        var messages = await _server.GetAsync($"/session/{Uri.EscapeDataString(session)}/message?limit=1", cancellation);
        var last = (Items(messages).LastOrDefault().Member("info") ?? default);
        var completed = (last.Member("time") ?? default).Number("completed");
        if (last.Text("role") != "assistant" || completed is null)
        {
            // Asked and not answered: the turn is about to begin, or, when that was before, never ended.
            var created = (last.Member("time") ?? default).Number("created");
            if (last.ValueKind == JsonValueKind.Undefined || created < _openedAt.ToUnixTimeMilliseconds()) AtPrompt();
            return;
        }

        if (_wasAway && completed < _openedAt.ToUnixTimeMilliseconds()) AtPrompt();
        else lock (_gate) _board.EndedWith(OpenCodeError.Of(last.Member("error")));

        void AtPrompt()
        {
            lock (_gate) _board.AtPrompt();
        }
    }

    private void TellStranger()
    {
        var text = $"Another program listens on port {request.Server.Port}, which its server was to have. End it and try again.";
        Tell(new AgentReading(
            new AgentState(AgentActivity.Failed) { Error = text, ErrorClass = AgentErrorClass.AgentFailed }, "server: not ours"));
    }

    private void Tell()
    {
        if (_board.Session is { } session) _session = session;
        if (_board.Read() is { } reading) Tell(reading);
    }

    /// <summary>The same state is told once.</summary>
    private void Tell(AgentReading reading)
    {
        if (_told is { } told && told.Reason == reading.Reason && told.SessionId == reading.SessionId
            && told.State.Activity == reading.State.Activity && told.State.Question?.Id == reading.State.Question?.Id
            && told.Usage == reading.Usage) return;
        _told = reading;
        _report(reading);
    }

    private static IReadOnlyList<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
}
