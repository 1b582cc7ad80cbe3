using System.Net.Sockets;
using Orchtui.Host.Rpc;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Rpc;

public sealed class RpcClientTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new("orchtui-rpc-");
    private readonly HomeDirectory _home;

    public RpcClientTests()
    {
        _home = HomeDirectory.At(_folder.Path);
        _home.Create();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_that_has_more_callers_than_it_takes_just_now_is_a_host()
    {
        using var listener = NewSocket();
        listener.Bind(new UnixDomainSocketEndPoint(_home.HostSocket));
        listener.Listen(0);
        var waiting = new List<Socket>();
        while (TryFill(waiting)) Assert.InRange(waiting.Count, 0, 10);
        var time = new ManualTime();
        var connecting = RpcClient.TryConnectAsync(_home, time);
        await Eventually.TrueAsync("it waits to ask again", () => time.ArmedTimers == 1);
        for (var i = 0; i < waiting.Count; i++) listener.Accept().Dispose();
        time.Advance(TimeSpan.FromSeconds(1));
        using var client = await connecting;
        Assert.NotNull(client);
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Where_nobody_listens_there_is_no_host()
    {
        Assert.Null(await RpcClient.TryConnectAsync(_home));
        using (var listener = NewSocket()) listener.Bind(new UnixDomainSocketEndPoint(_home.HostSocket));
        Assert.Null(await RpcClient.TryConnectAsync(_home));
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private bool TryFill(List<Socket> waiting)
    {
        var socket = NewSocket();
        socket.Blocking = false;
        waiting.Add(socket);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(_home.HostSocket));
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.WouldBlock)
        {
            waiting.Remove(socket);
            socket.Dispose();
            return false;
        }
    }
}
