using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux;

/// <summary>Clients coming and going.</summary>
public sealed partial class MuxServer
{
    /// <summary>The least time a message is shown.</summary>
    private static readonly TimeSpan ToastTime = TimeSpan.FromSeconds(4);

    /// <summary>A long one stays longer: so long for each letter.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(60);

    /// <summary>Terminals drop longer ones.</summary>
    private const int LongestCopy = 512 * 1024;

    private readonly List<Client> _clients = [];
    private int _lastClient;

    public IEnumerable<IClientContext> Clients => _clients;

    public IClientContext? FindClient(ClientId id) => _clients.Find(client => client.Id == id);

    /// <summary>The client whose person did something last; those that only look do nothing.</summary>
    public IClientContext? LatestClient => _clients.Where(client => !client.ReadOnly).MaxBy(client => client.LastInput);

    /// <summary>Sends a client away with a line for its person.</summary>
    public void Detach(IClientContext context, string message, byte exitCode = 0)
    {
        var client = (Client)context;
        if (client.Gone) return;

        // Put right before the client is told: a shell behind it looks at the terminal as soon as it has ended, and changes it.
        client.Terminal.Dispose();
        client.Connection.WriteAll(AttachProtocol.DetachedMessage(exitCode, message));
        Drop(client, restoreTerminal: false);
    }

    /// <summary>Passes a program's bell on to every client.</summary>
    public void RingClients()
    {
        foreach (var client in _clients) client.Screen.Ring();
    }

    /// <summary>What a program copies reaches the clipboard of the clients that see its pane, and of no others; a terminal that does not keep up does without.</summary>
    internal void OnClipboard(PaneSlot slot, char selection, ReadOnlySpan<byte> data)
    {
        if (data.Length > LongestCopy) return;
        var sequence = ClipboardSequence(selection, data);
        foreach (var client in _clients)
            if (PlaceOf(client, slot.Pane.Id) is not null && !client.Screen.IsBlocked) client.Screen.Send(sequence);
    }

    private static byte[] ClipboardSequence(char selection, ReadOnlySpan<byte> data) =>
        Encoding.ASCII.GetBytes($"\x1b]52;{selection};{Convert.ToBase64String(data)}\x1b\\");

    internal void ShowToast(Client client, string message, bool isError)
    {
        var time = ReadingTime * message.Length;
        client.ToastShown = (message, isError, Now + Ticks(time > ToastTime ? time : ToastTime));
    }

    private void AcceptClients()
    {
        while (_listener!.Accept() is { } connection)
        {
            if (connection.Peer is not { } peer || peer.UserId != Self.UserId)
            {
                connection.Dispose();
                continue;
            }

            var token = NewToken(pane: false);
            var arrival = new Arrival(connection);
            _poller.Add(connection.Handle, token, PollEvents.Readable);
            _handlers[token] = _ => ReceiveHello(arrival, token);
        }

        if (_listenerRest!.Note() is { } shortage) Host.Warn(shortage);
    }

    /// <summary>A connection that has not said who it is yet.</summary>
    private sealed record Arrival(UnixConnection Connection)
    {
        public MessageReader Messages { get; } = new();

        public List<FileDescriptor> Handles { get; } = [];
    }

    private void ReceiveHello(Arrival arrival, long token)
    {
        Span<byte> buffer = stackalloc byte[16 * 1024];
        var result = arrival.Connection.TryReceiveHandles(buffer, arrival.Handles);
        if (result.WouldBlock) return;
        arrival.Messages.Append(buffer[..result.Count]);
        var message = arrival.Messages.Take();
        if (message is null && !result.HungUp && !arrival.Messages.IsGarbage) return;
        _poller.Remove(arrival.Connection.Handle);
        _handlers.Remove(token);
        if (message is { Type: AttachProtocol.Hello } hello) Welcome(arrival, hello.Body);
        else Refuse(arrival, null);
    }

