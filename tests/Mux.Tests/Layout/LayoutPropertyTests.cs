using System.Text.Json;
using Orchtui.Mux.Layout;

namespace Orchtui.Mux.Tests.Layout;

/// <summary>Whatever is done to a layout, its panes and the lines between them cover the window, each cell exactly once.</summary>
public class LayoutPropertyTests
{
    private const int Steps = 60;

    [Fact]
    public void Any_sequence_of_operations_leaves_the_window_tiled()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var tree = new LayoutTree(new PaneId(1), new Rect(0, 0, random.Next(40, 200), random.Next(20, 80)));
            var last = 1;
            for (var step = 0; step < Steps; step++)
            {
                var what = Change(tree, random, ref last);
                AssertTiled(tree, $"seed {seed}, step {step}: {what}");
            }
        }
    }

    [Fact]
    public void A_saved_layout_comes_back_as_it_was()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var tree = new LayoutTree(new PaneId(1), new Rect(0, 0, 160, 60));
            var last = 1;
            for (var step = 0; step < 30; step++) Change(tree, random, ref last);
            var saved = JsonSerializer.Deserialize<LayoutState>(JsonSerializer.Serialize(tree.Save()))!;
            var restored = LayoutTree.Restore(saved, tree.Area);
            Assert.Equal(Areas(tree), Areas(restored));
        }
    }

    private static string Change(LayoutTree tree, Random random, ref int last)
    {
        var panes = tree.Panes.ToList();
        var pane = panes[random.Next(panes.Count)];
        switch (random.Next(6))
        {
            case 0 or 1:
                var orientation = random.Next(2) == 0 ? Orientation.Columns : Orientation.Rows;
                if (!tree.CanSplit(pane, orientation)) return "no room";
                tree.Split(pane, new PaneId(++last), orientation);
                return $"split {pane}";
            case 2:
                return $"remove {pane}: {tree.Remove(pane)}";
            case 3:
                return $"move {pane}: {tree.MoveEdge(pane, (Direction)random.Next(4), random.Next(1, 12))}";
            case 4:
                tree.Swap(pane, panes[random.Next(panes.Count)]);
                return "swap";
            default:
                // Never so small that a pane has no cell left: a window of n panes needs 2n - 1 cells each way at most.
                var least = (2 * panes.Count) + 1;
                tree.Resize(new Rect(0, 0, least + random.Next(150), least + random.Next(60)));
                return $"resize to {tree.Area}";
        }
    }

    private static void AssertTiled(LayoutTree tree, string what)
    {
        var covered = new int[tree.Area.Columns, tree.Area.Rows];
        foreach (var pane in tree.Panes) Cover(covered, tree.AreaOf(pane), what);
        foreach (var border in tree.Borders())
        {
            Assert.True(border.Area.Columns == 1 || border.Area.Rows == 1, $"{what}: a line is thicker than a cell: {border}");
            Cover(covered, border.Area, what);
        }

        foreach (var times in covered)
            if (times != 1) Assert.Fail($"{what}: a cell is covered {times} times in {string.Join(' ', Areas(tree))}");
    }

    private static void Cover(int[,] covered, Rect area, string what)
    {
        Assert.True(area is { Columns: >= 1, Rows: >= 1 }, $"{what}: {area} has no cell");
        for (var column = area.Column; column < area.Right; column++)
            for (var row = area.Row; row < area.Bottom; row++) covered[column, row]++;
    }

    private static Dictionary<PaneId, Rect> Areas(LayoutTree tree) => tree.Panes.ToDictionary(pane => pane, tree.AreaOf);
}
