using Orchtui.Mux.Layout;

namespace Orchtui.Mux.Tests.Layout;

public class LayoutTreeTests
{
    private static readonly Rect Window = new(0, 0, 81, 25);
    private static readonly PaneId One = new(1);
    private static readonly PaneId Two = new(2);
    private static readonly PaneId Three = new(3);

    [Fact]
    public void The_first_pane_fills_the_window() => Assert.Equal(Window, new LayoutTree(One, Window).AreaOf(One));

    [Fact]
    public void Splitting_into_columns_halves_the_pane_around_a_line()
    {
        var tree = new LayoutTree(One, Window);
        tree.Split(One, Two, Orientation.Columns);
        Assert.Equal(new Rect(0, 0, 40, 25), tree.AreaOf(One));
        Assert.Equal(new Rect(41, 0, 40, 25), tree.AreaOf(Two));
        Assert.Equal(new Border(Orientation.Columns, new Rect(40, 0, 1, 25)), Assert.Single(tree.Borders()));
    }

    [Theory]
    [InlineData(Orientation.Columns)]
    [InlineData(Orientation.Rows)]
    public void The_area_after_a_split_is_told_before_it(Orientation orientation)
    {
        var tree = Columns(One, Two);
        var told = tree.AreaAfterSplit(Two, Three, orientation);
        Assert.Equal([One, Two], tree.Panes);
        tree.Split(Two, Three, orientation);
        Assert.Equal(tree.AreaOf(Three), told);
    }

