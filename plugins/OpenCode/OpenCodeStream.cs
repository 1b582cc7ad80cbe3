using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// Reads the JSON lines of a headless run. There is no line that sums it up: usage and cost are added up step by step, and the run ended
/// well when no error was told and its last step was not left for a tool. While it tries again it prints nothing but its log.
/// </summary>
internal sealed partial class OpenCodeStream(OpenCodeData data) : IAgentStream
{
    private const string Refusal = "rejected permission";
    private const string Unnamed = "UnknownError";

    private string? _sessionId;
    private string _text = "";
    private bool _lastWasMessage;
    private bool _refused;
    private OpenCodeError? _error;
    private AgentUsage? _usage;

    public IReadOnlyList<AgentUpdate> Read(string line)
    {
        if (JsonReading.TryParse(Encoding.UTF8.GetBytes(line)) is not { } read) return [];
        List<AgentUpdate> updates = [];
        if (_sessionId is null && read.Text("sessionID") is { } session) updates.Add(new SessionStarted(_sessionId = session, null));
        var part = read.Member("part") ?? default;
        switch (read.Text("type"))
        {
            case "text":
                updates.Add(OnText(part.Text("text") ?? ""));
                break;
            case "reasoning" when part.Text("text") is { Length: > 0 } thought:
                updates.Add(new AgentThought(thought));
                break;
            case "tool_use":
                updates.AddRange(OnTool(part));
                break;
            case "step_finish":
                updates.Add(new UsageReport(_usage = OpenCodeUsage.Add(_usage, part)));
                break;
            case "error":
                _error = OpenCodeError.Of(read.Member("error")) ?? _error;
                break;
        }

        if (updates.Count > 0) _lastWasMessage = updates[^1] is AgentMessage;
        return updates;
    }

    public AgentRunResult Finish(int exitCode, string standardErrorTail)
    {
        var error = _error ?? (exitCode == 0 && !_refused ? null : FromLog(exitCode, standardErrorTail));
        return new AgentRunResult
        {
            Succeeded = error is null,
            Text = error is null ? _text : Words(error, standardErrorTail),
            ErrorClass = error is null ? AgentErrorClass.None
                : _error is null && _refused ? AgentErrorClass.PermissionDenied
                : _error is null && standardErrorTail.Length == 0 ? AgentErrorClass.Unknown
                : data.Classify(error, standardErrorTail),
            SessionId = _sessionId,
            Usage = _usage,
        };
    }

    private AgentMessage OnText(string text)
    {
        _refused = false;
        _text = text;
        return new AgentMessage((_lastWasMessage ? "\n\n" : "") + text);
    }

    /// <summary>A tool is told of once, when it has ended.</summary>
    private IEnumerable<AgentUpdate> OnTool(JsonElement part)
    {
        var state = part.Member("state") ?? default;
        var id = part.Text("callID") ?? "";
        var failed = state.Text("status") == "error";
        _refused = failed && state.Text("error")?.Contains(Refusal, StringComparison.Ordinal) == true;
        if (OpenCodeTools.PlanOf(part.Text("tool"), state) is { } plan)
        {
            yield return plan;
            yield break;
        }

        yield return new ToolCall(id, part.Text("tool") ?? "", OpenCodeTools.Summary(state));
        yield return new ToolCallUpdate(
            id, failed ? ToolCallStatus.Error : ToolCallStatus.Completed, (failed ? state.Text("error") : state.Text("output")) ?? "")
        {
            Changes = failed ? [] : OpenCodeTools.Changes(part.Text("tool"), state),
        };
    }

    /// <summary>What its log said last, where it ended without an error of its own.</summary>
    private OpenCodeError FromLog(int exitCode, string log)
    {
        var last = LastLogged(log);
        var text = _refused ? $"it stopped because a tool was refused. {log}".Trim()
            : last ?? (log.Length > 0 ? log : $"ended with exit code {exitCode} before it was done");
        return new OpenCodeError("", text, null);
    }

    /// <summary>An error of no name says to look at the log, which says what is wrong.</summary>
    private static string Words(OpenCodeError error, string log) =>
        error.Name == Unnamed && LastLogged(log) is { } logged && !error.Message.Contains(logged, StringComparison.Ordinal)
            ? $"{error.Message} {logged}"
            : error.Message;

    private static string? LastLogged(string log) => LogError.Matches(log).LastOrDefault()?.Groups["text"].Value;

    [GeneratedRegex("\\berror(?:\\.error)?=\"(?:[A-Za-z_]+Error: )?(?<text>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogError { get; }
}
