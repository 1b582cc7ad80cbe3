using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux;

/// <summary>The panes: taken over from the keeper, read, resized, closed.</summary>
public sealed partial class MuxServer
{
    /// <summary>While one pane alone is busy it may use a large turn; several share.</summary>
    private const int SharedBudget = 16 * 1024;

    /// <summary>One read of a pane that nobody sees: a key waits for no more than that.</summary>
    private const int HiddenBudget = 4 * 1024;

    private readonly Dictionary<PaneId, PaneSlot> _panes = [];
    private readonly Dictionary<PaneId, long> _paneTokens = [];
    private int _lastPane;

    public IEnumerable<Pane> Panes => _panes.Values.Select(slot => slot.Pane);

    public Pane? FindPane(PaneId id) => _panes.TryGetValue(id, out var slot) ? slot.Pane : null;

    /// <summary>A number for a new pane, never given out before.</summary>
    public PaneId NewPaneId()
    {
        _lastPane++;
        _sessionChanged = true;
        return new PaneId(_lastPane);
    }

    /// <summary>Takes a pane whose program was just started, in a window of its own or beside another pane.</summary>
    public Pane Add(PaneRecord record, PaneHandles handles, PanePlace place)
    {
        record = record with { ScrollbackLines = record.ScrollbackLines ?? _options.ScrollbackLines };
        var slot = new PaneSlot(this);
        var files = PaneFiles.Create(_options.PanesDirectory, record, Host.Warn);
        slot.Bind(Pane.Create(record, PartsFor(slot, files, record), handles), _glyphs);
        slot.Pane.SetOuterColors(_outerColors);
        Watch(slot);
        PutIn(slot.Pane, place);
        NoteArrival(slot.Pane);
        return slot.Pane;
    }

    /// <summary>Takes back the panes of an earlier host. Those whose files cannot be read are returned.</summary>
    public IReadOnlyList<PaneId> Restore(IReadOnlyDictionary<PaneId, PaneHandles> kept, IReadOnlyDictionary<PaneId, ExitStatus>? ended = null)
    {
        var lost = new List<PaneId>();
        foreach (var (id, handles) in kept.OrderBy(pane => pane.Key.Value))
        {
            if (PaneFiles.Open(_options.PanesDirectory, id, Host.Warn) is not { } found)
            {
                lost.Add(id);
                continue;
            }

            var slot = new PaneSlot(this);
            var (record, files) = found;
            slot.Bind(Pane.Restore(record, PartsFor(slot, files, record), handles), _glyphs);
            if (record.Fault is null && slot.Pane.Fault is { } fault) Host.Warn($"Pane {id} could not be restored and is no longer drawn: {fault}");
            Watch(slot);
        }

        foreach (var (id, status) in ended ?? new Dictionary<PaneId, ExitStatus>()) RestoreEnded(id, status);
        RestoreSession();
        foreach (var slot in _panes.Values.Where(slot => _session.WindowOf(slot.Pane.Id) is null).ToList())
            PutIn(slot.Pane, new PanePlace.NewWindow(slot.Pane.Emulator.Size));
        return lost;
    }

    /// <summary>A pane that is kept for what it shows. Others are left where they are.</summary>
    private void RestoreEnded(PaneId id, ExitStatus status)
    {
        if (PaneFiles.Open(_options.PanesDirectory, id, Host.Warn) is not { } found) return;
        var (record, files) = found;
        var slot = new PaneSlot(this);
        if ((record.Keep || record.Attempt is not null) && Pane.RestoreEnded(record, PartsFor(slot, files, record), status) is { } pane)
        {
            slot.Bind(pane, _glyphs);
            _panes.Add(id, slot);
            _lastPane = Math.Max(_lastPane, id.Value);
            return;
        }

        files.Dispose();
    }

    /// <summary>The keeper tells how a pane's program ended.</summary>
    public void SetExit(PaneId id, ExitStatus status)
    {
        if (!_panes.TryGetValue(id, out var slot) || slot.Pane.Exit is not null) return;
        slot.Pane.Exit = status;
        if (slot.Pane.Ended) EndIfComplete(slot);
        else NotifyWatches(slot, removed: false);
    }

    /// <summary>Removes a pane and all that was kept of it. Its program must have been told to end.</summary>
    public void Remove(PaneId id)
    {
        if (!_panes.Remove(id, out var slot)) return;
        Unwatch(slot);
        EndCopies(id);
        NotifyWatches(slot, removed: true);
        Host.PaneRemoved(slot.Pane);
        if (_session.WindowOf(id) is { } window) RemoveFrom(window, id);
        slot.Pane.Delete();
    }

    /// <summary>The panes whose files exist, whether or not they are known.</summary>
    public IEnumerable<PaneId> StoredPanes() => PaneFiles.Existing(_options.PanesDirectory);

    /// <summary>Deletes the files of a pane that is gone.</summary>
    public void DropStored(PaneId id)
    {
        if (!_panes.ContainsKey(id)) PaneFiles.Delete(_options.PanesDirectory, id, Host.Warn);
    }

    internal void OnTitle(PaneSlot slot, string title)
    {
        if (_session.WindowOf(slot.Pane.Id) is not null) InvalidateChrome();
        Host.PaneTitleChanged(slot.Pane, title);
    }

