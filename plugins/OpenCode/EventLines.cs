using System.Text.Json;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// Takes server-sent events out of a stream: each is one line of JSON after <c>data:</c>. A line longer than any that matters is dropped
/// without being held.
/// </summary>
internal sealed class EventLines(Stream stream)
{
    private const int MaxLine = 1024 * 1024;

    private readonly byte[] _chunk = new byte[16 * 1024];
    private readonly MemoryStream _line = new();
    private int _from;
    private int _to;
    private bool _dropping;

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<JsonElement?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await stream.ReadAsync(_chunk, cancellation));
                if (_to == 0) return null;
            }

            var rest = _chunk.AsMemory(_from, _to - _from);
            var end = rest.Span.IndexOf((byte)'\n');
            Keep(end < 0 ? rest : rest[..end]);
            _from += end < 0 ? rest.Length : end + 1;
            if (end >= 0 && Take() is { } happened) return happened;
        }
    }

    private void Keep(ReadOnlyMemory<byte> bytes)
    {
        _dropping |= _line.Length + bytes.Length > MaxLine;
        if (!_dropping) _line.Write(bytes.Span);
    }

    private JsonElement? Take()
    {
        var line = _line.ToArray().AsMemory();
        var isWhole = !_dropping;
        _line.SetLength(0);
        _dropping = false;
        return isWhole && line.Span.StartsWith("data:"u8) ? JsonReading.TryParse(line["data:".Length..]) : null;
    }
}
