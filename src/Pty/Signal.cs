namespace Orchtui.Pty;

/// <summary>Signals by the numbers that Linux and macOS share, and those whose numbers are Linux's.</summary>
public enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Illegal = 4,
    Trap = 5,
    Abort = 6,
    Bus = 7,
    FloatingPoint = 8,
    Kill = 9,
    User1 = 10,
    Segmentation = 11,
    User2 = 12,
    BrokenPipe = 13,
    Alarm = 14,
    Terminate = 15,
    Child = 17,
    Continue = 18,
    Stop = 19,
    TerminalStop = 20,
    TerminalInput = 21,
    TerminalOutput = 22,
    CpuLimit = 24,
    FileSizeLimit = 25,
    WindowChange = 28,
    BadSystemCall = 31,
}

public static class SignalNames
{
    /// <summary>The name that <c>kill -l</c> knows, such as <c>SIGTERM</c>.</summary>
    public static string NameOf(int number) => (Signal)number switch
    {
        Signal.Hangup => "SIGHUP",
        Signal.Interrupt => "SIGINT",
        Signal.Quit => "SIGQUIT",
        Signal.Illegal => "SIGILL",
        Signal.Trap => "SIGTRAP",
        Signal.Abort => "SIGABRT",
        Signal.Bus => "SIGBUS",
        Signal.FloatingPoint => "SIGFPE",
        Signal.Kill => "SIGKILL",
        Signal.User1 => "SIGUSR1",
        Signal.Segmentation => "SIGSEGV",
        Signal.User2 => "SIGUSR2",
        Signal.BrokenPipe => "SIGPIPE",
        Signal.Alarm => "SIGALRM",
        Signal.Terminate => "SIGTERM",
        Signal.Child => "SIGCHLD",
        Signal.Continue => "SIGCONT",
        Signal.Stop => "SIGSTOP",
        Signal.TerminalStop => "SIGTSTP",
        Signal.TerminalInput => "SIGTTIN",
        Signal.TerminalOutput => "SIGTTOU",
        Signal.CpuLimit => "SIGXCPU",
        Signal.FileSizeLimit => "SIGXFSZ",
        Signal.WindowChange => "SIGWINCH",
        Signal.BadSystemCall => "SIGSYS",
        _ => $"signal {number}",
    };
}
