using System.Text;
using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Reads what a headless run prints: lines that are its words, or JSON objects in which the file says where they stand.</summary>
internal sealed class DeclaredStream(AgentFile file, DeclaredErrors errors) : IAgentStream
{
    /// <summary>As much of its last words as is kept for the result.</summary>
    private const int MostText = 16 * 1024;

    private readonly StringBuilder _text = new();
    private string? _session;
    private string? _error;
    private long? _input;
    private long? _output;
    private decimal? _cost;

    public IReadOnlyList<AgentUpdate> Read(string line)
    {
        if (file.Output.Format == AgentFile.OutputFormat.Text) return line.Length == 0 ? [] : [Say(line)];
        if (Parse(line) is not { } record) return line.Trim().Length == 0 ? [] : [Say(line)];
        var updates = new List<AgentUpdate>();
        if (Text(record, file.Output.Session) is { Length: > 0 } session && session != _session) updates.Add(new SessionStarted(_session = session, null));
        if (Text(record, file.Output.Thought) is { Length: > 0 } thought) updates.Add(new AgentThought(thought));
        if (Text(record, file.Output.Message) is { Length: > 0 } message) updates.Add(Say(message));
        _error = Text(record, file.Output.Error) ?? _error;
        Count(record);
        return updates;
    }

    public AgentRunResult Finish(int exitCode, string standardErrorTail)
    {
        var succeeded = exitCode == 0 && _error is null;
        var said = _text.ToString().Trim();
        var why = _error ?? (standardErrorTail.Trim() is { Length: > 0 } complaint ? complaint : said);
        return new AgentRunResult
        {
            Succeeded = succeeded,
            Text = succeeded ? said : why,
            ErrorClass = succeeded ? AgentErrorClass.None : errors.Classify($"{_error}\n{standardErrorTail}\n{said}"),
            SessionId = _session,
            Usage = _input is null && _output is null && _cost is null ? null : new AgentUsage(_input ?? 0, _output ?? 0, _cost),
        };
    }

    private AgentMessage Say(string text)
    {
        _text.Append(text).Append('\n');
        if (_text.Length > MostText) _text.Remove(0, _text.Length - MostText);
        return new AgentMessage(text);
    }

    private void Count(JsonElement record)
    {
        if (Number(record, file.Output.InputTokens) is { } input) _input = (long)input;
        if (Number(record, file.Output.OutputTokens) is { } output) _output = (long)output;
        if (Number(record, file.Output.CostUsd) is { } cost) _cost = cost;
    }

    private static decimal? Number(JsonElement record, string path) =>
        At(record, path) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    private static string? Text(JsonElement record, string path) =>
        At(record, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>What stands at a place; null when nothing does.</summary>
    private static JsonElement? At(JsonElement record, string path)
    {
        if (path.Length == 0) return null;
        foreach (var name in path.Split('.'))
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(name, out record)) return null;
        return record;
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
