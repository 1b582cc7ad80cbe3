using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// Reads the lines of <c>codex exec --json</c>. Usage is told once, at the end of the turn, and as the total of the whole conversation:
/// what the conversation had used before this run is taken off, by the conversation's own file. That file also holds the diffs of which
/// the stream tells no more than the names; it may be written a little later, so that a patch's end may be told with the line after it.
/// An item of kind error is a remark; the run failed when its turn did.
/// </summary>
internal sealed class CodexStream(CodexData data, TimeProvider time, CodexFiles files) : IAgentStream
{
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly string _directory = Directory.GetCurrentDirectory();
    private string? _sessionId;
    private AgentUsage? _before;
    private AgentUsage? _usage;
    private string _answer = "";
    private string? _error;
    private bool _lastWasMessage;
    private bool _turnStarted;
    private bool _completed;
    private int _retries;
    private int _patches;
    private (string Id, JsonElement Item)? _pending;

    public IReadOnlyList<AgentUpdate> Read(string line)
    {
        if (JsonReading.TryParse(Encoding.UTF8.GetBytes(line)) is not { } read) return [];
        AgentUpdate[] late = _pending is { } patch ? [Ended(patch.Id, patch.Item, DiffsOf(patch.Item))] : [];
        _pending = null;
        if (late.Length > 0) _lastWasMessage = false;
        AgentUpdate[] updates = [.. late, .. Updates(read)];
        if (updates.Length > 0) _lastWasMessage = updates[^1] is AgentMessage;
        return updates;
    }

    public AgentRunResult Finish(int exitCode, string standardErrorTail)
    {
        var turn = _turnStarted && _sessionId is { } id ? files.Find(id)?.ReadLastTurn() : null;
        var usage = turn?.Usage ?? _usage;
        if (_completed && exitCode == 0)
            return new AgentRunResult { Succeeded = true, Text = _answer, SessionId = _sessionId, Usage = usage };

        var error = _error ?? turn?.Error ?? Complaint(standardErrorTail);
        var text = error ?? $"ended with exit code {exitCode} before its turn was over";
        return new AgentRunResult
        {
            Succeeded = false,
            Text = text,
            ErrorClass = error is null ? AgentErrorClass.Unknown : data.Classify(error, turn?.ErrorCode),
            SessionId = _sessionId,
            Usage = usage,
            Until = data.IsLimit(text) ? ResetTime.Of(text, data.ResetTime, time.LocalTimeZone, time.GetUtcNow()) ?? turn?.ResetsAt : null,
        };
    }

    private IReadOnlyList<AgentUpdate> Updates(JsonElement read) => read.Text("type") switch
    {
        "thread.started" => OnThread(read),
        "turn.started" => OnTurn(),
        "item.started" or "item.updated" or "item.completed" => [.. OnItem(read)],
        "turn.completed" => OnCompleted(read),
        "turn.failed" => OnFailed(read.Member("error")?.Text("message")),
        "error" => OnError(read.Text("message") ?? ""),
        _ => (IReadOnlyList<AgentUpdate>)[],
    };

    private IReadOnlyList<AgentUpdate> OnThread(JsonElement line)
    {
        if (line.Text("thread_id") is not { } id || _sessionId is not null) return [];
        _sessionId = id;
        if (files.Find(id)?.ReadLastTurn() is { ThreadUsage: { } total } earlier)
            // A turn that goes on already is this run's own.
            _before = earlier is { Ended: false, Usage: { } own } ? Difference(total, own) : total;
        return [new SessionStarted(id, null)];
    }

    private AgentUpdate[] OnTurn()
    {
        _turnStarted = true;
        return [];
    }

    private IReadOnlyList<AgentUpdate> OnCompleted(JsonElement line)
    {
        _completed = true;
        if (Rollout.UsageOf(line.Member("usage")) is not { } total) return [];
        _usage = _before is { } before ? Difference(total, before) : total;
        return [new UsageReport(_usage)];
    }

    private AgentUpdate[] OnFailed(string? message)
    {
        _completed = false;
        _error = message ?? _error;
        return [];
    }

