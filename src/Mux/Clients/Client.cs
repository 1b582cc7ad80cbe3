using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux.Clients;

/// <summary>
/// One attached terminal: its descriptors, what it looks at, what lies over that, and how far it is drawn. The terminal itself was
/// handed over by the client process and is read and written here. Belongs to the mux thread.
/// </summary>
internal sealed class Client : IClientContext, IDisposable
{
    private readonly MuxServer _server;
    private readonly List<IView> _overlays = [];
    private readonly List<FileDescriptor> _received;

    public Client(MuxServer server, ClientId id, UnixConnection connection, ClientHello hello, RawTerminal terminal, List<FileDescriptor> received, ClientScreen screen)
    {
        _server = server;
        _received = received;
        Id = id;
        Connection = connection;
        Hello = hello;
        Terminal = terminal;
        Tty = terminal.Reopen();
        Screen = screen;
    }

    public ClientId Id { get; }

    public UnixConnection Connection { get; }

    public ClientHello Hello { get; }

    public RawTerminal Terminal { get; }

    /// <summary>The terminal, opened for this process alone and non-blocking.</summary>
    public FileDescriptor Tty { get; }

    public ClientScreen Screen { get; }

    public InputDecoder Decoder { get; } = new();

    public CellSize Size { get; set; }

    public int Window { get; set; }

    public int LastWindow { get; set; }

    public bool ReadOnly => Hello.ReadOnly;

    public string WorkingDirectory => Hello.WorkingDirectory;

    public IReadOnlyDictionary<string, string> Environment => Hello.Environment;

    public IView Home { get; set; } = null!;

    public IReadOnlyList<IView> Overlays => _overlays;

    /// <summary>What keys go to first.</summary>
    public IView? TopOverlay => _overlays.Count > 0 ? _overlays[^1] : null;

    /// <summary>The prefix key was pressed: the next key is a command.</summary>
    public bool PrefixPending { get; set; }

    /// <summary>Keys and mouse events that wait for a command under way, so that they meet what it makes.</summary>
    public InputHold Hold { get; } = new();

    /// <summary>The paste under way; null for none.</summary>
    public ClientPaste? Paste { get; set; }

    /// <summary>The panes it looks back in.</summary>
    public Dictionary<PaneId, CopyMode> Copies { get; } = [];

    /// <summary>The button that is down over a pane; null for none.</summary>
    public CopyDrag? Drag { get; set; }

    /// <summary>Whether its terminal has the focus, which counts as so until the terminal says something else.</summary>
    public bool HasFocus { get; set; } = true;

    /// <summary>When the person last did something here.</summary>
    public long LastInput { get; set; }

    /// <summary>A repeatable prefix key may be pressed again without the prefix until then.</summary>
    public long RepeatUntil { get; set; }

    /// <summary>The message over the top of the screen; what lies below it shows again when it goes.</summary>
    public (string Text, bool IsError, long Until)? ToastShown
    {
        get;
        set
        {
            if (field is not null || value is not null) InvalidateAll();
            field = value;
        }
    }

    public long LastFrame { get; set; } = long.MinValue / 2;

    public FrameUrgency Urgency { get; set; }

    public bool NeedsFrame { get; set; }

    /// <summary>The title its terminal was last given.</summary>
    public string Title { get; set; } = "";

    /// <summary>Top and bottom line are to be drawn again.</summary>
    public bool ChromeDirty { get; set; }

    /// <summary>Everything is to be composed again.</summary>
    public bool AllDirty { get; set; }

    /// <summary>When a lone Esc counts as the key; 0 for none pending.</summary>
    public long EscapeDue { get; set; }

    /// <summary>How far what is larger than its place was moved in the last frame.</summary>
    public (int Column, int Row) Shift { get; set; }

    public bool WatchesTtyWrites { get; set; }

    public long TtyToken { get; set; }

    public long ConnectionToken { get; set; }

    public required MessageReader Messages { get; init; }

    public bool Gone { get; set; }

    public void Invalidate() => InvalidateAll();

    public void InvalidateAll()
    {
        AllDirty = true;
        ChromeDirty = true;
        NeedsFrame = true;
    }

    public void InvalidateChrome()
    {
        ChromeDirty = true;
        NeedsFrame = true;
    }

    public void Push(IView overlay)
    {
        _overlays.Add(overlay);
        InvalidateAll();
        Urgency = FrameUrgency.Now;
    }

    public void Close(IView overlay)
    {
        _overlays.Remove(overlay);
        InvalidateAll();
        Urgency = FrameUrgency.Now;
    }

    public void Toast(string message, bool isError) => _server.ShowToast(this, message, isError);

    public void Run(params string[] words) => _server.RunCommand(this, words);

    public void Post(Action action) => _server.Post(action);

    public void Dispose()
    {
        Screen.Dispose();
        Tty.Dispose();
        Terminal.Dispose();
        Connection.Dispose();
        foreach (var handle in _received) handle.Dispose();
    }
}
