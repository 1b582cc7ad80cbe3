using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>A pane together with what the multiplexer keeps about it: how its cells are translated, and its place in the poller.</summary>
internal sealed class PaneSlot(MuxServer server) : IEmulatorListener
{
    private long _version = -1;

    /// <summary>While a restored pane replays what its program printed, that is history: nobody is told of it.</summary>
    private bool _isBound;

    public Pane Pane { get; private set; } = null!;

    public GlyphMap Glyphs { get; private set; } = null!;

    /// <summary>When the pane's unfinished synchronized frame was first noticed; 0 for none.</summary>
    public long SynchronizedSince { get; set; }

    /// <summary>The pane is in the poller for reading.</summary>
    public bool IsPolled { get; set; }

    /// <summary>The pane is in the poller for writing as well.</summary>
    public bool PollsWrites { get; set; }

    /// <summary>The pane is not read for a moment, because a key has precedence.</summary>
    public bool Rests { get; set; }

    /// <summary>What a person has typed into the pane and not sent.</summary>
    public PersonDraft Draft { get; } = new();

    /// <summary>Whether the program was last told that it has the focus; null when it does not ask, or was told nothing yet.</summary>
    public bool? FocusTold { get; set; }

    public void Bind(Pane pane, GlyphTable glyphs)
    {
        Pane = pane;
        Glyphs = new GlyphMap(pane.Emulator, glyphs);
        _isBound = true;
        pane.Faulted = error =>
        {
            // Another emulator has taken the place of the one that all this was about.
            Glyphs = new GlyphMap(pane.Emulator, glyphs);
            SynchronizedSince = 0;
            _version = -1;
            server.OnFault(this, error);
        };
    }

    /// <summary>Whether anything visible has changed since the last call.</summary>
    public bool TakeChange()
    {
        if (Pane.Emulator.Version == _version) return false;
        _version = Pane.Emulator.Version;
        return true;
    }

    public void Bell()
    {
        if (_isBound) server.Host.PaneBell(Pane);
    }

    public void TitleChanged(string title)
    {
        if (_isBound) server.OnTitle(this, title);
    }

    public void Notification(string title, string body)
    {
        if (_isBound) server.Host.PaneNotification(Pane, title, body);
    }

    public void ClipboardWrite(char selection, ReadOnlySpan<byte> data)
    {
        if (_isBound) server.OnClipboard(this, selection, data);
    }

    public void StatusChanged(ProgramStatus status)
    {
        if (_isBound) server.Host.PaneStatusChanged(Pane, status);
    }

    public void SynchronizedFrameEnded()
    {
        if (_isBound) server.OnFrameEnded(this);
    }
}
