using System.Diagnostics;

namespace Orchtui.Mux.Layout;

/// <summary>
/// How the panes of one window share its rectangle: a tree whose leaves are panes and whose inner nodes are splits
/// (tmux's layout cells). One line of cells stands between two neighbours. The tree is small, so everything is recomputed on each
/// change instead of being kept up to date piecemeal. Not thread-safe.
/// </summary>
public sealed class LayoutTree
{
    private LayoutNode _root;
    private Rect _area;

    public LayoutTree(PaneId first, Rect area)
    {
        _root = LayoutNode.Leaf(first);
        _area = area;
        Arrange();
    }

    private LayoutTree(LayoutNode root, Rect area)
    {
        _root = root;
        _area = area;
        Arrange();
    }

    public Rect Area => _area;

    /// <summary>The panes in reading order of the tree.</summary>
    public IReadOnlyList<PaneId> Panes { get; private set; } = [];

    public int Count => Panes.Count;

    public bool Contains(PaneId pane) => _root.Find(pane) is not null;

    public Rect AreaOf(PaneId pane) => Get(pane).Area;

    /// <summary>Gives the window another size; every pane keeps its share.</summary>
    public void Resize(Rect area)
    {
        _area = area;
        Arrange();
    }

    /// <summary>Whether a pane is large enough to be split.</summary>
    public bool CanSplit(PaneId pane, Orientation orientation) => Get(pane).Extent(orientation) >= (2 * LayoutNode.SmallestPane) + 1;

    /// <summary>Halves a pane; the new one takes the right or the lower half.</summary>
    public void Split(PaneId pane, PaneId added, Orientation orientation)
    {
        var leaf = Get(pane);
        var fresh = LayoutNode.Leaf(added);
        if (leaf.Parent is { } parent && parent.Orientation == orientation)
        {
            leaf.Weight /= 2;
            fresh.Weight = leaf.Weight;
            parent.Insert(parent.Children.IndexOf(leaf) + 1, fresh);
        }
        else
        {
            var split = LayoutNode.Split(orientation);
            if (leaf.Parent is { } outer) outer.Replace(leaf, split);
            else _root = split;
            leaf.Weight = fresh.Weight = 1;
            split.Insert(0, leaf);
            split.Insert(1, fresh);
        }

        Arrange();
    }

    /// <summary>The area that a pane would get by a split, so that its program can be started at the size it will have.</summary>
    public Rect AreaAfterSplit(PaneId pane, PaneId added, Orientation orientation)
    {
        var copy = Restore(Save(), _area);
        copy.Split(pane, added, orientation);
        return copy.AreaOf(added);
    }

    /// <summary>Takes a pane out; its neighbours share its room. Returns false when it was the last one, which stays.</summary>
    public bool Remove(PaneId pane)
    {
        var leaf = Get(pane);
        if (leaf.Parent is not { } parent) return false;
        parent.Remove(leaf);
        if (parent.Children.Count == 1) Collapse(parent);
        Arrange();
        return true;
    }

    /// <summary>Puts one pane in the place of another.</summary>
    public void Swap(PaneId one, PaneId other)
    {
        var map = new Dictionary<PaneId, PaneId> { [one] = other, [other] = one };
        _root = Rename(_root, map);
        Arrange();
    }

    /// <summary>
    /// Moves the edge of a pane by some cells: the right (lower) edge, or the left (upper) one where there is no neighbour on that side.
    /// Returns whether anything moved.
    /// </summary>
    public bool MoveEdge(PaneId pane, Direction direction, int cells)
    {
        var axis = direction.Axis();
        for (var node = Get(pane); node.Parent is { } parent; node = parent)
        {
            if (parent.Orientation != axis) continue;
            var index = parent.Children.IndexOf(node);
            var before = index < parent.Children.Count - 1 ? index : index - 1;
            var delta = direction.IsBackward() ? -cells : cells;
            return Shift(parent, before, delta);
        }

        return false;
    }

    /// <summary>The pane one arrives at when going from a pane in a direction; wraps at the window's edge as tmux does.</summary>
    public PaneId Neighbour(PaneId pane, Direction direction)
    {
        var from = AreaOf(pane);
        var candidates = _root.Leaves().Where(leaf => leaf.Pane != pane && Overlaps(from, leaf.Area, direction.Axis())).ToList();
        if (candidates.Count == 0) return pane;
        var ahead = candidates.Where(leaf => Distance(from, leaf.Area, direction) >= 0).ToList();
        var best = ahead.Count > 0
            ? ahead.MinBy(leaf => Distance(from, leaf.Area, direction))
            : candidates.MinBy(leaf => Distance(from, leaf.Area, direction));
        return best!.Pane!.Value;
    }

    public PaneId Next(PaneId pane, int step)
    {
        var panes = Panes.ToList();
        return panes[(((panes.IndexOf(pane) + step) % panes.Count) + panes.Count) % panes.Count];
    }

    /// <summary>The lines between panes, for drawing.</summary>
    public IEnumerable<Border> Borders() => Borders(_root);

    public LayoutState Save() => SaveNode(_root);

    public static LayoutTree Restore(LayoutState state, Rect area) => new(RestoreNode(state), area);

    private LayoutNode Get(PaneId pane) => _root.Find(pane) ?? throw new ArgumentException($"Pane {pane} is not in this window.", nameof(pane));

    private void Collapse(LayoutNode split)
    {
        var only = split.Children[0];
        if (split.Parent is { } parent)
        {
            parent.Replace(split, only);
            if (!only.IsLeaf && only.Orientation == parent.Orientation) Flatten(parent, only);
            return;
        }

        only.Detach();
        only.Weight = 1;
        _root = only;
    }

