using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A program in a pseudo-terminal as a person has it before them: its output goes to an emulator on a thread of its own, which also
/// answers what the program asks its terminal. Keys are written in the form that the program asked for. Reading can be stopped, as by
/// a terminal that hangs.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const long MasterToken = 1;
    private const long WakeToken = 2;

    private readonly Lock _gate = new();
    private readonly Emulator _emulator;
    private readonly PtyMaster _master;
    private readonly PidHandle _process;
    private readonly Poller _poller = new();
    private readonly WakeHandle _wake = new();
    private readonly WriteQueue _input = new();
    private readonly Thread _reader;
    private readonly StringBuilder _raw = new();
    private ExitStatus? _exit;
    private PollEvents _watched = PollEvents.Readable;
    private bool _paused;
    private bool _hungUp;
    private bool _closing;

    private Screen(int pid, PtyMaster master, CellSize size)
    {
        (Pid, _master) = (pid, master);
        _emulator = new Emulator(size, new EmulatorOptions());
        _process = PidHandle.TryOpen(pid, out _)!;
        _poller.Add(_master.Handle, MasterToken, _watched);
        _poller.Add(_wake.Handle, WakeToken, PollEvents.Readable);
        _reader = new Thread(Read) { IsBackground = true, Name = "screen" };
        _reader.Start();
    }

    public int Pid { get; }

    /// <summary>What the person sees: rows without trailing blanks.</summary>
    public string Text
    {
        get { lock (_gate) return string.Join('\n', Enumerable.Range(0, _emulator.Size.Rows).Select(_emulator.RowText)); }
    }

    public IReadOnlyList<string> Rows => Text.Split('\n');

    /// <summary>All bytes the program has written, each as one character.</summary>
    public string Raw
    {
        get { lock (_gate) return _raw.ToString(); }
    }

    public bool OnAlternateScreen
    {
        get { lock (_gate) return _emulator.AlternateScreen; }
    }

    public CellPosition Cursor
    {
        get { lock (_gate) return _emulator.Cursor; }
    }

    /// <summary>A part of what the person sees, with its looks.</summary>
    public CapturedScreen Part(int first, int columns, int rows)
    {
        lock (_gate) return CapturedScreen.Read(_emulator, first, columns, rows);
    }

    /// <summary>What keys, mouse and pastes are asked to look like now.</summary>
    public InputModes Modes
    {
        get { lock (_gate) return _emulator.InputModes; }
    }

    public static Screen Start(OrchtuiHome home, IReadOnlyList<string> arguments, int columns = 80, int rows = 24, string? directory = null)
    {
        var size = new CellSize(columns, rows);
        var result = PtySpawn.Start(new SpawnRequest
        {
            Arguments = arguments,
            Environment = [.. home.Environment],
            WorkingDirectory = directory ?? home.UserHome,
            Size = new PtySize((ushort)columns, (ushort)rows),
        });
        var started = Assert.IsType<SpawnResult.Started>(result);
        return new Screen(started.Pid, started.Master, size);
    }

    public void SendKeys(params IEnumerable<string> names)
    {
        foreach (var name in names) Send(Encode(name));
    }

    /// <summary>Pastes a text, as terminals do it: a program that tells typing from pasting by its speed is not left to guess.</summary>
    public void Paste(string text) => Send(Encoding.UTF8.GetBytes($"\e[200~{text}\e[201~"));

    /// <summary>Types a text, character by character as a keyboard would.</summary>
    public void Type(string text) => SendKeys(text.EnumerateRunes().Select(rune => rune.Value == ' ' ? "Space" : rune.ToString()));

    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) _input.Enqueue(bytes);
        _wake.Signal();
    }

    public void Resize(int columns, int rows)
    {
        lock (_gate)
        {
            _emulator.Resize(new CellSize(columns, rows));
            _master.Resize(new PtySize((ushort)columns, (ushort)rows));
        }
    }

    /// <summary>Stops reading, as a terminal does whose connection hangs; <see cref="ResumeReading"/> goes on.</summary>
    public void StopReading() => SetPaused(true);

    public void ResumeReading() => SetPaused(false);

    /// <summary>Closes the terminal, as a person closes its window.</summary>
    public void HangUp()
    {
        lock (_gate) _closing = true;
        _wake.Signal();
        _reader.Join();
        _master.Dispose();
    }

    public Task WaitForAsync(string label, Func<Screen, bool> predicate, double seconds = 20) =>
        Eventually.TrueAsync(label, () => predicate(this), TimeSpan.FromSeconds(seconds), Describe);

    public Task WaitForAsync(string label, string pattern, double seconds = 20)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        return WaitForAsync($"{label} (/{pattern}/)", screen => regex.IsMatch(screen.Text), seconds);
    }

    public async Task<ExitStatus> WaitForExitAsync(double seconds = 20)
    {
        await WaitForAsync("the program ends", _ => _exit is not null || _process.HasEnded, seconds);
        return _exit ??= _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_exit is null && !_process.HasEnded) ProcessSignals.SendGroup(Pid, Signal.Kill);
        if (_exit is null) _process.WaitForExit();
        HangUp();
        _process.Dispose();
        _poller.Dispose();
        _wake.Dispose();
        _input.Dispose();
        _emulator.Dispose();
    }

    private string Describe()
    {
        lock (_gate)
            return $"{_emulator.Size.Columns}x{_emulator.Size.Rows}, cursor {_emulator.Cursor.Row},{_emulator.Cursor.Column}"
                + $"{(_hungUp ? ", hung up" : "")}{(_process.HasEnded ? ", ended" : "")}\n{Text}";
    }

    private byte[] Encode(string name)
    {
        if (!KeyName.TryParse(name, out var key)) throw new ArgumentException($"'{name}' is no key.");
        var output = new ArrayBufferWriter<byte>();
        lock (_gate) KeyEncoder.Encode(key, _emulator.InputModes, output);
        return output.WrittenSpan.ToArray();
    }

    private void SetPaused(bool paused)
    {
        lock (_gate) _paused = paused;
        _wake.Signal();
    }

    private void Read()
    {
        Span<PollEvent> events = stackalloc PollEvent[2];
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = _poller.Wait(events, -1);
            _wake.Drain();
            lock (_gate)
            {
                if (_closing) return;
                foreach (var ready in events[..count])
                    if (ready.Token == MasterToken && !_paused) Take(buffer);
                if (!_hungUp) Watch();
            }
        }
    }

    private void Take(byte[] buffer)
    {
        var result = _master.Read(buffer);
        if (result.HungUp)
        {
            _hungUp = true;
            _poller.Remove(_master.Handle);
            return;
        }

        _raw.Append(Encoding.Latin1.GetString(buffer, 0, result.Count));
        _emulator.Write(buffer.AsSpan(0, result.Count));
        _input.Enqueue(_emulator.PendingReplies);
        _emulator.ClearReplies();
    }

    private void Watch()
    {
        _input.Flush(_master.Handle);
        var wanted = (_paused ? PollEvents.None : PollEvents.Readable) | (_input.IsEmpty ? PollEvents.None : PollEvents.Writable);
        if (wanted == _watched) return;
        _watched = wanted;
        _poller.Modify(_master.Handle, MasterToken, wanted);
    }
}
