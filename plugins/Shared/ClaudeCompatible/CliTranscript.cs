using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// The file in which the CLI keeps a conversation, and those of its subagents in the folder of the conversation's name: the only place
/// that tells what an interactive conversation used. Read on from where the last look ended. A message's lines repeat its usage, the
/// last of them with all of it. What requests beside the conversation used (its title, summaries) is in none of them.
/// </summary>
internal sealed class CliTranscript(string path)
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>A longer line holds a tool's output, not a message of the model.</summary>
    private const int MaxLineBytes = 16 * ChunkBytes;

    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentUsage> _messages = new(StringComparer.Ordinal);
    private AgentUsage? _total;

    public string Path => path;

    /// <summary>What the conversation used so far; null when nothing is told.</summary>
    public AgentUsage? Read()
    {
        try
        {
            ReadOn(path);
            var subagents = System.IO.Path.Combine(System.IO.Path.ChangeExtension(path, null), "subagents");
            if (Directory.Exists(subagents))
                foreach (var file in Directory.EnumerateFiles(subagents, "*.jsonl")) ReadOn(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there yet, or not to be read: what is known stands.
            return _total;
        }

        return _total;
    }

    private void ReadOn(string file)
    {
        var position = _read.GetValueOrDefault(file);
        if (new FileInfo(file).Length <= position) return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = position;
        var buffer = new byte[ChunkBytes];
        var kept = 0;
        int read;
        while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var end = kept + read;
            var lines = buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            foreach (var range in buffer.AsSpan(0, lines).Split((byte)'\n')) Take(buffer.AsMemory(0, lines)[range]);
            buffer.AsSpan(lines, end - lines).CopyTo(buffer);
            (position, kept) = (position + lines, end - lines);
            if (kept < buffer.Length) continue;
            if (buffer.Length < MaxLineBytes) Array.Resize(ref buffer, buffer.Length * 2);
            else (position, kept) = (position + kept, 0);
        }

        _read[file] = position;
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        if (line.Span.IndexOf("\"usage\""u8) < 0 || JsonReading.TryParse(line)?.Member("message") is not { } message) return;
        if (message.Text("id") is not { } id || message.Member("usage") is not { } usage) return;
        var now = CliUsage.Of(usage);
        var before = _messages.GetValueOrDefault(id);
        _messages[id] = now;
        _total = new AgentUsage(
            (_total?.InputTokens ?? 0) + now.InputTokens - (before?.InputTokens ?? 0),
            (_total?.OutputTokens ?? 0) + now.OutputTokens - (before?.OutputTokens ?? 0),
            null);
    }
}
