using System.Diagnostics;
using System.Text;

namespace Orchtui.Pty.Tests;

/// <summary>A program in a real pseudo-terminal, with all it has printed so far. It is killed when the test ends.</summary>
internal sealed class PtyChild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Poller _poller = new();
    private readonly PidHandle _handle;
    private readonly StringBuilder _output = new();
    private readonly byte[] _buffer = new byte[8192];
    private bool _reaped;

    private PtyChild(int pid, PtyMaster master)
    {
        (Pid, Master) = (pid, master);
        _handle = PidHandle.TryOpen(pid, out _)!;
        _poller.Add(master.Handle, 1, PollEvents.Readable);
    }

    internal static string DummyAgent { get; } = Path.Combine(AppContext.BaseDirectory, "Orchtui.DummyAgent");

    internal int Pid { get; }

    internal PtyMaster Master { get; }

    internal string Output => _output.ToString();

    internal static SpawnRequest Request(params string[] arguments) => new()
    {
        Arguments = arguments,
        Environment = DefaultEnvironment,
        WorkingDirectory = "/",
        Size = new PtySize(80, 24),
    };

    internal static IReadOnlyList<KeyValuePair<string, string>> DefaultEnvironment { get; } =
    [
        new("PATH", Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"),
        new("TERM", "xterm"),
        new("HOME", "/nonexistent"),
        new("DOTNET_ROOT", Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? ""),
    ];

    internal static PtyChild Start(params string[] arguments) => Start(Request(arguments));

    internal static PtyChild Start(SpawnRequest request)
    {
        var result = PtySpawn.Start(request);
        var started = Assert.IsType<SpawnResult.Started>(result);
        return new PtyChild(started.Pid, started.Master);
    }

    internal void Type(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(bytes.Length, Master.Write(bytes).Count);
    }

    /// <summary>Reads until the text appears behind what earlier calls have waited for.</summary>
    internal void WaitFor(string text, int from = 0)
    {
        var clock = Stopwatch.StartNew();
        while (Output.IndexOf(text, Math.Min(from, _output.Length), StringComparison.Ordinal) < 0)
            if (!ReadMore() || clock.Elapsed > Patience)
                Assert.Fail($"Waited for '{text}', saw:\n{Output}");
    }

    /// <summary>Reads to the hang-up and returns everything, with plain line ends.</summary>
    internal string ReadToEnd()
    {
        var clock = Stopwatch.StartNew();
        while (ReadMore())
            if (clock.Elapsed > Patience)
                Assert.Fail($"The child did not end; saw:\n{Output}");
        return Output.Replace("\r\n", "\n");
    }

    internal ExitStatus WaitForExit()
    {
        _reaped = true;
        return _handle.WaitForExit();
    }

    public void Dispose()
    {
        if (!_reaped)
        {
            ProcessSignals.SendGroup(Pid, Signal.Kill);
            _handle.WaitForExit();
        }

        _handle.Dispose();
        _poller.Dispose();
        Master.Dispose();
    }

    /// <summary>False at the hang-up. Waits at most a second, so that callers can look at their clock.</summary>
    private bool ReadMore()
    {
        _poller.Wait(new PollEvent[1], 1000);
        var result = Master.Read(_buffer);
        _output.Append(Encoding.UTF8.GetString(_buffer, 0, result.Count));
        return !result.HungUp;
    }
}
