using System.ComponentModel;
using System.Diagnostics;
using Orchtui.Commands;

namespace Orchtui.Orchestration.Commands;

/// <summary>
/// Runs short programs through <see cref="Process"/>. A program that must end is asked to, where the owner gave a way to ask, and
/// after a grace it and its descendants are killed. Output is read to the end and kept up to the limit, so that a program that prints
/// too much neither blocks nor fills the memory.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="terminate">Sends SIGTERM to a process, which the framework cannot do; null gives the grace without asking.</param>
public sealed class CommandRunner(TimeProvider time, Action<int>? terminate = null) : ICommandRunner
{
    /// <summary>Between asking a program to end and killing it.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>How long to read on after the end: a descendant that inherited the pipes may keep them open for ever.</summary>
    internal static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    public async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested) return new CommandResult(CommandOutcome.Cancelled, -1, "", "");
        if (command.WorkingDirectory is { } directory && !Directory.Exists(directory))
            return new CommandResult(CommandOutcome.NotFound, -1, "", $"The directory {directory} does not exist.");

        using var process = new Process();
        process.StartInfo = StartInfo(command);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new CommandResult(CommandOutcome.NotFound, -1, "", $"{command.FileName} cannot be run: {e.Message}");
        }

        return await FinishAsync(process, command, cancellation).ConfigureAwait(false);
    }

    private async Task<CommandResult> FinishAsync(Process process, Command command, CancellationToken cancellation)
    {
        var output = new LimitedText(command.OutputLimit);
        var error = new LimitedText(command.OutputLimit);
        using var draining = new CancellationTokenSource();
        var pumps = Task.WhenAll(
            output.ReadFromAsync(process.StandardOutput, draining.Token), error.ReadFromAsync(process.StandardError, draining.Token));
        var input = WriteInputAsync(process, command.StandardInput);

        var outcome = await WaitAsync(process, command.Timeout, cancellation).ConfigureAwait(false);
        await input.ConfigureAwait(false);
        draining.CancelAfter(DrainLimit);
        await pumps.ConfigureAwait(false);
        return new CommandResult(outcome, process.ExitCode, output.ToString(), error.ToString());
    }

    private async Task<CommandOutcome> WaitAsync(Process process, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return CommandOutcome.Exited;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process).ConfigureAwait(false);
            return cancellation.IsCancellationRequested ? CommandOutcome.Cancelled : CommandOutcome.TimedOut;
        }
    }

    private async Task EndAsync(Process process)
    {
        CloseInput(process);
        terminate?.Invoke(process.Id);
        using var grace = new CancellationTokenSource(Grace, time);
        try
        {
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task WriteInputAsync(Process process, string text)
    {
        try
        {
            if (text.Length > 0) await process.StandardInput.WriteAsync(text).ConfigureAwait(false);
            CloseInput(process);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The program ended, or was ended, without reading its input; that is its right and shows in its exit code.
            return;
        }
    }

    private static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // What was still buffered cannot be written: the program closed its end first.
            return;
        }
    }

    private static ProcessStartInfo StartInfo(Command command)
    {
        var info = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        if (command.WorkingDirectory is { } directory) info.Environment["PWD"] = directory;
        foreach (var (name, value) in command.Environment)
            if (value is null) info.Environment.Remove(name);
            else info.Environment[name] = value;
        return info;
    }
}
