using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Mux.Windows;

/// <summary>
/// One full screen of panes. Its size is that of the client that used it last; without a client it keeps the size it was made with.
/// Belongs to the mux thread.
/// </summary>
public sealed class Window
{
    private readonly List<PaneId> _recent = [];

    public Window(int index, string name, PaneId first, CellSize size)
    {
        Index = index;
        Name = name;
        Layout = new LayoutTree(first, AreaOf(size));
        Focused = first;
        Size = size;
    }

    internal Window(WindowState state)
    {
        Index = state.Index;
        Name = state.Name;
        Size = new CellSize(state.Columns, state.Rows);
        Layout = LayoutTree.Restore(state.Layout, AreaOf(Size));
        Focused = new PaneId(state.Focused);
        Zoomed = state.Zoomed;
        Renamed = state.Renamed;
    }

    /// <summary>The number the window is selected by; 1 and up, as 0 is the queue.</summary>
    public int Index { get; internal set; }

    public string Name { get; internal set; }

    /// <summary>A person named it: programs no longer do.</summary>
    public bool Renamed { get; internal set; }

    public LayoutTree Layout { get; }

    public PaneId Focused { get; private set; }

    /// <summary>The focused pane fills the window; the layout is kept for later.</summary>
    public bool Zoomed { get; internal set; }

    public CellSize Size { get; private set; }

    public void Focus(PaneId pane)
    {
        if (pane == Focused) return;
        _recent.Remove(Focused);
        _recent.Add(Focused);
        Focused = pane;
    }

    /// <summary>The pane that had the focus before; the focused one when there was none.</summary>
    public PaneId LastFocused => _recent.Count > 0 ? _recent[^1] : Focused;

    /// <summary>Where a pane is drawn; null when it is in another window or another one is zoomed.</summary>
    public Rect? AreaOf(PaneId pane)
    {
        if (!Layout.Contains(pane)) return null;
        if (Zoomed) return pane == Focused ? AreaOf(Size) : null;
        return Layout.AreaOf(pane);
    }

    public IReadOnlyList<PaneId> Visible => Zoomed ? [Focused] : Layout.Panes;

    public void Resize(CellSize size)
    {
        Size = size;
        Layout.Resize(AreaOf(size));
    }

    public void Split(PaneId pane, PaneId added, Orientation orientation)
    {
        Layout.Split(pane, added, orientation);
        Zoomed = false;
    }

    /// <summary>Takes a pane out. Returns false when it was the last: then the window is to be closed.</summary>
    public bool Remove(PaneId pane)
    {
        _recent.Remove(pane);
        if (!Layout.Remove(pane)) return false;
        if (pane != Focused) return true;
        Zoomed = false;
        Focused = _recent.Count > 0 ? _recent[^1] : Layout.Panes.First();
        _recent.Remove(Focused);
        return true;
    }

    internal WindowState Save() => new()
    {
        Index = Index,
        Name = Name,
        Renamed = Renamed,
        Focused = Focused.Value,
        Zoomed = Zoomed,
        Columns = Size.Columns,
        Rows = Size.Rows,
        Layout = Layout.Save(),
    };

    private static Rect AreaOf(CellSize size) => new(0, 0, size.Columns, size.Rows);
}
