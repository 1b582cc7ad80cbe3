namespace Orchtui.Pty;

/// <summary>How a process ended. The default value is "unknown": it was not ours to wait for.</summary>
public readonly record struct ExitStatus(ExitStatus.Ending Kind, int Code)
{
    public enum Ending
    {
        Unknown,

        /// <summary>Code is the exit code.</summary>
        Exited,

        /// <summary>Code is the signal's number.</summary>
        Signaled,
    }

    public static ExitStatus Unknown => default;

    public static ExitStatus Exited(int code) => new(Ending.Exited, code);

    public static ExitStatus Signaled(int signal) => new(Ending.Signaled, signal);

    public bool Succeeded => this == Exited(0);

    /// <summary>What a shell puts in <c>$?</c>: the code, 128 plus the signal, or null when unknown.</summary>
    public int? ShellCode => Kind switch
    {
        Ending.Exited => Code,
        Ending.Signaled => 128 + Code,
        _ => null,
    };

    public override string ToString() => Kind switch
    {
        Ending.Exited => $"exit {Code}",
        Ending.Signaled => SignalNames.NameOf(Code),
        _ => "exit unknown",
    };
}
