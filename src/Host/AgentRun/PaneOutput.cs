using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchtui.Pty;

namespace Orchtui.Host.AgentRun;

/// <summary>The transcript's way to the pane: text to file descriptor 1. Once the pane is gone it swallows, for the run goes on.</summary>
internal sealed class PaneOutput(Stream stream, RawTerminal? terminal = null) : IDisposable
{
    /// <summary>What is shown where there is no terminal may be as long as it likes.</summary>
    private const int ColumnsOfNoTerminal = 400;

    private readonly Lock _gate = new();
    private bool _gone;

    /// <summary>The columns there are now.</summary>
    public int Columns => terminal?.Size?.Columns ?? ColumnsOfNoTerminal;

    /// <summary>Standard output without a buffer, meant for a terminal or a pipe.</summary>
    public static PaneOutput Open() => new(
        new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0),
        RawTerminal.TryOpen(RawTerminal.StandardOutput, out _));

    public void Write(string text)
    {
        lock (_gate)
        {
            if (_gone) return;
            try
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
            catch (IOException)
            {
                // The terminal was closed or the reader of the pipe went away. The spool still takes every update.
                _gone = true;
            }
        }
    }

    public void Dispose() => stream.Dispose();
}
