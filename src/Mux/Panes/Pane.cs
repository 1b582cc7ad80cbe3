using System.Buffers;
using Orchtui.Mux.Clients;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>What one turn of reading a pane came to.</summary>
public enum PumpOutcome
{
    /// <summary>Everything there was has been read.</summary>
    Drained,

    /// <summary>The turn's budget is used up and there may be more.</summary>
    More,

    /// <summary>The program and all that shared its terminal are gone.</summary>
    HungUp,
}

/// <summary>
/// A program in a pseudo-terminal with its emulator. Output is read straight into the pane's ring (shared memory that the keeper
/// holds too) and parsed from there; the emulator's state is saved beside it before the ring can overrun what was saved. So state =
/// last saved screen + the ring's bytes after it, which is what makes a killed host lose nothing. Belongs to the mux thread.
/// </summary>
public sealed partial class Pane : IDisposable
{
    /// <summary>Reads and parses at most this much in one turn, so that no pane starves another or a key.</summary>
    public const int TurnBudget = 64 * 1024;

    /// <summary>A read that brought less than this has left nothing behind; what comes later is told by the poller.</summary>
    private const int ShortRead = 1024;

    /// <summary>What may wait for a program that does not read. The largest pastes fit.</summary>
    private const long LargestInput = 64 * 1024 * 1024;

    /// <summary>Answers to a program that asks on and reads none of them are dropped beyond this.</summary>
    private const long LargestUnreadAnswers = 64 * 1024;

    private readonly PaneParts _parts;

    /// <summary>Null for a program that ended before this host began.</summary>
    private readonly OutputRing? _ring;
    private readonly WriteQueue _input = new(LargestInput);
    private long _saveTriedAt;

    private Pane(PaneRecord record, PaneParts parts, Emulator emulator, PtyMaster? master, OutputRing? ring, int pid)
    {
        Record = record;
        _parts = parts;
        Emulator = emulator;
        Master = master;
        _ring = ring;
        Pid = pid;
    }

    public PaneId Id => new(Record.Id);

    public PaneRecord Record { get; set; }

    public Emulator Emulator { get; private set; }

    /// <summary>Null once the terminal is hung up.</summary>
    public PtyMaster? Master { get; private set; }

    public int Pid { get; }

    /// <summary>How the program ended; null while it runs or while that is not known yet.</summary>
    public ExitStatus? Exit { get; set; }

    /// <summary>Whether the program's end has been told and all its output has been read.</summary>
    public bool Ended => Exit is not null && Master is null;

    public bool WaitsToWrite => !_input.IsEmpty;

    /// <summary>Bytes of output since the pane began.</summary>
    public long OutputBytes => _ring?.Position ?? 0;

    /// <summary>A pane for a program that was just started.</summary>
    internal static Pane Create(PaneRecord record, PaneParts parts, PaneHandles handles)
    {
        var pane = new Pane(record, parts, parts.NewEmulator(record), handles.Master, handles.Ring, handles.Pid);
        pane.Save();
        return pane;
    }

    /// <summary>A pane an earlier host had: its saved screen, then what the ring holds beyond it.</summary>
    internal static Pane Restore(PaneRecord record, PaneParts parts, PaneHandles handles)
    {
        var pane = new Pane(record, parts, parts.NewEmulator(record), handles.Master, handles.Ring, handles.Pid) { Exit = handles.Exit };
        handles.Ring.Recover();
        pane.TakeUp(pane.Replay);
        pane.Save();
        return pane;
    }

    /// <summary>A pane whose program ended under an earlier host, which saved its last screen; null when that cannot be read.</summary>
    internal static Pane? RestoreEnded(PaneRecord record, PaneParts parts, ExitStatus exit)
    {
        var pane = new Pane(record, parts, parts.NewEmulator(record), null, null, 0) { Exit = exit };
        var isReadable = false;
        pane.TakeUp(() => isReadable = pane.TryRestoreScreen() is not null);
        if (isReadable || pane.Fault is not null) return pane;
        pane.Emulator.Dispose();
        return null;
    }

    /// <summary>Reads and parses what the program printed, and answers what it asked of its terminal.</summary>
    public PumpOutcome Pump(int budget = TurnBudget)
    {
        if (Master is null || _ring is null) return PumpOutcome.HungUp;
        while (budget > 0)
        {
            var result = _ring.ReadFrom(Master);
            if (result.WouldBlock) return PumpOutcome.Drained;
            if (result.HungUp) return PumpOutcome.HungUp;
            var end = _ring.Position;
            Parse(_ring.Slice(end - result.Count, end));
            AnswerQueries();
            _ring.Replied = end;
            if (end - _saveTriedAt > _ring.Capacity / 2) Save();
            if (result.Count < ShortRead) return PumpOutcome.Drained;
            budget -= result.Count;
        }

        return PumpOutcome.More;
    }

