using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Orchtui.EndToEnd.Harness;

/// <summary>One connection for many calls, where starting a verb for each would take the longer part of a test.</summary>
internal sealed class RpcConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private int _last;

    public RpcConnection(OrchtuiHome home)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(home.Path, "run", "host.sock")));
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
    }

    public async Task<JsonNode?> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_last;
        var call = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{call.ToJsonString()}\n"));
        while (await _reader.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!;
            if (answer["id"]?.GetValue<int>() != id) continue;
            Assert.True(answer["error"] is null, $"{method}: {answer["error"]?.ToJsonString()}");
            return answer["result"];
        }

        throw new InvalidOperationException($"The host hung up during {method}.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
