using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// The file of one conversation, which tells what neither the stream nor the screen does: what the last turn alone has used, and the
/// CLI's own word for the error that ended it. Only its end is read, bounded, since it may be large.
/// </summary>
internal sealed class Rollout(string path)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int IdLength = 36;

    public string Id => Path.GetFileNameWithoutExtension(path)[^IdLength..];

    /// <summary>In bytes; 0 when it is gone.</summary>
    public long Length => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>What is told of the last turn.</summary>
    public RolloutTurn ReadLastTurn()
    {
        var turn = new RolloutTurn();
        foreach (var line in Lines())
        {
            if (JsonReading.TryParse(line) is not { } record || record.Member("payload") is not { } payload) continue;
            turn = (record.Text("type"), payload.Text("type")) switch
            {
                ("event_msg", "task_started") => turn with { Usage = null, Error = null, ErrorCode = null, Ended = false },
                ("event_msg", "task_complete") => WithError(turn, payload.Member("error")),
                ("event_msg", "token_count") => turn with { ResetsAt = ResetOf(payload) },
                ("token_usage_record", _) => turn with
                {
                    Usage = UsageOf(payload.Member("turn_token_usage")),
                    ThreadUsage = UsageOf(payload.Member("thread_token_usage")),
                },
                _ => turn,
            };
        }

        return turn;
    }

    /// <summary>Each change of files in the last turn, in order, with its diffs.</summary>
    public IReadOnlyList<IReadOnlyList<FileChange>> ReadChanges()
    {
        var changes = new List<IReadOnlyList<FileChange>>();
        foreach (var line in Lines())
        {
            if (JsonReading.TryParse(line)?.Member("payload") is not { } payload) continue;
            if (payload.Text("type") == "task_started") changes.Clear();
            if (payload.Text("type") == "item_completed" && payload.Member("item") is { } item && item.Text("type") == "FileChange")
                changes.Add(FileDiff.Of(item));
        }

        return changes;
    }

    public static AgentUsage? UsageOf(JsonElement? usage) =>
        usage is { } told ? new AgentUsage(told.Count("input_tokens"), told.Count("output_tokens"), null) : null;

    private static RolloutTurn WithError(RolloutTurn turn, JsonElement? error)
    {
        if (error is not { } told) return turn with { Ended = true };
        // A word, or an object whose only member is named by it.
        var code = told.Text("codex_error_info")
            ?? (told.Member("codex_error_info") is { ValueKind: JsonValueKind.Object } info
                ? info.EnumerateObject().Select(member => member.Name).FirstOrDefault()
                : null);
        return turn with { Ended = true, Error = told.Text("message") ?? "", ErrorCode = code };
    }

    /// <summary>When the window that is used up begins anew.</summary>
    private static DateTimeOffset? ResetOf(JsonElement payload)
    {
        DateTimeOffset? latest = null;
        foreach (var name in (ReadOnlySpan<string>)["primary", "secondary"])
        {
            if (payload.Member("rate_limits")?.Member(name) is not { } window || window.Number("used_percent") is not >= 100) continue;
            var seconds = window.Count("resets_at");
            if (seconds is <= 0 or > 253_402_300_799) continue;
            var reset = DateTimeOffset.FromUnixTimeSeconds(seconds);
            if (latest is null || reset > latest) latest = reset;
        }

        return latest;
    }

    private List<byte[]> Lines()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = Math.Max(0, file.Length - MaxBytes);
            file.Position = start;
            var end = new byte[file.Length - start];
            var read = file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
            var lines = new List<byte[]>();
            var text = end.AsSpan(0, read);
            // Where the beginning is cut off, so is its first line.
            if (start > 0) text = text[(text.IndexOf((byte)'\n') + 1)..];
            foreach (var range in text.Split((byte)'\n')) lines.Add(text[range].ToArray());
            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

/// <summary>What a conversation's file tells of its last turn.</summary>
internal sealed record RolloutTurn
{
    /// <summary>What the turn used; null when it used nothing yet.</summary>
    public AgentUsage? Usage { get; init; }

    /// <summary>What the whole conversation used.</summary>
    public AgentUsage? ThreadUsage { get; init; }

    public bool Ended { get; init; }

    /// <summary>The error that ended it.</summary>
    public string? Error { get; init; }

    /// <summary>The CLI's own word for the error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>When the account may be used again; null when it may now or nothing is told.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
