using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Mux.Windows;

/// <summary>
/// All windows of a home, by number. Number 0 is the queue, which is not a window of panes but a view of each client's own.
/// Belongs to the mux thread.
/// </summary>
public sealed class Session
{
    public const int Home = 0;

    private readonly SortedDictionary<int, Window> _windows = [];

    public IEnumerable<Window> Windows => _windows.Values;

    public int Count => _windows.Count;

    /// <summary>The window the last client looked at.</summary>
    public int LastWindow { get; set; }

    public Window? Find(int index) => _windows.GetValueOrDefault(index);

    public Window? WindowOf(PaneId pane) => _windows.Values.FirstOrDefault(window => window.Layout.Contains(pane));

    public Window Add(string name, PaneId first, CellSize size)
    {
        var index = 1;
        while (_windows.ContainsKey(index)) index++;
        var window = new Window(index, name, first, size);
        _windows.Add(index, window);
        return window;
    }

    public void Remove(Window window) => _windows.Remove(window.Index);

    /// <summary>The window a client goes to from another: the next or the previous number, the queue included, around the end.</summary>
    public int Step(int from, int step)
    {
        List<int> all = [Home, .. _windows.Keys];
        var at = all.IndexOf(from);
        return all[(((Math.Max(at, 0) + step) % all.Count) + all.Count) % all.Count];
    }

    public SessionState Save(int lastPane) => new() { Windows = [.. _windows.Values.Select(window => window.Save())], LastWindow = LastWindow, LastPane = lastPane };

    /// <summary>Takes the saved windows back, without the panes that are gone.</summary>
    public void Restore(SessionState state, IReadOnlySet<PaneId> alive)
    {
        foreach (var saved in state.Windows ?? [])
        {
            if (!IsSound(saved) || !PanesOf(saved.Layout).Any(alive.Contains)) continue;
            var window = new Window(saved);
            foreach (var gone in window.Layout.Panes.Where(pane => !alive.Contains(pane)).ToList()) window.Remove(gone);
            if (!window.Layout.Contains(window.Focused)) window.Focus(window.Layout.Panes.First());
            _windows[window.Index] = window;
        }

        LastWindow = _windows.ContainsKey(state.LastWindow) ? state.LastWindow : Home;
    }

    /// <summary>A file that somebody else wrote may hold anything; a window that makes no sense is left out, its panes are not.</summary>
    private bool IsSound(WindowState? saved)
    {
        if (saved is not { Index: > 0, Columns: > 0, Rows: > 0, Layout: not null } || _windows.ContainsKey(saved.Index) || !saved.Layout.IsSound) return false;
        var panes = PanesOf(saved.Layout).ToList();
        return panes.Distinct().Count() == panes.Count && panes.TrueForAll(pane => WindowOf(pane) is null);
    }

    private static IEnumerable<PaneId> PanesOf(LayoutState state) =>
        state.Pane is { } pane ? [new PaneId(pane)] : (state.Children ?? []).SelectMany(PanesOf);
}
