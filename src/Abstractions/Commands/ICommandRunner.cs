namespace Orchtui.Commands;

/// <summary>
/// Runs a program to its end and returns what it printed. Arguments are passed as they are, never through a shell.
/// Thread-safe.
/// </summary>
public interface ICommandRunner
{
    /// <summary>Runs one program.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellation">
    /// Asks the program to end (SIGTERM) and, after a short grace, kills it. The result then says <see cref="CommandOutcome.Cancelled"/>.
    /// </param>
    /// <returns>The outcome as a value: a missing program, a time-out or a failing exit code is not an exception.</returns>
    Task<CommandResult> RunAsync(Command command, CancellationToken cancellation = default);
}
