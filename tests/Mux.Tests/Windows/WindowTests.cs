using Orchtui.Mux.Layout;
using Orchtui.Mux.Windows;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Windows;

public class WindowTests
{
    private static readonly PaneId One = new(1);
    private static readonly PaneId Two = new(2);
    private static readonly PaneId Three = new(3);

    [Fact]
    public void The_focus_goes_back_to_the_pane_that_had_it_before()
    {
        var window = OfThree();
        window.Focus(Three);
        window.Focus(One);
        Assert.Equal(Three, window.LastFocused);
        window.Remove(One);
        Assert.Equal(Three, window.Focused);
        window.Remove(Three);
        Assert.Equal(Two, window.Focused);
    }

    [Fact]
    public void Removing_a_pane_that_has_not_the_focus_leaves_the_focus()
    {
        var window = OfThree();
        window.Focus(Three);
        Assert.True(window.Remove(Two));
        Assert.Equal(Three, window.Focused);
        Assert.NotEqual(Two, window.LastFocused);
    }

    [Fact]
    public void A_zoomed_pane_fills_the_window_and_hides_the_others()
    {
        var window = OfThree();
        window.Zoomed = true;
        Assert.Equal([window.Focused], window.Visible);
        Assert.Equal(new Rect(0, 0, 80, 24), window.AreaOf(window.Focused));
        Assert.Null(window.AreaOf(Three));
    }

    [Fact]
    public void Splitting_ends_a_zoom()
    {
        var window = OfThree();
        window.Zoomed = true;
        window.Split(Three, new PaneId(4), Orientation.Rows);
        Assert.False(window.Zoomed);
    }

    [Fact]
    public void The_last_pane_cannot_be_taken_out() => Assert.False(new Window(1, "w", One, new CellSize(80, 24)).Remove(One));

    [Fact]
    public void Windows_take_the_lowest_free_number_and_stepping_goes_around_through_the_queue()
    {
        var session = new Session();
        var first = session.Add("a", One, new CellSize(80, 24));
        var second = session.Add("b", Two, new CellSize(80, 24));
        Assert.Equal((1, 2), (first.Index, second.Index));
        Assert.Equal([2, 0, 1], new[] { session.Step(1, 1), session.Step(2, 1), session.Step(0, 1) });
        Assert.Equal(2, session.Step(0, -1));
        Assert.Equal(1, session.Step(77, 1));
        session.Remove(first);
        Assert.Equal(1, session.Add("c", Three, new CellSize(80, 24)).Index);
        Assert.Equal(second, session.WindowOf(Two));
        Assert.Null(session.WindowOf(One));
    }

    [Fact]
    public void A_saved_session_comes_back_without_the_panes_that_are_gone()
    {
        var session = new Session();
        var window = session.Add("a", One, new CellSize(80, 24));
        window.Split(One, Two, Orientation.Columns);
        window.Focus(Two);
        window.Zoomed = true;
        session.Add("gone", Three, new CellSize(80, 24));
        session.LastWindow = 2;
        var state = session.Save(9);
        Assert.Equal(9, state.LastPane);

        var restored = new Session();
        restored.Restore(state, new HashSet<PaneId> { One });
        var one = Assert.Single(restored.Windows);
        Assert.Equal((One, false), (one.Focused, one.Zoomed));
        Assert.Equal(Session.Home, restored.LastWindow);
    }

    private static Window OfThree()
    {
        var window = new Window(1, "w", One, new CellSize(80, 24));
        window.Split(One, Two, Orientation.Columns);
        window.Split(Two, Three, Orientation.Rows);
        window.Focus(Two);
        return window;
    }
}
