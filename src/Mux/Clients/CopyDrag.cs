using Orchtui.Terminal;

namespace Orchtui.Mux.Clients;

/// <summary>A mouse button that went down in a pane whose program does not want the mouse.</summary>
/// <param name="Pane">Where it went down.</param>
/// <param name="From">The cell of the pane.</param>
internal sealed record CopyDrag(PaneId Pane, CellPosition From)
{
    /// <summary>The pointer has been moved: it is a drag and no click.</summary>
    public bool IsMoving { get; init; }
}