    [Fact]
    public void Splitting_the_same_way_again_halves_that_pane_only()
    {
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Columns);
        Assert.Equal([One, Two, Three], tree.Panes);
        Assert.InRange(tree.AreaOf(One).Columns, 39, 41);
        Assert.InRange(tree.AreaOf(Two).Columns, 19, 20);
        Assert.InRange(tree.AreaOf(Three).Columns, 19, 20);
    }

    [Fact]
    public void A_split_the_other_way_nests()
    {
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Rows);
        Assert.Equal(new Rect(41, 0, 40, 12), tree.AreaOf(Two));
        Assert.Equal(new Rect(41, 13, 40, 12), tree.AreaOf(Three));
        Assert.Equal(new Rect(0, 0, 40, 25), tree.AreaOf(One));
    }

    [Fact]
    public void Removing_one_of_two_gives_the_other_the_whole_window()
    {
        var tree = Columns(One, Two);
        Assert.True(tree.Remove(One));
        Assert.Equal(Window, tree.AreaOf(Two));
        Assert.False(tree.Contains(One));
    }

    [Fact]
    public void The_last_pane_is_not_removed()
    {
        var tree = new LayoutTree(One, Window);
        Assert.False(tree.Remove(One));
        Assert.True(tree.Contains(One));
    }

    [Fact]
    public void A_split_left_with_one_child_that_runs_like_its_parent_becomes_part_of_it()
    {
        // One | (Two over (Three | Four)): without Two the row of Three and Four stands directly in the row of One.
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Rows);
        tree.Split(Three, new PaneId(4), Orientation.Columns);
        tree.Remove(Two);
        var root = tree.Save();
        Assert.Equal(Orientation.Columns, root.Orientation);
        Assert.Equal([1, 3, 4], root.Children!.Select(child => child.Pane!.Value));
        Assert.Equal(40, tree.AreaOf(One).Columns);
    }

    [Fact]
    public void Shrinking_and_growing_back_keeps_every_share()
    {
        var tree = Columns(One, Two);
        tree.MoveEdge(One, Direction.Right, 13);
        tree.Split(Two, Three, Orientation.Rows);
        var before = tree.Panes.ToDictionary(pane => pane, tree.AreaOf);
        tree.Resize(new Rect(0, 0, 9, 4));
        tree.Resize(Window);
        Assert.Equal(before, tree.Panes.ToDictionary(pane => pane, tree.AreaOf));
    }

    [Fact]
    public void The_right_edge_moves_in_the_direction_named()
    {
        var tree = Columns(One, Two);
        Assert.True(tree.MoveEdge(One, Direction.Right, 5));
        Assert.Equal((45, 35), (tree.AreaOf(One).Columns, tree.AreaOf(Two).Columns));
        Assert.True(tree.MoveEdge(One, Direction.Left, 10));
        Assert.Equal((35, 45), (tree.AreaOf(One).Columns, tree.AreaOf(Two).Columns));
    }

    [Fact]
    public void The_last_pane_of_a_row_moves_its_left_edge()
    {
        var tree = Columns(One, Two);
        Assert.True(tree.MoveEdge(Two, Direction.Left, 5));
        Assert.Equal((35, 45), (tree.AreaOf(One).Columns, tree.AreaOf(Two).Columns));
    }

    [Fact]
    public void An_edge_stops_one_cell_short_of_the_neighbours_far_side()
    {
        var tree = Columns(One, Two);
        Assert.True(tree.MoveEdge(One, Direction.Right, 1000));
        Assert.Equal((79, 1), (tree.AreaOf(One).Columns, tree.AreaOf(Two).Columns));
        Assert.False(tree.MoveEdge(One, Direction.Right, 1));
    }

    [Fact]
    public void There_is_no_edge_to_move_across_the_only_orientation()
    {
        Assert.False(Columns(One, Two).MoveEdge(One, Direction.Down, 1));
        Assert.False(new LayoutTree(One, Window).MoveEdge(One, Direction.Right, 1));
    }

    [Fact]
    public void Moving_an_edge_leaves_the_other_panes_of_the_row_alone()
    {
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Columns);
        var third = tree.AreaOf(Three);
        tree.MoveEdge(One, Direction.Right, 3);
        Assert.Equal(third, tree.AreaOf(Three));
    }

    [Fact]
    public void Going_in_a_direction_reaches_the_neighbour_and_wraps_at_the_edge()
    {
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Rows);
        Assert.Equal(Two, tree.Neighbour(One, Direction.Right));
        Assert.Equal(One, tree.Neighbour(Two, Direction.Left));
        Assert.Equal(Three, tree.Neighbour(Two, Direction.Down));
        Assert.Equal(Three, tree.Neighbour(Two, Direction.Up));
        Assert.Equal(One, tree.Neighbour(Three, Direction.Right));
        Assert.Equal(One, tree.Neighbour(One, Direction.Down));
    }

    [Fact]
    public void Next_goes_around_in_both_directions()
    {
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Rows);
        Assert.Equal(One, tree.Next(Three, 1));
        Assert.Equal(Three, tree.Next(One, -1));
    }

    [Fact]
    public void Swapped_panes_take_each_others_places()
    {
        var tree = Columns(One, Two);
        tree.MoveEdge(One, Direction.Right, 7);
        var (first, second) = (tree.AreaOf(One), tree.AreaOf(Two));
        tree.Swap(One, Two);
        Assert.Equal((second, first), (tree.AreaOf(One), tree.AreaOf(Two)));
    }

    [Fact]
    public void A_pane_of_two_cells_cannot_be_split()
    {
        Assert.False(new LayoutTree(One, new Rect(0, 0, 2, 3)).CanSplit(One, Orientation.Columns));
        Assert.True(new LayoutTree(One, new Rect(0, 0, 2, 3)).CanSplit(One, Orientation.Rows));
    }

    [Fact]
    public void A_nested_split_is_never_squeezed_below_a_cell_a_pane()
    {
        // One | (Two over (Three | Four)): the right half needs three columns.
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Rows);
        tree.Split(Three, new PaneId(4), Orientation.Columns);
        tree.MoveEdge(One, Direction.Right, 1000);
        Assert.Equal((77, 3, 1, 1), (tree.AreaOf(One).Columns, tree.AreaOf(Two).Columns, tree.AreaOf(Three).Columns, tree.AreaOf(new PaneId(4)).Columns));
    }

    [Fact]
    public void A_window_too_small_for_its_panes_keeps_a_cell_for_each()
    {
        var tree = Columns(One, Two);
        tree.Split(Two, Three, Orientation.Columns);
        tree.Resize(new Rect(0, 0, 2, 1));
        Assert.All(tree.Panes, pane => Assert.Equal((1, 1), (tree.AreaOf(pane).Columns, tree.AreaOf(pane).Rows)));
        tree.Resize(Window);
        Assert.Equal(40, tree.AreaOf(One).Columns);
    }

    [Fact]
    public void A_pane_of_another_window_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => new LayoutTree(One, Window).AreaOf(Two));

    private static LayoutTree Columns(PaneId left, PaneId right)
    {
        var tree = new LayoutTree(left, Window);
        tree.Split(left, right, Orientation.Columns);
        return tree;
    }
}
