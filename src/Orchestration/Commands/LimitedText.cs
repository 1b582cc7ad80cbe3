using System.Text;

namespace Orchtui.Orchestration.Commands;

/// <summary>Reads a stream to its end and keeps its beginning.</summary>
internal sealed class LimitedText(int limit)
{
    private const int ChunkLength = 4096;

    private readonly StringBuilder _kept = new();

    public async Task ReadFromAsync(StreamReader reader, CancellationToken cancellation)
    {
        var chunk = new char[ChunkLength];
        try
        {
            while (await reader.ReadAsync(chunk.AsMemory(), cancellation).ConfigureAwait(false) is var read and > 0)
                _kept.Append(chunk, 0, Math.Min(read, limit - _kept.Length));
        }
        catch (OperationCanceledException)
        {
            // The program is gone and a descendant keeps the pipe open: what was read is what there is.
            return;
        }
    }

    public override string ToString() => _kept.ToString();
}
