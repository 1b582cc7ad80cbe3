using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux;

/// <summary>The mouse: to what is under it, to a program that asks for it, else for looking back and for copying.</summary>
public sealed partial class MuxServer
{
    private const int WheelLines = 3;

    private void OnMouse(Client client, in MouseEvent mouse)
    {
        var (column, row) = (mouse.Position.Column, mouse.Position.Row);
        if (client.TopOverlay is { } overlay)
        {
            overlay.HandleMouse(mouse, column, row);
            client.InvalidateAll();
            return;
        }

        if (_session.Find(client.Window) is not { } window)
        {
            if (client.Home.HandleMouse(mouse, column, row)) client.InvalidateAll();
            return;
        }

        // A drag belongs to the pane it began in, wherever the pointer goes.
        if (client.Drag is { } drag && mouse.Action != MouseAction.Press)
        {
            OnDrag(client, drag, mouse);
            return;
        }

        foreach (var id in window.Visible)
        {
            if (PlaceOf(client, id) is not { } place || !place.Area.Contains(column, row)) continue;
            if (!client.ReadOnly && id != window.Focused && mouse is { Action: MouseAction.Press, IsWheel: false }) FocusPane(window, id);
            OnPaneMouse(client, _panes[id], mouse with { Position = InPane(place, mouse.Position) });
            return;
        }
    }

    private static CellPosition InPane(Place place, CellPosition position) =>
        new(position.Row - place.Row + place.SkipRows, position.Column - place.Area.Column + place.SkipColumns);

    private void OnPaneMouse(Client client, PaneSlot slot, in MouseEvent mouse)
    {
        var emulator = slot.Pane.Emulator;
        var copies = CopyOf(client, slot.Pane.Id) is not null;
        if (!copies && emulator.InputModes.MouseTracking != MouseTracking.None)
        {
            if (client.ReadOnly) return;
            _encoded.ResetWrittenCount();
            MouseEncoder.Encode(mouse, emulator.InputModes, _encoded, emulator.CellPixels);
            SendTo(slot.Pane, _encoded.WrittenSpan);
            return;
        }

        if (mouse.Action != MouseAction.Press) return;
        if (mouse.Button == MouseButton.Left) client.Drag = new CopyDrag(slot.Pane.Id, mouse.Position);
        if (!mouse.IsWheel) return;
        var lines = mouse.Button == MouseButton.WheelUp ? WheelLines : -WheelLines;
        if (!copies && emulator.InputModes.AlternateScroll)
        {
            if (client.ReadOnly) return;
            for (var i = 0; i < WheelLines; i++) SendArrow(slot, lines > 0 ? Key.Up : Key.Down);
            return;
        }

        ScrollBack(client, slot, lines);
    }

    /// <summary>Selects while the button is down, and copies when it is let go. Beyond an edge the view moves.</summary>
    private void OnDrag(Client client, CopyDrag drag, in MouseEvent mouse)
    {
        if (!_panes.TryGetValue(drag.Pane, out var slot) || PlaceOf(client, drag.Pane) is not { } place)
        {
            client.Drag = null;
            return;
        }

        var at = InPane(place, mouse.Position);
        if (mouse.Action == MouseAction.Motion && (drag.IsMoving || at != drag.From))
        {
            var copy = BeginCopy(client, slot);
            if (!drag.IsMoving) BeginDrag(client, copy, drag, mouse.Modifiers);
            if (at.Row < place.SkipRows) copy.Scroll(1);
            else if (at.Row >= place.SkipRows + place.Area.Rows) copy.Scroll(-1);
            copy.MoveTo(at.Row, at.Column);
        }
        else if (mouse.Action == MouseAction.Release)
        {
            client.Drag = null;
            if (CopyOf(client, drag.Pane) is not { } copy) return;
            if (drag.IsMoving) CopySelection(client, drag.Pane, copy);
            else copy.MoveTo(at.Row, at.Column);
        }

        client.InvalidateAll();
    }

    /// <summary>With Alt or Ctrl held it is a rectangle that is selected.</summary>
    private static void BeginDrag(Client client, CopyMode copy, CopyDrag drag, KeyModifiers modifiers)
    {
        client.Drag = drag with { IsMoving = true };
        copy.MoveTo(drag.From.Row, drag.From.Column);
        copy.Select((modifiers & (KeyModifiers.Alt | KeyModifiers.Ctrl)) != 0 ? SelectionShape.Rectangle : SelectionShape.Text);
    }

    private void SendArrow(PaneSlot slot, Key key)
    {
        _encoded.ResetWrittenCount();
        KeyEncoder.Encode(new KeyEvent(key), slot.Pane.Emulator.InputModes, _encoded);
        SendTo(slot.Pane, _encoded.WrittenSpan);
    }
}
