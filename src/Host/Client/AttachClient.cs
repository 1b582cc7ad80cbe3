using System.Runtime.InteropServices;
using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Pty;

namespace Orchtui.Host.Client;

/// <summary>
/// The client process: hands its terminal to the host and waits. Keys and frames never pass through it, so it adds nothing to their
/// time; it keeps the terminal's old settings and puts them back however things end. When the host goes away it says so on the last
/// line, starts it again and goes on. Raw system calls only: it is up before a command-line library would be loaded.
/// </summary>
internal sealed class AttachClient : IDisposable
{
    private const long SocketToken = 1;
    private const long WakeToken = 2;
    private const long TtyToken = 3;
    private const int RetryMilliseconds = 20;

    /// <summary>How long a host may take to let go of the terminal when this process is told to end.</summary>
    private const int GoodbyeMilliseconds = 1000;

    private const byte ControlC = 3;

    /// <summary>A host that is lost as soon as it is there, this many times in a row, is not going to stay.</summary>
    private const int MostQuickLosses = 10;

    private const int QuickLossMilliseconds = 1000;

    private readonly HomeDirectory _home;
    private readonly AttachOptions _options;
    private readonly RawTerminal _terminal;
    private readonly WakeHandle _wake = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly List<byte> _received = [];
    private List<byte> _typedAhead = [];
    private int? _window;
    private volatile bool _resized;
    private volatile int _ending;

    private AttachClient(HomeDirectory home, AttachOptions options, RawTerminal terminal)
    {
        _home = home;
        _options = options;
        _terminal = terminal;
    }

    /// <summary>Runs until the person leaves; returns the exit code.</summary>
    public static int Run(HomeDirectory home, AttachOptions options)
    {
        var terminal = RawTerminal.IsTerminal(1) ? RawTerminal.TryOpen(RawTerminal.StandardInput, out _) : null;
        if (terminal is null)
        {
            Say("orchtui: a terminal is needed here, and standard input or output is none. 'orchtui --help' lists what works without.");
            return 1;
        }

        if (Environment.GetEnvironmentVariable("TERM") is not { Length: > 0 })
        {
            Say("orchtui: TERM is not set, so it is not known what this terminal can do. Set it, for example: TERM=xterm-256color orchtui");
            return 1;
        }

        using var client = new AttachClient(home, options, terminal);
        return client.Run();
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _wake.Dispose();
    }

    private int Run()
    {
        RegisterSignals();
        _terminal.Remember();
        var first = true;
        for (var quickLosses = 0; quickLosses < MostQuickLosses; first = false)
        {
            using var connection = Connect(first, out var failure);
            if (connection is null) return Leave(failure ?? "", failure is null ? 0 : 1);
            var begun = Environment.TickCount64;
            if (Converse(connection) is { } end) return Leave(end.Message, end.ExitCode);
            quickLosses = Environment.TickCount64 - begun < QuickLossMilliseconds ? quickLosses + 1 : 0;
        }

        return Leave($"orchtui: the host keeps ending as soon as it is there; its log is {_home.HostLog}", 1);
    }

    /// <summary>Hands the terminal over and waits; null when the host went away without a word.</summary>
    private (string Message, int ExitCode)? Converse(UnixConnection connection)
    {
        // The host makes the terminal raw itself and must find it as it was, to be able to restore it if this process is killed.
        _terminal.Restore();
        var hello = Hello();
        if (!connection.SendHandles(hello.AsSpan(0, 1), [RawTerminal.StandardInput, RawTerminal.StandardOutput]) || !connection.WriteAll(hello.AsSpan(1)))
            return null;
        _typedAhead = [];
        _received.Clear();
        using var poller = new Poller();
        poller.Add(connection.Handle, SocketToken, PollEvents.Readable);
        poller.Add(_wake.Handle, WakeToken, PollEvents.Readable);
        Span<PollEvent> events = stackalloc PollEvent[4];
        Span<byte> buffer = stackalloc byte[4096];
        var leaving = false;
        while (true)
        {
            if (poller.Wait(events, leaving ? GoodbyeMilliseconds : -1) == 0 && leaving) return ("", _ending);
            _wake.Drain();
            if (_ending != 0 && !leaving)
            {
                // The host lets go of the terminal and answers, so that nothing of it comes behind our last word.
                leaving = true;
                connection.WriteAll(AttachProtocol.Message(AttachProtocol.Leave, []));
            }

            if (_resized)
            {
                _resized = false;
                connection.WriteAll(AttachProtocol.Message(AttachProtocol.Resized, []));
            }

            var result = connection.TryRead(buffer);
            if (result.WouldBlock) continue;
            if (result.HungUp) return leaving ? ("", _ending) : null;
            _received.AddRange(buffer[..result.Count]);
            while (TakeMessage() is { } message)
            {
                if (message.Type == AttachProtocol.Detached && leaving) return ("", _ending);
                if (message.Type == AttachProtocol.Detached) return (Encoding.UTF8.GetString(message.Body.AsSpan(1)), message.Body[0]);
                if (message.Type == AttachProtocol.Looking) _window = BitConverter.ToInt32(message.Body);
            }
        }
    }

