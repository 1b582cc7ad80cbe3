using System.Runtime.InteropServices;
using Orchtui.Agents;

namespace Orchtui.Host.AgentRun;

/// <summary>
/// Runs one headless attempt inside its pane: starts the agent's program, lets the one plugin that knows it read its output, shows a
/// transcript and appends every update to the spool. Works the same whether or not a host lives.
/// </summary>
internal sealed class AgentRunner(string attemptDirectory, PaneOutput pane, TimeProvider time) : IDisposable
{
    public const int TimedOutCode = 124;
    public const int NotStartedCode = 127;
    public const int UsageCode = 2;

    private const int ErrorTail = 2_000;

    private readonly Lock _gate = new();
    private readonly Transcript _transcript = new(() => pane.Columns);
    private readonly TextTail _errors = new(ErrorTail);
    private UpdateSpoolWriter? _spool;

    /// <returns>The exit code: the program's own, 124 after a time-out, 127 when it could not be started.</returns>
    public async Task<int> RunAsync()
    {
        var (launch, error) = AgentRunLaunch.Read(attemptDirectory);
        if (!Directory.Exists(attemptDirectory) || launch is null)
        {
            pane.Write(Transcript.Note(error));
            return UsageCode;
        }

        _spool = new UpdateSpoolWriter(attemptDirectory);
        pane.Write(Transcript.Heading(launch.Title, launch.ProviderId));
        var (opened, problem) = OpenedStream.Open(launch, time, fault => pane.Write(Transcript.Note(fault)));
        if (opened is null) return Refuse(problem, UsageCode, AgentErrorClass.Unknown);
        using var process = new AgentProcess(launch, time);
        if (process.Start() is { } reason) return Refuse(reason, NotStartedCode, AgentErrorClass.MissingTool);
        var exitCode = await RunAsync(process, opened.Stream, launch).ConfigureAwait(false);
        GC.KeepAlive(opened);
        return exitCode;
    }

    public void Dispose() => _spool?.Dispose();

    private async Task<int> RunAsync(AgentProcess process, IAgentStream stream, AgentRunLaunch launch)
    {
        using var terminate = PassOn(PosixSignal.SIGTERM, process);
        using var interrupt = PassOn(PosixSignal.SIGINT, process);
        using var hangUp = PassOn(PosixSignal.SIGHUP, process);
        var end = await process.RunAsync(
            line =>
            {
                foreach (var update in stream.Read(line)) Tell(update);
            },
            Complain).ConfigureAwait(false);

        var exitCode = end.TimedOut ? TimedOutCode : end.ExitCode;
        var result = stream.Finish(exitCode, _errors.ToString());
        Tell(new RunEnded(end.TimedOut ? TimedOut(result, launch) : result, exitCode));
        return exitCode;
    }

    private int Refuse(string reason, int exitCode, AgentErrorClass errorClass)
    {
        Tell(new RunEnded(new AgentRunResult { Succeeded = false, Text = reason, ErrorClass = errorClass }, exitCode));
        return exitCode;
    }

    private static AgentRunResult TimedOut(AgentRunResult result, AgentRunLaunch launch) => result with
    {
        Succeeded = false,
        ErrorClass = AgentErrorClass.Timeout,
        Text = $"ended after {launch.TimeoutSeconds:0.###} s, its limit",
    };

    private void Tell(AgentUpdate update)
    {
        lock (_gate)
        {
            try
            {
                _spool?.Append(update);
            }
            catch (IOException e)
            {
                // A full disk must not end the agent's work; what it did will show in the worktree.
                _spool?.Dispose();
                _spool = null;
                pane.Write(Transcript.Note($"updates can no longer be recorded: {e.Message}"));
            }

            pane.Write(_transcript.Render(update));
        }
    }

    private void Complain(string line)
    {
        _errors.Add(line);
        lock (_gate) pane.Write(Transcript.Note(line));
    }

    private static PosixSignalRegistration PassOn(PosixSignal signal, AgentProcess process) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _ = process.EndAsync(signal);
        });
}
