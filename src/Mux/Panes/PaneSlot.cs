using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>A pane together with what the multiplexer keeps about it: how its cells are translated, and its place in the poller.</summary>
internal sealed class PaneSlot(MuxServer server) : IEmulatorListener
{
    private long _version = -1;

    public Pane Pane { get; private set; } = null!;

    public GlyphMap Glyphs { get; private set; } = null!;

    /// <summary>When the pane's unfinished synchronized frame was first noticed; 0 for none.</summary>
    public long SynchronizedSince { get; set; }

    /// <summary>The pane is in the poller for reading.</summary>
    public bool IsPolled { get; set; }

    /// <summary>The pane is in the poller for writing as well.</summary>
    public bool PollsWrites { get; set; }

    /// <summary>Lines the person has scrolled back; 0 shows the screen.</summary>
    public CopyMode? CopyMode { get; set; }

    public void Bind(Pane pane, GlyphTable glyphs)
    {
        Pane = pane;
        Glyphs = new GlyphMap(pane.Emulator, glyphs);
    }

    /// <summary>Whether anything visible has changed since the last call.</summary>
    public bool TakeChange()
    {
        if (Pane.Emulator.Version == _version) return false;
        _version = Pane.Emulator.Version;
        return true;
    }

    public void Bell() => server.Host.PaneBell(Pane);

    public void TitleChanged(string title) => server.OnTitle(this, title);

    public void Notification(string title, string body) => server.Host.PaneNotification(Pane, title, body);

    public void StatusChanged(ProgramStatus status) => server.Host.PaneStatusChanged(Pane, status);

    public void SynchronizedFrameEnded() => server.OnFrameEnded(this);
}
