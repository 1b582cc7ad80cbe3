using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux;

/// <summary>
/// Frames: which rows of which client may have changed, when a frame is due, and what it shows. A hidden pane costs nothing here.
/// </summary>
public sealed partial class MuxServer
{
    /// <summary>Smaller terminals get a line that says so.</summary>
    public const int SmallestColumns = 20;

    public const int SmallestRows = 6;

    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(16);
    private static readonly TimeSpan SynchronizedLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>The program finished a frame: the moment to show it, should one be due.</summary>
    internal void OnFrameEnded(PaneSlot slot)
    {
        slot.SynchronizedSince = 0;
        TakeRows(slot);
        foreach (var client in _clients)
            if (client.NeedsFrame && FrameIn(client, Now) <= 0) DrawFrame(client);
    }

    /// <summary>Hands the rows that a pane changed to the clients that see it.</summary>
    private void CollectDirty(PaneSlot slot)
    {
        if (!slot.Pane.Emulator.SynchronizedOutput)
        {
            slot.SynchronizedSince = 0;
            TakeRows(slot);
        }
        else if (slot.SynchronizedSince == 0)
        {
            slot.SynchronizedSince = Now;
        }
    }

    private void TakeRows(PaneSlot slot)
    {
        if (!IsSeen(slot.Pane.Id) || !slot.TakeChange()) return;
        RowSet rows = default;
        slot.Pane.Emulator.TakeDirtyRows(ref rows);
        foreach (var client in _clients)
        {
            if (PlaceOf(client, slot.Pane.Id) is not { } place) continue;
            client.NeedsFrame = true;
            if (client.Urgency == FrameUrgency.Answer && FocusedSlot(client) == slot) client.Urgency = FrameUrgency.Now;
            if (CopyOf(client, slot.Pane.Id) is not null) continue;
            for (var row = rows.Next(0); row >= 0; row = rows.Next(row + 1))
            {
                var at = place.Row + row - place.SkipRows;
                if (at >= place.Row && at < place.Bottom) client.Screen.Dirty.Add(at);
            }
        }
    }

    private bool IsSeen(PaneId pane)
    {
        foreach (var client in _clients)
            if (PlaceOf(client, pane) is not null) return true;
        return false;
    }

    /// <summary>Where a client sees a pane on its screen.</summary>
    private Place? PlaceOf(Client client, PaneId pane)
    {
        if (client.Window == Session.Home)
            return client.Home.Preview is { } preview && preview.Pane == pane ? PreviewPlace(preview) : null;
        if (_session.Find(client.Window) is not { } window || window.AreaOf(pane) is not { } area) return null;
        var offset = WindowOffset(client, window);
        var shown = new Rect(area.Column - offset.Column, area.Row - offset.Row + 1, area.Columns, area.Rows)
            .Intersect(new Rect(0, 1, client.Size.Columns, client.Size.Rows - ChromeRows));
        return shown.IsEmpty ? null : new Place(shown, Math.Max(0, offset.Row - area.Row), Math.Max(0, offset.Column - area.Column));
    }

    /// <summary>A preview that is too low shows the rows around the cursor, where the work is.</summary>
    private Place? PreviewPlace(PanePreview preview)
    {
        if (FindPane(preview.Pane) is not { } pane || preview.Area.IsEmpty) return null;
        var rows = pane.Emulator.Size.Rows;
        var skip = Math.Clamp(pane.Emulator.Cursor.Row - preview.Area.Rows + 1, 0, Math.Max(0, rows - preview.Area.Rows));
        return new Place(preview.Area, skip, 0);
    }

    /// <summary>How far the window or the preview a client looks at is moved out of its place.</summary>
    private (int Column, int Row) ShiftOf(Client client)
    {
        if (_session.Find(client.Window) is { } window) return WindowOffset(client, window);
        return client.Home.Preview is { } preview && PreviewPlace(preview) is { } place ? (place.SkipColumns, place.SkipRows) : (0, 0);
    }

    /// <summary>A window larger than the client is shown around its cursor.</summary>
    private (int Column, int Row) WindowOffset(Client client, Window window)
    {
        var content = ContentSize(client.Size);
        if (window.Size.Columns <= content.Columns && window.Size.Rows <= content.Rows) return (0, 0);
        var cursor = CopyOf(client, window.Focused)?.Cursor ?? FindPane(window.Focused)?.Emulator.Cursor ?? default;
        var area = window.AreaOf(window.Focused) ?? default;
        return (
            Math.Clamp(area.Column + cursor.Column - content.Columns + 1, 0, Math.Max(0, window.Size.Columns - content.Columns)),
            Math.Clamp(area.Row + cursor.Row - content.Rows + 1, 0, Math.Max(0, window.Size.Rows - content.Rows)));
    }