    private IReadOnlyList<AgentUpdate> OnError(string message)
    {
        if (data.Retry.Match(message) is not { Success: true } retry)
        {
            _error = message;
            return [];
        }

        var error = retry.Groups["error"].Value;
        _retries = int.TryParse(retry.Groups["attempt"].ValueSpan, CultureInfo.InvariantCulture, out var told) ? told : _retries + 1;
        return [new RetryReport(_retries, TimeSpan.Zero, error, data.Classify(error))];
    }

    private IEnumerable<AgentUpdate> OnItem(JsonElement line)
    {
        if (line.Member("item") is not { } item || item.Text("id") is not { } id) return [];
        var ended = line.Text("type") == "item.completed";
        return item.Text("type") switch
        {
            "reasoning" when item.Text("text") is { Length: > 0 } thought => [new AgentThought(thought)],
            "agent_message" when ended => [Message(item.Text("text") ?? "")],
            "error" when ended => [new AgentThought(item.Text("message") ?? "")],
            "todo_list" => [PlanOf(item)],
            "command_execution" or "file_change" or "mcp_tool_call" or "web_search" or "collab_tool_call" => OnTool(id, item, ended),
            _ => [],
        };
    }

    private AgentMessage Message(string text)
    {
        _answer = text;
        return new AgentMessage((_lastWasMessage ? "\n\n" : "") + text);
    }

    private IEnumerable<AgentUpdate> OnTool(string id, JsonElement item, bool ended)
    {
        if (_called.Add(id)) yield return new ToolCall(id, ToolItem.Name(item), Relative(ToolItem.Summary(item)));
        if (!ended) yield break;
        if (item.Text("type") != "file_change")
        {
            yield return Ended(id, item, null);
            yield break;
        }

        _patches++;
        var diffs = DiffsOf(item);
        if (diffs is not null || _sessionId is null) yield return Ended(id, item, diffs);
        else _pending = (id, item);
    }

    private ToolCallUpdate Ended(string id, JsonElement item, IReadOnlyList<FileChange>? diffs)
    {
        var failed = item.Text("status") is "failed" or "declined";
        return new ToolCallUpdate(id, failed ? ToolCallStatus.Error : ToolCallStatus.Completed, Relative(ToolItem.Output(item)))
        {
            Changes = [.. (diffs ?? NamesOf(item)).Select(change => change with { Path = Relative(change.Path) })],
        };
    }

    private static IEnumerable<FileChange> NamesOf(JsonElement item) => ToolItem.Changes(item).Select(path => new FileChange(path, ""));

    /// <summary>The diffs of the latest patch; null while the conversation's file does not tell of it.</summary>
    private IReadOnlyList<FileChange>? DiffsOf(JsonElement item)
    {
        if (_sessionId is not { } id || files.Find(id)?.ReadChanges() is not { } patches || patches.Count < _patches) return null;
        var diffs = patches[_patches - 1];
        return ToolItem.Changes(item).All(path => diffs.Any(diff => diff.Path == path)) ? diffs : null;
    }

    private static AgentPlan PlanOf(JsonElement item) => new([.. item.Items("items").Select(step =>
        new PlanEntry(step.Text("text") ?? "", step.Flag("completed") ? PlanStatus.Completed : PlanStatus.Pending))]);

    /// <summary>Files of the worktree by their place in it: the worktree's own long path says nothing new.</summary>
    private string Relative(string text) =>
        _directory.Length > 1 ? text.Replace($"{_directory}/", "", StringComparison.Ordinal) : text;

    /// <summary>What standard error says of a failure; null when nothing.</summary>
    private string? Complaint(string tail)
    {
        var lines = tail.Split('\n').Select(line => line.TrimEnd())
            .Where(line => line.Length > 0 && !data.Noise.Any(noise => noise.IsMatch(line)));
        var text = string.Join('\n', lines).Trim();
        return text.Length > 0 ? text : null;
    }

    private static AgentUsage Difference(AgentUsage total, AgentUsage part) =>
        new(Math.Max(0, total.InputTokens - part.InputTokens), Math.Max(0, total.OutputTokens - part.OutputTokens), null);
}
