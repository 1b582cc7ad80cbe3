using System.ComponentModel;
using System.Diagnostics;

namespace Orchtui.SideBySide.Subjects;

/// <summary>A command of a subject while it runs: whoever waits for it can read terminals meanwhile. Disposing of it ends it.</summary>
internal sealed class Verb : IDisposable
{
    private readonly IReadOnlyList<string> _command;
    private readonly Process _process;
    private readonly Task _ended;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private Verb(IReadOnlyList<string> command, Process process)
    {
        (_command, _process) = (command, process);
        (_output, _error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        _ended = Task.WhenAll(_output, _error, process.WaitForExitAsync());
    }

    public bool HasEnded => _ended.IsCompleted;

    public static Verb Start(IReadOnlyList<string> command, Surroundings surroundings)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = surroundings.Folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in surroundings.Environment) start.Environment[name] = value;
        try
        {
            return new Verb(command, Process.Start(start)!);
        }
        catch (Win32Exception error)
        {
            throw new MeasureException($"'{command[0]}' could not be started: {error.Message}");
        }
    }

    /// <summary>Waits for the end without reading any terminal; false when it takes longer.</summary>
    public bool Wait(TimeSpan patience) => _ended.Wait(patience);

    /// <summary>What it printed, once it has ended; throws if it failed.</summary>
    public string Result()
    {
        if (_process.ExitCode == 0) return _output.Result.Trim();
        throw new MeasureException($"'{string.Join(' ', _command)}' ended with {_process.ExitCode}: {_error.Result.Trim()}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