    /// <summary>The emulator failed on what a pane printed: the log gets all there is to know.</summary>
    internal void OnFault(PaneSlot slot, Exception error)
    {
        EndCopies(slot.Pane.Id);
        var (id, name, position) = (slot.Pane.Id, slot.Pane.Record.Name, slot.Pane.OutputBytes);
        Host.Warn($"Pane {id} ({name}) is no longer drawn; its program goes on. Its output up to byte {position} failed: {error}");

        // It may have happened in the middle of a frame, whose end would take the request as done.
        Post(() => Redraw(slot));
    }

    private PaneParts PartsFor(PaneSlot slot, PaneFiles files, PaneRecord record) => new()
    {
        Files = files,
        Listener = slot,
        Prefix = _options.Prefix,
        FaultPoint = _options.FaultPoint,
        Options = new EmulatorOptions
        {
            ScrollbackLines = record.ScrollbackLines ?? _options.ScrollbackLines,
            AmbiguousWide = _options.AmbiguousWide,
            Storage = files.Scrollback,
            Version = _options.Version,
        },
    };

    private void PutIn(Pane pane, PanePlace place)
    {
        switch (place)
        {
            case PanePlace.Beside beside when _session.WindowOf(beside.Pane) is { } window && window.Layout.CanSplit(beside.Pane, beside.Orientation):
                window.Split(beside.Pane, pane.Id, beside.Orientation);
                window.Focus(pane.Id);
                Arrange(window);
                break;
            default:
                var size = place is PanePlace.NewWindow { Size: { } wanted } ? wanted : pane.Emulator.Size;
                Arrange(_session.Add(pane.Record.Name, pane.Id, size));
                break;
        }

        SessionChanged();
    }

    private void Watch(PaneSlot slot)
    {
        _panes.Add(slot.Pane.Id, slot);
        _lastPane = Math.Max(_lastPane, slot.Pane.Id.Value);
        if (slot.Pane.Master is not { } master)
        {
            EndIfComplete(slot);
            return;
        }

        var token = NewToken(pane: true);
        _paneTokens[slot.Pane.Id] = token;
        _handlers[token] = events => OnPaneReady(slot, events);
        _poller.Add(master.Handle, token, PollEvents.Readable);
        slot.IsPolled = true;
    }

    private void Unwatch(PaneSlot slot)
    {
        if (!slot.IsPolled) return;
        slot.IsPolled = false;
        _poller.Remove(slot.Pane.Master!.Handle);
        _handlers.Remove(_paneTokens[slot.Pane.Id]);
        _paneTokens.Remove(slot.Pane.Id);
    }

    private void OnPaneReady(PaneSlot slot, PollEvents events)
    {
        if (!slot.IsPolled) return;
        if ((events & PollEvents.Writable) != 0) slot.Pane.FlushInput();
        if ((events & (PollEvents.Readable | PollEvents.HungUp)) != 0 && !TryRest(slot, events))
        {
            var outcome = slot.Pane.Pump(BudgetOf(slot));
            AfterOutput(slot);
            if (outcome == PumpOutcome.HungUp) HangUp(slot);
        }

        PollWrites(slot);
    }

    private int BudgetOf(PaneSlot slot) => _panes.Count == 1 ? Pane.TurnBudget : IsSeen(slot.Pane.Id) ? SharedBudget : HiddenBudget;

    private void AfterOutput(PaneSlot slot)
    {
        Host.PaneOutput(slot.Pane);
        FollowOutput(slot);
        CollectDirty(slot);
        NotifyWatches(slot, removed: false);
    }

    private void HangUp(PaneSlot slot)
    {
        Unwatch(slot);
        slot.Pane.CloseTerminal();
        Host.PaneHungUp(slot.Pane);
        EndIfComplete(slot);
    }

    private void EndIfComplete(PaneSlot slot)
    {
        if (!slot.Pane.Ended) return;
        NotifyWatches(slot, removed: false);
        Host.PaneEnded(slot.Pane);
        InvalidateChrome();
    }

    /// <summary>Keeps the poller's interest in writing in step with whether anything waits.</summary>
    private void PollWrites(PaneSlot slot)
    {
        if (!slot.IsPolled || slot.PollsWrites == slot.Pane.WaitsToWrite) return;
        slot.PollsWrites = slot.Pane.WaitsToWrite;
        PollFor(slot);
    }

    private void PollFor(PaneSlot slot)
    {
        var events = (slot.Rests ? PollEvents.None : PollEvents.Readable) | (slot.PollsWrites ? PollEvents.Writable : PollEvents.None);
        _poller.Modify(slot.Pane.Master!.Handle, _paneTokens[slot.Pane.Id], events);
    }

    /// <summary>Sends a person's or a script's bytes to a pane.</summary>
    public void SendTo(Pane pane, ReadOnlySpan<byte> bytes)
    {
        if (!_panes.TryGetValue(pane.Id, out var slot)) return;
        SettleFocus(slot);
        pane.Send(bytes);
        PollWrites(slot);
    }

    private void RemoveFrom(Window window, PaneId pane)
    {
        if (window.Remove(pane)) Arrange(window);
        else CloseWindow(window);
        SessionChanged();
    }
}

/// <summary>Where a new pane goes.</summary>
public abstract record PanePlace
{
    private PanePlace() { }

    /// <summary>Into a window of its own.</summary>
    public sealed record NewWindow(CellSize? Size) : PanePlace;

    /// <summary>Beside (columns) or below (rows) another pane; into a window of its own when that one has become too small.</summary>
    public sealed record Beside(PaneId Pane, Orientation Orientation) : PanePlace;
}
