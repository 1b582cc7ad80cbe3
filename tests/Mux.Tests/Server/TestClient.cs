using Orchtui.Mux.Clients;
using Orchtui.Pty;

namespace Orchtui.Mux.Tests.Server;

/// <summary>A client process as the server sees it: a connection that handed a terminal over.</summary>
internal sealed class TestClient : IDisposable
{
    public TestClient(string socket, int columns = 80, int rows = 24, Func<ClientHello, ClientHello>? change = null)
    {
        Terminal = new TestTerminal(columns, rows);
        Connection = UnixConnection.Connect(socket).Connection!;
        var hello = new ClientHello
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor" },
        };
        var bytes = (change is null ? hello : change(hello)).Encode();
        Assert.True(Connection.SendHandles(bytes.AsSpan(0, 1), [Terminal.Slave, Terminal.Slave]));
        Assert.True(Connection.WriteAll(bytes.AsSpan(1)));
    }

    public TestTerminal Terminal { get; }

    public UnixConnection Connection { get; }

    public void Type(string text) => Terminal.Type(text);

    public Task ShowsAsync(string text) => Terminal.ShowsAsync(text);

    public Task HidesAsync(string text) => Terminal.HidesAsync(text);

    public void Resize(int columns, int rows)
    {
        Terminal.Resize(columns, rows);
        Connection.WriteAll(AttachProtocol.Message(AttachProtocol.Resized, []));
    }

    public void Dispose()
    {
        Connection.Dispose();
        Terminal.Dispose();
    }
}