    private (byte Type, byte[] Body)? TakeMessage()
    {
        var bytes = CollectionsMarshal.AsSpan(_received);
        if (bytes.Length < AttachProtocol.HeaderSize) return null;
        var end = 4 + BitConverter.ToInt32(bytes);
        if (bytes.Length < end) return null;
        var message = (bytes[4], bytes[AttachProtocol.HeaderSize..end].ToArray());
        _received.RemoveRange(0, end);
        return message;
    }

    private byte[] Hello() => new ClientHello
    {
        ReadOnly = _options.ReadOnly,
        Window = _window ?? _options.Window,
        TaskId = _window is null ? _options.TaskId : 0,
        WorkingDirectory = Environment.CurrentDirectory,
        Environment = SelfCommand.CurrentEnvironment().ToDictionary(variable => variable.Key, variable => variable.Value),
        TypedAhead = [.. _typedAhead],
    }.Encode();

    /// <summary>
    /// Connects to the host, starting it when nobody answers. Null without a failure when the person gave up meanwhile.
    /// </summary>
    private UnixConnection? Connect(bool first, out string? failure)
    {
        failure = null;
        if (UnixConnection.Connect(_home.AttachSocket).Connection is { } ready) return ready;
        if (!first)
        {
            _terminal.EnterRaw();
            LastLine("orchtui: the host is gone; starting it again … (ctrl-c leaves)");
        }

        using var poller = new Poller();
        poller.Add(_wake.Handle, WakeToken, PollEvents.Readable);
        if (!first) poller.Add(RawTerminal.StandardInput, TtyToken, PollEvents.Readable);
        using var start = new HostStarting(_home, TimeProvider.System);
        var deadline = Environment.TickCount64 + (long)_options.StartTimeout.TotalMilliseconds;
        while (Environment.TickCount64 < deadline)
        {
            if (!start.Advance())
            {
                failure = $"orchtui: {start.Problem}";
                return null;
            }

            if (WaitOrGiveUp(poller)) return null;
            if (UnixConnection.Connect(_home.AttachSocket).Connection is { } connection) return connection;
        }

        failure = $"orchtui: the host did not start within {_options.StartTimeout.TotalSeconds:0} s; its log is {_home.HostLog}";
        return null;
    }

    /// <summary>Waits a little; true when the person pressed ctrl-c or the process was told to end. Other keys are kept for the host.</summary>
    private bool WaitOrGiveUp(Poller poller)
    {
        Span<PollEvent> events = stackalloc PollEvent[4];
        var count = poller.Wait(events, RetryMilliseconds);
        if (_ending != 0) return true;
        Span<byte> keys = stackalloc byte[256];
        for (var i = 0; i < count; i++)
        {
            if (events[i].Token != TtyToken) continue;
            var result = _terminal.Read(keys);
            if (result.HungUp) return true;
            if (keys[..Math.Max(0, result.Count)].Contains(ControlC)) return true;
            _typedAhead.AddRange(keys[..Math.Max(0, result.Count)]);
        }

        return false;
    }

    /// <summary>Puts the terminal back as it was, whatever state it is in, and says the last word.</summary>
    private int Leave(string message, int exitCode)
    {
        _terminal.Write(OuterTerminal.Leave);
        _terminal.Restore();
        if (message.Length > 0) Say(message);
        return exitCode;
    }

    private void LastLine(string text)
    {
        var row = _terminal.Size?.Rows ?? 24;
        _terminal.Write(Encoding.UTF8.GetBytes($"\x18\x1b[0m\x1b[{row};1H\x1b[7m\x1b[K {text}\x1b[0m"));
    }

    private static void Say(string message) =>
        FileDescriptorWriter.WriteLine(RawTerminal.StandardError, message);

    private void RegisterSignals()
    {
        Register(PosixSignal.SIGWINCH, _ => _resized = true);
        Register(PosixSignal.SIGTERM, context => End(context, 143));
        Register(PosixSignal.SIGHUP, context => End(context, 129));
        Register(PosixSignal.SIGINT, context => End(context, 130));
        Register(PosixSignal.SIGQUIT, context => End(context, 131));
    }

    private void Register(PosixSignal signal, Action<PosixSignalContext> handle) => _signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        handle(context);
        _wake.Signal();
    }));

    private void End(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        _ending = exitCode;
    }
}
