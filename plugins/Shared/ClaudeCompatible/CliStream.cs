using System.Text;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// Reads <c>stream-json</c>. Each content block comes as a line of its own that repeats the message's id and usage, so usage is counted
/// once per message; the totals of the last line replace it. Those are of this run alone, also when it resumes a conversation. An error
/// is told by <c>is_error</c>: the subtype says success even then.
/// </summary>
internal sealed class CliStream(CliData data, TimeProvider time) : IAgentStream
{
    private readonly CliPlan _plan = new();
    private readonly LimitEnds _limits = new(time);
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private long _input;
    private long _output;
    private bool _lastWasMessage;
    private string? _sessionId;
    private string? _directory;
    private string? _error;
    private DateTimeOffset? _limitedUntil;
    private JsonElement? _result;

    public IReadOnlyList<AgentUpdate> Read(string line)
    {
        if (JsonReading.TryParse(Encoding.UTF8.GetBytes(line)) is not { } read) return [];
        var updates = read.Text("type") switch
        {
            "system" => OnSystem(read),
            "assistant" => [.. OnAssistant(read)],
            "user" => [.. OnToolResults(read)],
            "result" => [.. OnResult(read)],
            "rate_limit_event" => OnRateLimit(read),
            _ => (IReadOnlyList<AgentUpdate>)[],
        };
        if (updates.Count > 0) _lastWasMessage = updates[^1] is AgentMessage;
        return updates;
    }

    public AgentRunResult Finish(int exitCode, string standardErrorTail)
    {
        if (_result is not { } result) return WithoutResult(exitCode, standardErrorTail);
        var text = result.Text("result") ?? string.Join("; ", result.Items("errors").Select(error => error.ToString()));
        // An interrupted run ends with exit code 0 and only its subtype says so.
        var failed = exitCode != 0 || result.Flag("is_error") || result.Text("subtype") is not "success";
        var errorClass = failed ? data.Classify(Word(result), text) : AgentErrorClass.None;
        return new AgentRunResult
        {
            Succeeded = !failed,
            Text = text.Length > 0 ? text : result.Text("subtype") ?? "",
            ErrorClass = errorClass,
            Until = errorClass == AgentErrorClass.RateLimit ? _limits.Of(text) ?? _limitedUntil : null,
            SessionId = _sessionId,
            Usage = Usage(result),
            RefusedTools = result.Items("permission_denials").Count,
        };
    }

    private IReadOnlyList<AgentUpdate> OnSystem(JsonElement line)
    {
        switch (line.Text("subtype"))
        {
            case "init" when _sessionId is null && line.Text("session_id") is { } id:
                _sessionId = id;
                _directory = line.Text("cwd");
                return [new SessionStarted(id, line.Text("model"))];
            case "api_retry":
                var error = line.Text("error") ?? "unknown";
                var status = line.Member("error_status") is { } code ? $" ({code})" : "";
                var delay = TimeSpan.FromMilliseconds(Math.Clamp(line.Number("retry_delay_ms") ?? 0, 0, 86_400_000));
                return [new RetryReport((int)line.Count("attempt"), delay, error + status, data.Classify(error, ""))];
            default:
                return [];
        }
    }

    private IEnumerable<AgentUpdate> OnAssistant(JsonElement line)
    {
        if (line.Member("message") is not { } message) yield break;
        // An error is wrapped as a message of the model; the result says it again.
        if (line.Text("error") is { } error)
        {
            _error = error;
            yield break;
        }

        var isSubagent = line.Member("parent_tool_use_id") is not null;
        foreach (var block in message.Items("content"))
            if (OnBlock(block, isSubagent) is { } update) yield return update;
        if (Count(message)) yield return new UsageReport(new AgentUsage(_input, _output, null));
    }

    private AgentUpdate? OnBlock(JsonElement block, bool isSubagent) => block.Text("type") switch
    {
        // What a subagent says is meant for the agent that called it.
        "text" when isSubagent => new AgentThought(block.Text("text") ?? ""),
        "text" => new AgentMessage((_lastWasMessage ? "\n\n" : "") + block.Text("text")),
        "thinking" when block.Text("thinking") is { Length: > 0 } thought => new AgentThought(thought),
        "tool_use" when _plan.Takes(block.Text("id") ?? "", block.Text("name") ?? "", block.Member("input") ?? default) => null,
        "tool_use" => new ToolCall(block.Text("id") ?? "", block.Text("name") ?? "", Relative(ToolSummary.Of(block.Member("input") ?? default))),
        _ => null,
    };

