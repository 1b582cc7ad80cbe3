using System.Diagnostics;
using System.Text;
using Orchtui.Pty;

namespace Orchtui.SideBySide;

/// <summary>
/// The terminal that a person would look at: a pseudo-terminal of 200x50 that answers what programs ask their terminal and otherwise only
/// reads. It is read by the thread that measures and by no other, so that no change of threads adds to a time; whoever waits for anything
/// reads meanwhile.
/// </summary>
internal sealed class OuterTerminal : IDisposable
{
    public static readonly PtySize Size = new(200, 50);

    /// <summary>As many bytes of earlier reads are kept before a read's own, so that what is cut by a read is found all the same.</summary>
    private const int Kept = 256;

    /// <summary>The longest wait without a look at the time limit.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan HangupGrace = TimeSpan.FromSeconds(2);

    private readonly PtyMaster _master;
    private readonly PidHandle _process;
    private readonly TimeLimit _limit;
    private readonly Poller _poller = new();
    private readonly PollEvent[] _events = new PollEvent[1];
    private readonly byte[] _buffer = new byte[Kept + (1 << 16)];
    private int _count;

    private OuterTerminal(PtyMaster master, PidHandle process, TimeLimit limit)
    {
        (_master, _process, _limit) = (master, process, limit);
        _poller.Add(master.Handle, 0, PollEvents.Readable);
    }

    public bool IsOpen { get; private set; } = true;

    /// <summary>How long it is busy otherwise before each read, as a terminal is that draws what it reads.</summary>
    public TimeSpan Hesitation { get; set; }

    public static OuterTerminal Open(IReadOnlyList<string> command, Surroundings surroundings, TimeLimit limit)
    {
        var spawned = PtySpawn.Start(new SpawnRequest
        {
            Arguments = command,
            Environment = surroundings.Environment,
            WorkingDirectory = surroundings.Folder,
            Size = Size,
        });
        if (spawned is SpawnResult.Failed { Failure.Message: var message }) throw new MeasureException(message);
        var (pid, master) = (SpawnResult.Started)spawned;
        if (PidHandle.TryOpen(pid, out var error) is { } process) return new OuterTerminal(master, process, limit);
        ProcessSignals.Send(pid, Signal.Kill);
        master.Dispose();
        throw new MeasureException($"No handle of process {pid} could be opened: {error}.");
    }

    public void Type(ReadOnlySpan<byte> keys)
    {
        if (_master.Write(keys).Count != keys.Length)
            throw new MeasureException($"The client did not take what was typed. It last wrote: {LastWritten}");
    }

    /// <summary>Reads until it holds the text; throws when it does not come in time.</summary>
    public void WaitFor(ReadOnlySpan<byte> text, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (IsOpen && clock.Elapsed < patience)
            if (Read(Slice) && Holds(text)) return;
        throw new MeasureException(
            $"'{Shown(text)}' did not show within {patience.TotalSeconds:0} s. The client last wrote: {LastWritten}");
    }

    /// <summary>Reads for a time, and forgets what was read, so that it is not taken for what is waited for next.</summary>
    public void Rest(TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed is var elapsed && elapsed < time) Read(time - elapsed < Slice ? time - elapsed : Slice);
        _buffer.AsSpan().Clear();
    }

    /// <summary>Reads until a condition holds, which is looked at every few milliseconds.</summary>
    public void RestUntil(Func<bool> condition)
    {
        while (!condition())
        {
            var clock = Stopwatch.StartNew();
            do Read(Glance);
            while (clock.Elapsed < Glance);
        }
    }

    /// <summary>Closes the terminal, which hangs up on the program, and waits for its end.</summary>
    public void Dispose()
    {
        if (_process.Handle.IsClosed) return;
        _poller.Dispose();
        _master.Dispose();
        using var poller = new Poller();
        poller.Add(_process.Handle, 0, PollEvents.Readable);
        if (poller.Wait(_events, (int)HangupGrace.TotalMilliseconds) == 0) ProcessSignals.Send(_process.Pid, Signal.Kill);
        _process.WaitForExit();
        _process.Dispose();
    }

    private string LastWritten => Shown(_buffer.AsSpan(_count, Kept));

    /// <summary>One read, once there is something to read; its bytes lie behind those kept. False if nothing came in that time.</summary>
    private bool Read(TimeSpan patience)
    {
        _limit.Check();
        _buffer.AsSpan(_count, Kept).CopyTo(_buffer);
        _count = 0;

        // Once the terminal is closed, this waits for nothing but the time.
        if (_poller.Wait(_events, (int)Math.Ceiling(patience.TotalMilliseconds)) == 0) return false;
        if (Hesitation > TimeSpan.Zero) Hesitate();
        var read = _master.Read(_buffer.AsSpan(Kept));
        if (read.HungUp) _poller.Remove(_master.Handle);
        IsOpen = !read.HungUp;
        _count = read.Count;
        if (Holds("\e[c"u8) || Holds("\e[0c"u8)) _master.Write("\e[?62;22c"u8);
        if (Holds("\e[5n"u8)) _master.Write("\e[0n"u8);
        return _count > 0;
    }

    private void Hesitate()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Hesitation) { }
    }

    /// <summary>Whether a text ends in the last read.</summary>
    private bool Holds(ReadOnlySpan<byte> text)
    {
        var overlap = text.Length - 1;
        return _buffer.AsSpan(Kept - overlap, overlap + _count).IndexOf(text) >= 0;
    }

    private static string Shown(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Trim('\0').Replace("\e", "␛");
}
