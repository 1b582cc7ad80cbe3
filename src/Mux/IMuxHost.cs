using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;

namespace Orchtui.Mux;

/// <summary>
/// What the multiplexer asks of the program around it. Every member is called on the mux thread and must not block it.
/// </summary>
public interface IMuxHost
{
    /// <summary>The view of window 0 for a new client.</summary>
    IView CreateHome(IClientContext client);

    /// <summary>Draws the line on top.</summary>
    void DrawTop(Surface surface, Rect line, IClientContext client);

    /// <summary>Draws the line below.</summary>
    void DrawBottom(Surface surface, Rect line, IClientContext client);

    /// <summary>The title for the client's own terminal.</summary>
    string TitleFor(IClientContext client);

    /// <summary>Runs the command bound to a key; null when the key means nothing in that table.</summary>
    Task? RunKey(string table, string key, IClientContext client);

    /// <summary>Runs a command given as words.</summary>
    Task RunWords(IReadOnlyList<string> words, IClientContext client);

    void PaneOutput(Pane pane) { }

    void PaneTitleChanged(Pane pane, string title) { }

    void PaneStatusChanged(Pane pane, ProgramStatus status) { }

    void PaneBell(Pane pane) { }

    void PaneNotification(Pane pane, string title, string body) { }

    /// <summary>A person pressed a key in a pane.</summary>
    void PersonTyped(Pane pane) { }

    /// <summary>The pane's terminal hung up: all its output has been read. How its program ended may not be known yet.</summary>
    void PaneHungUp(Pane pane) { }

    /// <summary>The pane's program has ended and all its output has been read.</summary>
    void PaneEnded(Pane pane) { }

    /// <summary>The pane is about to be removed; its end need not have been known.</summary>
    void PaneRemoved(Pane pane) { }

    void Warn(string message);
}
