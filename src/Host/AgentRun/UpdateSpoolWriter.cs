using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Host.AgentRun;

/// <summary>
/// Appends updates to a spool, each as one line in one write, so that a reader sees whole lines or none. Texts are cut: the reader
/// must be able to hold a line, and an agent may print anything.
/// </summary>
internal sealed class UpdateSpoolWriter : IDisposable
{
    /// <summary>In characters; even when each needs six bytes as JSON, a line stays far below what the reader takes.</summary>
    internal const int MaxText = 256 * 1024;

    /// <summary>How many files or steps one update tells of, and how much of each: together, and as JSON, still within what the reader takes.</summary>
    internal const int MaxParts = 50;

    private const int MaxPart = 8 * 1024;

    private readonly FileStream _file;

    public UpdateSpoolWriter(string attemptDirectory) => _file = new FileStream(
        Path.Combine(attemptDirectory, UpdateSpool.FileName), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Append(AgentUpdate update)
    {
        using var line = new MemoryStream();
        JsonSerializer.Serialize(line, Cut(update), UpdateJson.Default.AgentUpdate);
        line.WriteByte((byte)'\n');
        _file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    public void Dispose() => _file.Dispose();

    private static AgentUpdate Cut(AgentUpdate update) => update switch
    {
        AgentMessage message => message with { Text = Cut(message.Text) },
        AgentThought thought => thought with { Text = Cut(thought.Text) },
        ToolCall call => call with { Summary = Cut(call.Summary) },
        ToolCallUpdate call => call with
        {
            Output = Cut(call.Output),
            Changes = [.. call.Changes.Take(MaxParts).Select(change => new FileChange(Cut(change.Path, MaxPart), Cut(change.Diff, MaxPart)))],
        },
        AgentPlan plan => new AgentPlan([.. plan.Entries.Take(MaxParts).Select(entry => entry with { Content = Cut(entry.Content, MaxPart) })]),
        RetryReport retry => retry with { Error = Cut(retry.Error) },
        RunEnded ended => ended with { Result = ended.Result with { Text = Cut(ended.Result.Text) } },
        _ => update,
    };

    private static string Cut(string text, int limit = MaxText)
    {
        if (text.Length <= limit) return text;
        var end = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return $"{text[..end]}\n… {text.Length - end} more characters";
    }
}
