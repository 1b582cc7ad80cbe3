using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Orchtui.Pty;

namespace Orchtui.Host.AgentRun;

/// <summary>How an agent's program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n after signal n.</param>
/// <param name="TimedOut">Whether it was ended because its time was up.</param>
internal sealed record AgentProcessEnd(int ExitCode, bool TimedOut);

/// <summary>
/// The agent's program with pipes on all three streams. It is ended in two stages: the signal that was asked for, and after a grace
/// the end of its whole process tree. What it started may hold its pipes open after its end; they are given a moment, not for ever.
/// </summary>
internal sealed class AgentProcess(AgentRunLaunch launch, TimeProvider time) : IDisposable
{
    /// <summary>Agents write their session to disk when they are told to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PipesOutlive = TimeSpan.FromSeconds(5);

    private readonly Process _process = new();
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Starts the program; the message says why when it cannot be started.</summary>
    public string? Start()
    {
        var start = new ProcessStartInfo(launch.Arguments[0], launch.Arguments.Skip(1))
        {
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in launch.Environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        start.Environment["PWD"] = launch.WorkingDirectory;
        _process.StartInfo = start;
        try
        {
            _process.Start();
            return null;
        }
        catch (Win32Exception e)
        {
            return $"{launch.Arguments[0]} cannot be started in {launch.WorkingDirectory}: {e.Message}";
        }
    }

    /// <summary>Feeds the program and reads it to its end.</summary>
    public async Task<AgentProcessEnd> RunAsync(Action<string> onOutput, Action<string> onError)
    {
        using var late = new CancellationTokenSource();
        var pipes = Task.WhenAll(
            FeedAsync(),
            PumpAsync(_process.StandardOutput.BaseStream, onOutput, late.Token),
            PumpAsync(_process.StandardError.BaseStream, onError, late.Token));
        var timedOut = await WaitAsync().ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(pipes, Task.Delay(PipesOutlive, time)).ConfigureAwait(false);
        if (pipes.IsCompleted) await pipes.ConfigureAwait(false);
        await late.CancelAsync().ConfigureAwait(false);
        return new AgentProcessEnd(_process.ExitCode, timedOut);
    }

    /// <summary>Passes a signal on and, should the program not end by it, ends its process tree.</summary>
    public async Task EndAsync(PosixSignal signal)
    {
        try
        {
            if (!_process.HasExited) ProcessSignals.Send(_process.Id, SignalOf(signal));
            await Task.Delay(Grace, time, _ended.Token).ConfigureAwait(false);
            _process.Kill(entireProcessTree: true);
        }
        catch (OperationCanceledException)
        {
            // It ended within the grace.
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _process.Dispose();
    }

    private async Task FeedAsync()
    {
        try
        {
            await _process.StandardInput.WriteAsync(launch.StandardInput).ConfigureAwait(false);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It closed its input or ended without reading all of it, which is its right.
        }
    }

    private async Task<bool> WaitAsync()
    {
        var exit = _process.WaitForExitAsync();
        if (launch.TimeoutSeconds <= 0)
        {
            await exit.ConfigureAwait(false);
            return false;
        }

        try
        {
            await exit.WaitAsync(TimeSpan.FromSeconds(launch.TimeoutSeconds), time).ConfigureAwait(false);
            return false;
        }
        catch (TimeoutException)
        {
            var ending = EndAsync(PosixSignal.SIGTERM);
            await exit.ConfigureAwait(false);
            await _ended.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
            return true;
        }
    }

    private static async Task PumpAsync(Stream stream, Action<string> onLine, CancellationToken cancellation)
    {
        try
        {
            await foreach (var line in OutputLines.ReadAsync(stream, cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
                onLine(line);
            }
        }
        catch (OperationCanceledException)
        {
            // A descendant of the program still holds the pipe; what it may say later is not the agent's output.
        }
    }

    private static Signal SignalOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => Signal.Hangup,
        PosixSignal.SIGINT => Signal.Interrupt,
        _ => Signal.Terminate,
    };
}