    /// <summary>Part of a client's screen that shows a pane, and how many of the pane's rows and columns lie before it.</summary>
    private readonly record struct Place(Rect Area, int SkipRows, int SkipColumns)
    {
        public int Row => Area.Row;

        public int Bottom => Area.Bottom;
    }

    private void DrawDue()
    {
        var now = Now;
        foreach (var client in _clients)
            if (client.NeedsFrame && FrameIn(client, now) <= 0) DrawFrame(client);
        foreach (var client in _clients) FlushTty(client);
    }

    /// <summary>Ticks until a client's next frame may be drawn.</summary>
    private long FrameIn(Client client, long now)
    {
        if (client.Screen.IsBlocked) return long.MaxValue;
        return client.Urgency == FrameUrgency.Now ? 0 : Math.Max(0, client.LastFrame + Ticks(FrameInterval) - now);
    }

    private void DrawFrame(Client client)
    {
        client.NeedsFrame = false;
        var answers = client.Urgency == FrameUrgency.Now;
        if (answers) client.Urgency = FrameUrgency.None;
        client.LastFrame = Now;
        if (client.Size.Columns < SmallestColumns || client.Size.Rows < SmallestRows) ComposeTooSmall(client);
        else Compose(client);
        client.Screen.Frame(CursorOf(client));
        FlushTty(client);
        if (answers) NoteAnswerDrawn();
    }

    private static void ComposeTooSmall(Client client)
    {
        client.Screen.Next.Clear();
        client.Screen.Next.Write(0, 0, $"{SmallestColumns}x{SmallestRows} needed");
        client.Screen.MarkAll();
    }

    private void Compose(Client client)
    {
        var surface = client.Screen.Next;
        var shift = ShiftOf(client);
        if (shift != client.Shift)
        {
            // What is shown in part has moved below its place: none of its rows is where it was.
            client.Shift = shift;
            client.AllDirty = true;
        }

        var isHome = client.Window == Session.Home || _session.Find(client.Window) is null;
        if (client.AllDirty || client.Overlays.Count > 0) client.Screen.MarkAll();
        var content = new Rect(0, 1, surface.Columns, surface.Rows - ChromeRows);
        if (isHome) ComposeHome(client, surface, content);
        else ComposeWindow(client, surface, content);
        if (client.ChromeDirty || client.Overlays.Count > 0) ComposeChrome(client, surface);
        foreach (var overlay in client.Overlays) overlay.Draw(surface, content);
        if (client.ToastShown is { } toast)
        {
            var rows = ToastPainter.Paint(surface, toast.Text, toast.IsError);
            for (var row = 0; row < rows; row++) client.Screen.Dirty.Add(row);
        }

        client.AllDirty = false;
        client.ChromeDirty = false;
    }

    private void ComposeHome(Client client, Surface surface, Rect content)
    {
        if (client.AllDirty || client.Overlays.Count > 0)
        {
            surface.Fill(content);
            client.Home.Draw(surface, content);
        }

        if (client.Home.Preview is not { } preview || PreviewPlace(preview) is not { } place) return;
        var slot = _panes[preview.Pane];
        for (var row = place.Row; row < place.Bottom; row++)
            if (client.Screen.Dirty[row]) PaintPaneRow(client, row, slot, place);
    }

    private void ComposeWindow(Client client, Surface surface, Rect content)
    {
        var window = _session.Find(client.Window)!;
        var visible = window.Visible;
        for (var i = 0; i < visible.Count; i++)
        {
            if (PlaceOf(client, visible[i]) is not { } place || !_panes.TryGetValue(visible[i], out var slot)) continue;
            for (var row = place.Row; row < place.Bottom; row++)
                if (client.Screen.Dirty[row]) PaintPaneRow(client, row, slot, place);
        }

        if (!client.AllDirty && client.Overlays.Count == 0) return;
        var offset = WindowOffset(client, window);
        PaintOutside(surface, content, window.Size);
        if (!window.Zoomed) PaintBorders(surface, content, window, offset);
    }

    /// <summary>What lies beyond a window that is smaller than the client.</summary>
    private static void PaintOutside(Surface surface, Rect content, CellSize size)
    {
        var dot = Theme.Dim.Cell(surface.Glyphs.Shape('·'));
        surface.Fill(new Rect(size.Columns, content.Row, content.Columns - size.Columns, content.Rows), dot);
        surface.Fill(new Rect(0, content.Row + size.Rows, Math.Min(size.Columns, content.Columns), content.Rows - size.Rows), dot);
    }

