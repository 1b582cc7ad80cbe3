using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchtui.Host.Plugins;

namespace Orchtui.Host.Tests.Plugins;

public sealed class PluginHttpTests
{
    [Fact]
    public async Task A_client_reaches_loopback_and_takes_a_redirect_as_an_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n");
        using var client = PluginHttp.CreateClient();
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        await serving;
    }

    [Fact]
    public void Clients_keep_their_headers_to_themselves_and_have_no_time_out()
    {
        using var one = PluginHttp.CreateClient();
        using var other = PluginHttp.CreateClient();
        one.DefaultRequestHeaders.Add("X-Key", "secret");
        Assert.Empty(other.DefaultRequestHeaders);
        Assert.Equal(Timeout.InfiniteTimeSpan, one.Timeout);
    }

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using var peer = await listener.AcceptTcpClientAsync();
        var stream = peer.GetStream();
        Assert.True(await stream.ReadAsync(new byte[4096]) > 0);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
