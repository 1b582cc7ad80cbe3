using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Host.AgentRun;

/// <summary>What one look into a spool found.</summary>
/// <param name="Updates">The updates of all complete lines, in order.</param>
/// <param name="NextOffset">Where to look the next time.</param>
/// <param name="Unreadable">How many complete lines could not be read.</param>
internal sealed record SpoolReading(IReadOnlyList<AgentUpdate> Updates, long NextOffset, int Unreadable);

/// <summary>
/// The updates of one headless attempt: a file that only grows, one JSON object per line. The run appends whether or not a host lives;
/// a host reads on from the offset it knows, so that nothing is lost or seen twice over its restart.
/// </summary>
internal static class UpdateSpool
{
    public const string FileName = "updates.jsonl";

    /// <summary>How much one look takes at most. Longer than any line, see <see cref="UpdateSpoolWriter"/>.</summary>
    private const int MaxRead = 8 * 1024 * 1024;

    /// <summary>Reads the complete lines from an offset on; a line that is still being written waits for the next look.</summary>
    public static SpoolReading ReadFrom(string attemptDirectory, long offset)
    {
        var path = Path.Combine(attemptDirectory, FileName);
        if (!File.Exists(path)) return new SpoolReading([], offset, 0);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var available = file.Length - offset;
        if (available <= 0) return new SpoolReading([], offset, 0);
        var buffer = new byte[Math.Min(available, MaxRead)];
        file.Position = offset;
        var bytes = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        // No line is as long as the buffer: without an end in it, it is not a spool's content, and skipping it is the way on.
        if (end == 0) return new SpoolReading([], bytes.Length == MaxRead ? offset + MaxRead : offset, 0);
        return Parse(bytes[..end], offset + end);
    }

    private static SpoolReading Parse(ReadOnlySpan<byte> lines, long nextOffset)
    {
        List<AgentUpdate> updates = [];
        var unreadable = 0;
        foreach (var range in lines.Split((byte)'\n'))
        {
            if (lines[range].IsEmpty) continue;
            if (TryParse(lines[range]) is { } update) updates.Add(update);
            else unreadable++;
        }

        return new SpoolReading(updates, nextOffset, unreadable);
    }

    private static AgentUpdate? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, UpdateJson.Default.AgentUpdate);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            // What System.Text.Json throws when the discriminator is missing, since the base type is abstract.
            return null;
        }
    }
}