    private static void PaintBorders(Surface surface, Rect content, Window window, (int Column, int Row) offset)
    {
        var focused = window.Layout.AreaOf(window.Focused);
        var shift = (Column: content.Column - offset.Column, Row: content.Row - offset.Row);
        foreach (var border in window.Layout.Borders())
            BorderPainter.Paint(surface, content, border, focused, shift);
        BorderPainter.Join(surface, content, window.Layout.Borders().ToList(), shift);
    }

    /// <summary>A row that cannot be painted is the fault of its pane, which is shown as such in the next frame.</summary>
    private static void PaintPaneRow(Client client, int row, PaneSlot slot, Place place)
    {
        var target = client.Screen.Next.Row(row).Slice(place.Area.Column, place.Area.Columns);
        try
        {
            Paint(CopyOf(client, slot.Pane.Id), slot, row - place.Row + place.SkipRows, place.SkipColumns, target);
        }
#pragma warning disable CA1031 // Nothing is hidden: the pane shows it and the log has it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            target.Clear();
            slot.Pane.Fail(error);
        }
    }

    private static void Paint(CopyMode? copy, PaneSlot slot, int row, int skipColumns, Span<Cell> target)
    {
        if (copy is not null)
        {
            copy.PaintRow(row, skipColumns, slot.Glyphs, target);
            return;
        }

        var emulator = slot.Pane.Emulator;
        var cells = row < emulator.Size.Rows ? emulator.Row(row) : [];
        slot.Glyphs.Copy(cells[Math.Min(skipColumns, cells.Length)..], target);
    }

    private void ComposeChrome(Client client, Surface surface)
    {
        var top = new Rect(0, 0, surface.Columns, 1);
        var bottom = new Rect(0, surface.Rows - 1, surface.Columns, 1);
        surface.Fill(top);
        surface.Fill(bottom);
        var title = Host.TitleFor(client);
        if (title != client.Title) client.Screen.Send(Encoding.UTF8.GetBytes($"\x1b]2;{title}\x1b\\"));
        client.Title = title;
        Host.DrawTop(surface, top, client);
        Host.DrawBottom(surface, bottom, client);
        client.Screen.Dirty.Add(0);
        client.Screen.Dirty.Add(surface.Rows - 1);
    }

    /// <summary>
    /// What only the outer terminal can tell of keys. That all of them are escape codes, and with text, is not asked of it: our own keys
    /// are read as they are typed, and the pane's are written so here.
    /// </summary>
    private const KittyKeyboard PassedOn = KittyKeyboard.ReportEventTypes | KittyKeyboard.ReportAlternateKeys;

    private CursorLook CursorOf(Client client)
    {
        if (client.TopOverlay is { } overlay) return new CursorLook(overlay.Cursor, CursorShape.Default);
        if (client.Window == Session.Home || _session.Find(client.Window) is not { } window) return new CursorLook(client.Home.Cursor, CursorShape.Default);
        if (!_panes.TryGetValue(window.Focused, out var slot) || PlaceOf(client, window.Focused) is not { } place) return default;
        var emulator = slot.Pane.Emulator;
        var copy = CopyOf(client, window.Focused);
        var look = copy is null ? new CursorLook(null, emulator.CursorShape, emulator.CursorColorOverride, emulator.InputModes.KittyFlags & PassedOn) : default;
        if (copy is null && !emulator.CursorVisible) return look;
        var at = copy?.Cursor ?? emulator.Cursor;
        var row = at.Row - place.SkipRows;
        var column = Math.Min(at.Column, emulator.Size.Columns - 1) - place.SkipColumns;
        if (row < 0 || row >= place.Area.Rows || column < 0 || column >= place.Area.Columns) return look;
        return look with { At = new CellPosition(place.Row + row, place.Area.Column + column) };
    }

    private void FlushTty(Client client)
    {
        if (client.Gone) return;
        var outcome = client.Screen.Flush(client.Tty);
        if (outcome == FlushOutcome.Closed)
        {
            // The connection tells when the client is really gone; until then there is nothing to write to.
            return;
        }

        var blocked = outcome == FlushOutcome.Blocked;
        if (blocked == client.WatchesTtyWrites) return;
        client.WatchesTtyWrites = blocked;
        _poller.Modify(client.Tty, client.TtyToken, PollEvents.Readable | (blocked ? PollEvents.Writable : PollEvents.None));
    }
}