    private void Welcome(Arrival arrival, byte[] body)
    {
        if (ClientHello.Decode(body) is not { } hello)
        {
            Refuse(arrival, "This client and the running host are of different versions; run 'orchtui service restart'.");
            return;
        }

        if (arrival.Handles.Count == 0 || RawTerminal.TryOpen(arrival.Handles[0], out _) is not { } terminal || !terminal.EnterRaw())
        {
            Refuse(arrival, "A terminal is needed: standard input is none.");
            return;
        }

        Client client;
        try
        {
            client = TakeIn(arrival, hello, terminal);
        }
        catch (NativeCallException error)
        {
            terminal.Restore();
            Refuse(arrival, $"The host cannot take another client: {error.Message}");
            return;
        }

        client.Home = Host.CreateHome(client);
        client.Screen.Send(OuterTerminal.Enter);
        AskColors(client);
        client.Screen.Send(OuterTerminal.Ask);
        MeasureTerminal(client);
        SelectWindow(client, WindowFor(hello));
        client.LastWindow = Session.Home;
        client.LastInput = Now;
        if (hello.TypedAhead.Length > 0) TakeInput(client, hello.TypedAhead);
        client.Urgency = FrameUrgency.Now;
        TakeMessages(client);
    }

    private Client TakeIn(Arrival arrival, ClientHello hello, RawTerminal terminal)
    {
        var screen = new ClientScreen(_glyphs, OuterTerminal.DepthOf(hello.Environment));
        var client = new Client(this, new ClientId(++_lastClient), arrival.Connection, hello, terminal, arrival.Handles, screen)
        {
            Messages = arrival.Messages,
            ConnectionToken = NewToken(pane: false),
            TtyToken = NewToken(pane: false),
        };
        _poller.Add(client.Connection.Handle, client.ConnectionToken, PollEvents.Readable);
        _poller.Add(client.Tty, client.TtyToken, PollEvents.Readable);
        _handlers[client.ConnectionToken] = _ => ReadMessages(client);
        _handlers[client.TtyToken] = events => OnTtyReady(client, events);
        _clients.Add(client);
        return client;
    }

    private int WindowFor(ClientHello hello)
    {
        if (hello.TaskId != 0 && _panes.Values.FirstOrDefault(slot => slot.Pane.Record.TaskId == hello.TaskId) is { } slot)
            return _session.WindowOf(slot.Pane.Id)?.Index ?? Session.Home;
        var wanted = hello.Window >= 0 ? hello.Window : _session.LastWindow;
        return _session.Find(wanted) is null ? Session.Home : wanted;
    }

    private static void Refuse(Arrival arrival, string? message)
    {
        if (message is not null) arrival.Connection.WriteAll(AttachProtocol.DetachedMessage(1, message));
        foreach (var handle in arrival.Handles) handle.Dispose();
        arrival.Connection.Dispose();
    }

    private void ReadMessages(Client client)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var result = client.Connection.TryRead(buffer);
        if (result.WouldBlock) return;
        if (result.HungUp)
        {
            // The client died without a word: nobody but us can put its terminal right.
            Drop(client, restoreTerminal: true);
            return;
        }

        client.Messages.Append(buffer[..result.Count]);
        TakeMessages(client);
    }

    private void TakeMessages(Client client)
    {
        while (!client.Gone && client.Messages.Take() is { } message)
        {
            if (message.Type == AttachProtocol.Resized) MeasureTerminal(client);
            else if (message.Type == AttachProtocol.Leave) Detach(client, "");
        }

        if (client.Messages.IsGarbage) Drop(client, restoreTerminal: true);
    }

    private void MeasureTerminal(Client client)
    {
        var size = client.Terminal.Size is { } known
            ? new CellSize(Math.Min((int)known.Columns, CellSize.MaxColumns), Math.Min((int)known.Rows, CellSize.MaxRows))
            : new CellSize(80, 24);
        if (size == client.Size) return;
        client.Size = size;
        client.Screen.Resize(size);
        if (_session.Find(client.Window) is { } window) FitTo(window, client);
        client.InvalidateAll();
    }

    private void Drop(Client client, bool restoreTerminal)
    {
        if (client.Gone) return;
        client.Gone = true;
        GiveUpWaits(client);
        _clients.Remove(client);
        _poller.Remove(client.Connection.Handle);
        _poller.Remove(client.Tty);
        _handlers.Remove(client.ConnectionToken);
        _handlers.Remove(client.TtyToken);
        if (restoreTerminal)
        {
            // Through the descriptor that never blocks: a stalled terminal gets what it takes and stalls nobody.
            client.Tty.Write(OuterTerminal.Leave);
            client.Terminal.Restore();
        }

        client.Dispose();
        if (_session.Find(client.Window) is { } window
            && _clients.Where(other => !other.ReadOnly && other.Window == window.Index).MaxBy(other => other.LastInput) is { } left) FitTo(window, left);
        InvalidateChrome();
    }
}
