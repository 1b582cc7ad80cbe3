using System.Runtime.CompilerServices;
using System.Text;

namespace Orchtui.Host.AgentRun;

/// <summary>Splits a program's output into lines, cutting each at the length a reader is promised at most.</summary>
internal static class OutputLines
{
    public const int MaxBytes = 8 * 1024 * 1024;

    public static async IAsyncEnumerable<string> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        using var line = new MemoryStream();
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count and > 0)
        {
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, count - start) is var end and >= 0)
            {
                Add(line, buffer.AsSpan(start, end - start));
                yield return Take(line);
                start = end + 1;
            }

            Add(line, buffer.AsSpan(start, count - start));
        }

        if (line.Length > 0) yield return Take(line);
    }

    private static void Add(MemoryStream line, ReadOnlySpan<byte> bytes) =>
        line.Write(bytes[..(int)Math.Min(bytes.Length, MaxBytes - line.Length)]);

    private static string Take(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        line.SetLength(0);
        return text.EndsWith('\r') ? text[..^1] : text;
    }
}