    /// <summary>Sends bytes to the program, in order, as fast as it takes them.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (Master is null) return;
        _input.Enqueue(bytes);
        FlushInput();
    }

    public void FlushInput()
    {
        if (Master is not null && _input.Flush(Master.Handle) == FlushOutcome.Closed) _input.Clear();
    }

    public void Resize(CellSize size)
    {
        if (size == Emulator.Size) return;
        Guard(() => Emulator.Resize(size));
        Master?.Resize(new PtySize((ushort)size.Columns, (ushort)size.Rows));
        Save();
    }

    /// <summary>Wraps a piece of the scrollback that a change of the width left.</summary>
    internal void WrapSome() => Guard(Emulator.Scrollback.WrapSome);

    /// <summary>The colours to name to a program that asks for the terminal's own; one that follows the scheme is told of its change.</summary>
    internal void SetOuterColors(OuterColors colors)
    {
        Emulator.DefaultForeground = colors.Foreground;
        Emulator.DefaultBackground = colors.Background;
        Emulator.ReportColorScheme(colors.IsDark);
        AnswerQueries();
    }

    /// <summary>Saves the screen; needed after whatever changes it other than the program's output.</summary>
    public void Save()
    {
        var buffer = SaveBuffer.Value!;
        buffer.ResetWrittenCount();
        if (!Guard(() => Emulator.Save(buffer))) return;
        _parts.Files.Screen.Write(OutputBytes, buffer.WrittenSpan);

        // Tried, not done: on a full disk the next try has to wait like any other, or every read would pay for a save.
        _saveTriedAt = OutputBytes;
    }

    /// <summary>The terminal is hung up: nothing comes any more and nothing can be sent.</summary>
    public void CloseTerminal()
    {
        Master?.Dispose();
        Master = null;
        _input.Clear();
        Save();
    }

    /// <summary>Removes the pane and everything that was kept of it.</summary>
    public void Delete()
    {
        DisposeMemory();
        _parts.Files.Delete();
    }

    /// <summary>Lets go of the pane and keeps its files for the next host.</summary>
    public void Dispose()
    {
        DisposeMemory();
        _parts.Files.Dispose();
    }

    private static readonly ThreadLocal<ArrayBufferWriter<byte>> SaveBuffer = new(() => new ArrayBufferWriter<byte>(256 * 1024));

    private void DisposeMemory()
    {
        Master?.Dispose();
        Master = null;
        _input.Dispose();
        _ring?.Dispose();
        Emulator.Dispose();
    }

    /// <summary>The saved screen, then the ring. Queries in bytes that the earlier host had answered are not answered again.</summary>
    private void Replay()
    {
        if (_ring is null) return;
        var from = Math.Clamp(TryRestoreScreen() ?? 0, _ring.Oldest, _ring.Position);
        var replied = Math.Clamp(_ring.Replied, from, _ring.Position);
        Parse(_ring.Slice(from, replied));
        Emulator.ClearReplies();
        Parse(_ring.Slice(replied, _ring.Position));
        AnswerQueries();
        _ring.Replied = _ring.Position;
    }

    /// <summary>
    /// Takes the saved screen in the place of the blank one; returns the ring position it belongs to, or null when there is none. One that
    /// cannot be read costs this pane its history, not the host its start.
    /// </summary>
    private long? TryRestoreScreen()
    {
        if (_parts.Files.Screen.Read() is not { } saved) return null;
        try
        {
            var restored = Emulator.Restore(saved.State, _parts.Options, _parts.Listener);
            Emulator.Dispose();
            Emulator = restored;
            return saved.RingPosition;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private void AnswerQueries()
    {
        if (Emulator.PendingReplies.IsEmpty) return;
        if (_input.PendingBytes < LargestUnreadAnswers) Send(Emulator.PendingReplies);
        Emulator.ClearReplies();
    }
}

/// <summary>What the keeper hands over for one pane.</summary>
/// <param name="Master">Null when the terminal is gone.</param>
/// <param name="Ring">Its last output.</param>
/// <param name="Pid">The program's process id.</param>
/// <param name="Exit">How the program ended, if it has.</param>
public sealed record PaneHandles(PtyMaster? Master, OutputRing Ring, int Pid, ExitStatus? Exit);
