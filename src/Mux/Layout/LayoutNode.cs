namespace Orchtui.Mux.Layout;

/// <summary>
/// A place in the layout tree: a leaf shows one pane, a split shares its rectangle among two or more children.
/// The share of a child is a weight relative to its siblings, so that growing and shrinking the whole loses no proportions.
/// </summary>
internal sealed class LayoutNode
{
    /// <summary>Cells of the smallest pane, in either direction.</summary>
    public const int SmallestPane = 1;

    private LayoutNode(PaneId pane) => Pane = pane;

    private LayoutNode(Orientation orientation) => Orientation = orientation;

    public LayoutNode? Parent { get; private set; }

    /// <summary>The pane of a leaf; null in a split.</summary>
    public PaneId? Pane { get; }

    public Orientation Orientation { get; }

    public List<LayoutNode> Children { get; } = [];

    public double Weight { get; set; } = 1;

    public Rect Area { get; set; }

    public bool IsLeaf => Pane is not null;

    public static LayoutNode Leaf(PaneId pane) => new(pane);

    public static LayoutNode Split(Orientation orientation) => new(orientation);

    public int Extent(Orientation axis) => axis == Orientation.Columns ? Area.Columns : Area.Rows;

    /// <summary>The fewest cells in which every pane below still has one.</summary>
    public int Least(Orientation axis) => IsLeaf ? SmallestPane
        : Orientation == axis ? Children.Sum(child => child.Least(axis)) + Children.Count - 1
        : Children.Max(child => child.Least(axis));

    public void Insert(int index, LayoutNode child)
    {
        child.Parent = this;
        Children.Insert(index, child);
    }

    public void Replace(LayoutNode child, LayoutNode with)
    {
        var index = Children.IndexOf(child);
        with.Weight = child.Weight;
        with.Parent = this;
        Children[index] = with;
        child.Parent = null;
    }

    public void Remove(LayoutNode child)
    {
        Children.Remove(child);
        child.Parent = null;
    }

    public void Detach() => Parent = null;

    /// <summary>The leaf of a pane. Asked for with every key and every row, so it leaves no garbage.</summary>
    public LayoutNode? Find(PaneId pane)
    {
        if (IsLeaf) return Pane == pane ? this : null;
        foreach (var child in Children)
            if (child.Find(pane) is { } found) return found;
        return null;
    }

    public IEnumerable<LayoutNode> Leaves() => IsLeaf ? [this] : Children.SelectMany(child => child.Leaves());
}