    private IEnumerable<AgentUpdate> OnToolResults(JsonElement line)
    {
        foreach (var block in line.Member("message")?.Items("content") ?? [])
        {
            if (block.Text("type") != "tool_result" || block.Text("tool_use_id") is not { } id) continue;
            var failed = block.Flag("is_error");
            if (failed) _refused.Add(id);
            var told = line.Member("tool_use_result");
            if (_plan.Answers(id, told, out var plan))
            {
                if (plan is not null && !failed) yield return plan;
                continue;
            }

            yield return new ToolCallUpdate(id, failed ? ToolCallStatus.Error : ToolCallStatus.Completed, Relative(ResultText(block)))
            {
                Changes = CliChanges.Of(told, Relative),
            };
        }
    }

    /// <summary>What the service says of the account's limit; the end of one that is reached is worth keeping.</summary>
    private AgentUpdate[] OnRateLimit(JsonElement line)
    {
        if (line.Member("rate_limit_info") is { } limit && limit.Text("status") == "rejected" && limit.Number("resetsAt") is { } seconds
            and > 0 and < 100_000_000_000)
            _limitedUntil = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return [];
    }

    /// <summary>The last line. A refused tool that nothing told of yet is told here.</summary>
    private IEnumerable<AgentUpdate> OnResult(JsonElement line)
    {
        _result = line;
        _sessionId ??= line.Text("session_id");
        foreach (var denial in line.Items("permission_denials"))
            if (denial.Text("tool_use_id") is { } id && _refused.Add(id))
                yield return new ToolCallUpdate(id, ToolCallStatus.Error, $"{denial.Text("tool_name")} was refused: no permission");
        if (Usage(line) is { } usage) yield return new UsageReport(usage);
    }

    /// <summary>Files of the worktree by their place in it: the worktree's own long path says nothing new.</summary>
    private string Relative(string text) => _directory is { Length: > 1 } ? text.Replace(_directory + "/", "", StringComparison.Ordinal) : text;

    private AgentRunResult WithoutResult(int exitCode, string standardErrorTail) => new()
    {
        Succeeded = false,
        Text = standardErrorTail.Length > 0 ? standardErrorTail : $"ended with exit code {exitCode} before its result",
        ErrorClass = standardErrorTail.Length > 0 ? data.Classify(_error, standardErrorTail) : AgentErrorClass.Unknown,
        SessionId = _sessionId,
        Usage = _counted.Count > 0 ? new AgentUsage(_input, _output, null) : null,
    };

    private string? Word(JsonElement result) => result.Text("terminal_reason") == "prompt_too_long" ? "prompt_too_long" : _error;

    private bool Count(JsonElement message)
    {
        if (message.Text("id") is not { } id || message.Member("usage") is not { } usage || !_counted.Add(id)) return false;
        var used = CliUsage.Of(usage);
        _input += used.InputTokens;
        _output += used.OutputTokens;
        return true;
    }

    /// <summary>By model where it says so: after a failure the plain usage is zero although tokens were paid for.</summary>
    private static AgentUsage? Usage(JsonElement result)
    {
        var cost = result.Number("total_cost_usd") is { } dollars and >= 0 and < 1_000_000 ? (decimal?)dollars : null;
        if (result.Member("modelUsage") is { ValueKind: JsonValueKind.Object } models && models.EnumerateObject().Any())
        {
            var all = models.EnumerateObject().Select(model => model.Value).ToArray();
            var input = all.Sum(model => Input(model, "inputTokens", "cacheCreationInputTokens", "cacheReadInputTokens"));
            return new AgentUsage(input, all.Sum(model => model.Count("outputTokens")), cost);
        }

        if (result.Member("usage") is not { } usage) return null;
        return CliUsage.Of(usage) with { CostUsd = cost };
    }

    private static long Input(JsonElement usage, params ReadOnlySpan<string> names)
    {
        var sum = 0L;
        foreach (var name in names) sum += usage.Count(name);
        return sum;
    }

    private static string ResultText(JsonElement block) => block.Member("content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
        { ValueKind: JsonValueKind.Array } => string.Join('\n', block.Items("content").Select(part => part.Text("text")).OfType<string>()),
        _ => "",
    };
}
