namespace Orchtui.Commands;

/// <summary>How a program's run ended.</summary>
public enum CommandOutcome
{
    /// <summary>It ended by itself; see <see cref="CommandResult.ExitCode"/>.</summary>
    Exited,

    /// <summary>There is no such program, or it may not be executed.</summary>
    NotFound,

    /// <summary>It took longer than <see cref="Command.Timeout"/> and was ended.</summary>
    TimedOut,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,
}

/// <summary>What a program left behind.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitCode">Its exit code; 128 + n after signal n; -1 when it never ran.</param>
/// <param name="StandardOutput">What it printed, up to the limit.</param>
/// <param name="StandardError">What it complained about, up to the limit.</param>
public sealed record CommandResult(CommandOutcome Outcome, int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>It ended by itself with exit code 0.</summary>
    public bool Succeeded => Outcome == CommandOutcome.Exited && ExitCode == 0;
}
