using System.Diagnostics;
using System.Globalization;

namespace Orchtui.EndToEnd.Harness;

/// <summary>A tmux server on a socket of its own with one pane, in which a program runs as it would in a pane of ours.</summary>
internal sealed class TmuxServer(OrchtuiHome home) : IAsyncDisposable
{
    private readonly string _socket = home["tmux.socket"];

    public async Task StartAsync(string folder, int columns, int rows, IEnumerable<string> command)
    {
        var configuration = home["tmux.conf"];
        await File.WriteAllLinesAsync(configuration, ["set -g default-terminal xterm-256color", "set -g status off", "set -s escape-time 0"]);
        await RunAsync(["-f", configuration, "new-session", "-d", "-x", Number(columns), "-y", Number(rows), "-c", folder, .. command]);
    }

    public Task SendAsync(IEnumerable<string> keys) => RunAsync(["send-keys", .. keys]);

    public Task TypeAsync(string text) => RunAsync(["send-keys", "-l", "--", text]);

    public Task ResizeAsync(int columns, int rows) => RunAsync(["resize-window", "-x", Number(columns), "-y", Number(rows)]);

    /// <summary>The screen with its attributes as escape sequences and with the blanks at the ends of rows.</summary>
    public Task<string> CaptureAsync() => RunAsync(["capture-pane", "-p", "-e", "-N"]);

    public async ValueTask DisposeAsync() => await RunAsync(["kill-server"]);

    private async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", _socket, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in home.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"tmux {string.Join(' ', arguments)}: {await error}");
        return output;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
