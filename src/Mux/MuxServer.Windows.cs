using System.Text.Json;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;
using Orchtui.Terminal;

namespace Orchtui.Mux;

/// <summary>Windows: which one a client looks at, how large they are, how panes share them, and how all that is kept on disk.</summary>
public sealed partial class MuxServer
{
    /// <summary>The lines above and below a window.</summary>
    public const int ChromeRows = 2;

    private bool _sessionChanged;

    public void SelectWindow(IClientContext context, int index)
    {
        var client = (Client)context;
        if (index != Session.Home && _session.Find(index) is null) return;
        if (client.Window != index) client.LastWindow = client.Window;
        client.Window = index;
        if (!client.ReadOnly) _session.LastWindow = index;
        client.Connection.TryWrite(AttachProtocol.LookingMessage(index));
        if (_session.Find(index) is { } window) FitTo(window, client);
        client.InvalidateAll();
        SessionChanged();
    }

    public void SelectLastWindow(IClientContext context) => SelectWindow(context, ((Client)context).LastWindow);

    /// <summary>Shows a pane to a client: its window, with the focus on it, which one that only looks leaves where it is.</summary>
    public bool ShowPane(IClientContext context, PaneId pane)
    {
        if (_session.WindowOf(pane) is not { } window) return false;
        if (!context.ReadOnly) FocusPane(window, pane);
        SelectWindow(context, window.Index);
        return true;
    }

    public void FocusPane(Window window, PaneId pane)
    {
        if (window.Zoomed && pane != window.Focused) window.Zoomed = false;
        window.Focus(pane);
        Arrange(window);
        SessionChanged();
    }

    public void ToggleZoom(Window window)
    {
        window.Zoomed = !window.Zoomed && window.Layout.Count > 1;
        Arrange(window);
        SessionChanged();
    }

    public bool MoveEdge(Window window, PaneId pane, Direction direction, int cells)
    {
        if (!window.Layout.MoveEdge(pane, direction, cells)) return false;
        Arrange(window);
        SessionChanged();
        return true;
    }

    public void SwapPanes(Window window, PaneId one, PaneId other)
    {
        window.Layout.Swap(one, other);
        Arrange(window);
        SessionChanged();
    }

    public void RenameWindow(Window window, string name)
    {
        window.Name = name;
        window.Renamed = true;
        SessionChanged();
    }

    /// <summary>Moves a pane into a window of its own.</summary>
    public Window? BreakOut(PaneId pane)
    {
        if (_session.WindowOf(pane) is not { } window || window.Layout.Count < 2) return null;
        window.Remove(pane);
        Arrange(window);
        var fresh = _session.Add(FindPane(pane)!.Record.Name, pane, window.Size);
        Arrange(fresh);
        SessionChanged();
        return fresh;
    }

    /// <summary>Gives a window a size of its own, as long as no client looks at it.</summary>
    public void ResizeWindow(Window window, CellSize size)
    {
        window.Resize(size);
        Arrange(window);
        SessionChanged();
    }

    /// <summary>A window takes the size of the client that uses it. One that only looks sees what fits.</summary>
    private void FitTo(Window window, Client client)
    {
        if (client.ReadOnly) return;
        var size = ContentSize(client.Size);
        if (size.Columns < 1 || size.Rows < 1 || size == window.Size) return;
        window.Resize(size);
        Arrange(window);
        SessionChanged();
    }

    private static CellSize ContentSize(CellSize client) => new(client.Columns, client.Rows - ChromeRows);

    /// <summary>Gives every pane of a window the size of its place and has the window drawn anew where it is seen.</summary>
    private void Arrange(Window window)
    {
        foreach (var id in window.Visible)
        {
            if (!_panes.TryGetValue(id, out var slot) || window.AreaOf(id) is not { } area) continue;
            slot.Pane.Resize(new CellSize(area.Columns, area.Rows));
        }

        foreach (var client in _clients)
            if (client.Window == window.Index) client.InvalidateAll();
    }

    private void CloseWindow(Window window)
    {
        _session.Remove(window);
        foreach (var client in _clients)
        {
            if (client.LastWindow == window.Index) client.LastWindow = Session.Home;
            if (client.Window != window.Index) continue;
            SelectWindow(client, client.LastWindow);
            client.LastWindow = Session.Home;
        }
    }

    private void SessionChanged()
    {
        _sessionChanged = true;
        InvalidateChrome();
    }

    private void InvalidateChrome()
    {
        foreach (var client in _clients) client.InvalidateChrome();
    }

    /// <summary>The layout is a small file that is replaced as a whole.</summary>
    private void SaveSession()
    {
        _sessionChanged = false;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_session.Save(_lastPane) with { FocusTold = FocusTold() }, PaneJson.Default.SessionState);
        try
        {
            File.WriteAllBytes(_options.SessionFile + ".new", bytes);
            File.Move(_options.SessionFile + ".new", _options.SessionFile, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Host.Warn($"The layout could not be written to {_options.SessionFile} ({error.Message}); a restart would bring back the one before.");
        }
    }

    private void RestoreSession()
    {
        if (!File.Exists(_options.SessionFile)) return;
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(_options.SessionFile), PaneJson.Default.SessionState);
            if (state is null) return;
            _lastPane = Math.Max(_lastPane, state.LastPane);
            _session.Restore(state, _panes.Keys.ToHashSet());
            RestoreFocusTold(state.FocusTold);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            Host.Warn($"The layout in {_options.SessionFile} cannot be read ({error.Message}); every pane gets a window of its own.");
        }
    }
}