    /// <summary>A split directly inside one of the same orientation becomes part of it.</summary>
    private static void Flatten(LayoutNode parent, LayoutNode inner)
    {
        var index = parent.Children.IndexOf(inner);
        var total = inner.Children.Sum(child => child.Weight);
        parent.Remove(inner);
        foreach (var child in inner.Children.ToList())
        {
            child.Weight = inner.Weight * child.Weight / total;
            parent.Insert(index++, child);
        }
    }

    private static bool Shift(LayoutNode parent, int before, int delta)
    {
        var first = parent.Children[before];
        var second = parent.Children[before + 1];
        var axis = parent.Orientation;
        var room = first.Extent(axis) + second.Extent(axis);
        var least = first.Least(axis);
        var wanted = Math.Clamp(first.Extent(axis) + delta, least, Math.Max(least, room - second.Least(axis)));
        if (wanted == first.Extent(axis)) return false;
        foreach (var child in parent.Children) child.Weight = child.Extent(axis);
        first.Weight = wanted;
        second.Weight = room - wanted;
        ArrangeNode(parent, parent.Area);
        return true;
    }

    private static LayoutNode Rename(LayoutNode node, Dictionary<PaneId, PaneId> map)
    {
        var copy = node.IsLeaf ? LayoutNode.Leaf(map.GetValueOrDefault(node.Pane!.Value, node.Pane.Value)) : LayoutNode.Split(node.Orientation);
        copy.Weight = node.Weight;
        foreach (var child in node.Children) copy.Insert(copy.Children.Count, Rename(child, map));
        return copy;
    }

    /// <summary>A window too small for its panes is laid out as small as they can be; what lies beyond its edge is not seen.</summary>
    private void Arrange()
    {
        ArrangeNode(_root, _area with
        {
            Columns = Math.Max(_area.Columns, _root.Least(Orientation.Columns)),
            Rows = Math.Max(_area.Rows, _root.Least(Orientation.Rows)),
        });
        Panes = [.. _root.Leaves().Select(leaf => leaf.Pane!.Value)];
        VerifyIntegrity();
    }

    private static void ArrangeNode(LayoutNode node, Rect area)
    {
        node.Area = area;
        if (node.IsLeaf) return;
        var axis = node.Orientation;
        var extent = (axis == Orientation.Columns ? area.Columns : area.Rows) - (node.Children.Count - 1);
        var total = node.Children.Sum(child => child.Weight);
        var position = axis == Orientation.Columns ? area.Column : area.Row;
        var remaining = extent;
        var leastAfter = node.Children.Sum(child => child.Least(axis));
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            leastAfter -= child.Least(axis);
            var size = i == node.Children.Count - 1 ? remaining : (int)Math.Round(remaining * child.Weight / total);
            size = Math.Max(child.Least(axis), Math.Min(size, remaining - leastAfter));
            ArrangeNode(child, axis == Orientation.Columns ? area with { Column = position, Columns = size } : area with { Row = position, Rows = size });
            position += size + 1;
            remaining -= size;
            total -= child.Weight;
        }
    }

    private static bool Overlaps(Rect from, Rect other, Orientation axis) => axis == Orientation.Columns
        ? from.Row < other.Bottom && other.Row < from.Bottom
        : from.Column < other.Right && other.Column < from.Right;

    /// <summary>Cells between two areas along a direction; negative when the other lies behind.</summary>
    private static int Distance(Rect from, Rect other, Direction direction) => direction switch
    {
        Direction.Left => from.Column - other.Right,
        Direction.Right => other.Column - from.Right,
        Direction.Up => from.Row - other.Bottom,
        _ => other.Row - from.Bottom,
    };

    private static IEnumerable<Border> Borders(LayoutNode node)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            foreach (var inner in Borders(node.Children[i])) yield return inner;
            if (i == node.Children.Count - 1) continue;
            var area = node.Children[i].Area;
            yield return node.Orientation == Orientation.Columns
                ? new Border(Orientation.Columns, new Rect(area.Right, area.Row, 1, area.Rows))
                : new Border(Orientation.Rows, new Rect(area.Column, area.Bottom, area.Columns, 1));
        }
    }

    private static LayoutState SaveNode(LayoutNode node) => new()
    {
        Pane = node.Pane?.Value,
        Orientation = node.IsLeaf ? null : node.Orientation,
        Weight = node.Weight,
        Children = node.IsLeaf ? null : [.. node.Children.Select(SaveNode)],
    };

    private static LayoutNode RestoreNode(LayoutState state)
    {
        var node = state.Pane is { } pane ? LayoutNode.Leaf(new PaneId(pane)) : LayoutNode.Split(state.Orientation ?? Orientation.Columns);
        node.Weight = state.Weight;
        foreach (var child in state.Children ?? []) node.Insert(node.Children.Count, RestoreNode(child));
        return node;
    }

    [Conditional("DEBUG")]
    private void VerifyIntegrity()
    {
        foreach (var node in Nodes(_root).Where(n => !n.IsLeaf))
        {
            Debug.Assert(node.Children.Count >= 2, "A split has at least two children.");
            Debug.Assert(node.Children.All(child => child.Parent == node), "Every child knows its parent.");
            Debug.Assert(node.Children.All(child => child.IsLeaf || child.Orientation != node.Orientation), "Orientations alternate.");
        }
    }

    private static IEnumerable<LayoutNode> Nodes(LayoutNode node) => node.Children.SelectMany(Nodes).Prepend(node);
}
