using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux.Clients;

/// <summary>
/// Something a client sees that is not a pane: the queue, a form, help. Called on the mux thread only, so it must not block; it asks
/// to be drawn again through the <see cref="IClientContext"/> it was made with.
/// </summary>
public interface IView
{
    /// <summary>Draws the whole view into an area of the surface, which is blank for a base view and holds what lies below for an overlay.</summary>
    void Draw(Surface surface, Rect area);

    /// <summary>Takes a key; false when it means nothing here.</summary>
    bool HandleKey(in KeyEvent key);

    /// <summary>Takes pasted text; false when there is nowhere to put it.</summary>
    bool HandlePaste(string text) => false;

    /// <summary>Takes a mouse event; the position is that of the last drawn area.</summary>
    bool HandleMouse(in MouseEvent mouse, int column, int row) => false;

    /// <summary>Where the cursor stands, in the surface; null to hide it.</summary>
    CellPosition? Cursor => null;

    /// <summary>A pane that is to be shown live inside the view; known after drawing.</summary>
    PanePreview? Preview => null;
}

/// <summary>A pane shown inside a view, without being resized: its lower left part where the area is smaller.</summary>
public readonly record struct PanePreview(PaneId Pane, Rect Area);
