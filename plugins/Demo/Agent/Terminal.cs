using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>
/// The terminal the program runs in: raw keys in, escape sequences out, its size. The tty is set and restored by <c>stty</c>, so that
/// no native call is needed; without a tty the program still runs, with an assumed size and no keys.
/// </summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly Channel<byte> _keys = Channel.CreateBounded<byte>(4096);
    private readonly FileStream _output = StandardStreams.OpenOutput();
    private readonly Lock _gate = new();
    private readonly string? _saved;
    private PosixSignalRegistration? _resized;

    private Terminal(string? saved) => _saved = saved;

    /// <summary>Raised when the window has another size.</summary>
    public event Action? Resized;

    public int Columns { get; private set; } = 80;

    public int Rows { get; private set; } = 24;

    /// <summary>The keys as bytes; complete when the terminal is gone.</summary>
    public ChannelReader<byte> Keys => _keys.Reader;

    public static async Task<Terminal> OpenAsync(CancellationToken cancellation)
    {
        var saved = (await SttyAsync("-g", cancellation))?.Trim();
        var terminal = new Terminal(saved);
        await terminal.MeasureAsync();
        if (saved is not null) await SttyAsync("raw -echo", cancellation);
        if (!OperatingSystem.IsWindows())
            terminal._resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => terminal.OnResized());
        new Thread(terminal.ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        terminal.Write("\e[?1049h\e[?25l\e[2J");
        return terminal;
    }

    public void Write(string text)
    {
        lock (_gate)
        {
            try
            {
                _output.Write(Encoding.UTF8.GetBytes(text));
            }
            catch (IOException)
            {
                // The terminal is gone; the hang-up signal or the end of the keys will end the program.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _resized?.Dispose();
        Write("\e[?25h\e[?1049l");
        if (_saved is not null) await SttyAsync(_saved, CancellationToken.None);
        _output.Dispose();
    }

    private async void OnResized()
    {
        await MeasureAsync();
        Resized?.Invoke();
    }

    private async Task MeasureAsync()
    {
        if (await SttyAsync("size", CancellationToken.None) is not { } size) return;
        if (size.Split(' ') is not [var rows, var columns]) return;
        if (!int.TryParse(rows, CultureInfo.InvariantCulture, out var height) || height == 0) return;
        if (!int.TryParse(columns, CultureInfo.InvariantCulture, out var width) || width == 0) return;
        (Rows, Columns) = (height, width);
    }

    private void ReadKeys()
    {
        using var input = StandardStreams.OpenInput();
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) is var count and > 0)
                foreach (var key in buffer.AsSpan(0, count)) _keys.Writer.TryWrite(key);
        }
        catch (IOException)
        {
            // A terminal that went away ends the keys as its end of file does.
        }

        _keys.Writer.TryComplete();
    }

    /// <summary>
    /// Runs stty on the controlling terminal; null when there is none. All three streams are redirected: the runtime puts the terminal
    /// back into the mode it knew after a child that could have used it.
    /// </summary>
    private static async Task<string?> SttyAsync(string arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", $"exec stty {arguments} </dev/tty" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var stty = Process.Start(start)!;
        stty.StandardInput.Close();
        var text = await stty.StandardOutput.ReadToEndAsync(cancellation);
        await stty.WaitForExitAsync(cancellation);
        return stty.ExitCode == 0 ? text : null;
    }
}
