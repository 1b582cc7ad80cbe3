using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Orchtui.Host.Client;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Rpc;

/// <summary>Calls the host's commands from another process, starting the host first where the caller wants that.</summary>
internal sealed class RpcClient : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(10);

    /// <summary>Two seconds of them.</summary>
    private const int MostBusyTries = 200;

    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private int _lastId;

    private RpcClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.UTF8);
    }

    /// <summary>Null when no host runs. One whose queue of callers is full runs, and is asked again for a moment.</summary>
    public static async Task<RpcClient?> TryConnectAsync(HomeDirectory home, TimeProvider? time = null)
    {
        for (var tries = 0; tries < MostBusyTries; tries++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(home.HostSocket)).ConfigureAwait(false);
                return new RpcClient(socket);
            }
            catch (SocketException error)
            {
                socket.Dispose();
                if (error.SocketErrorCode != SocketError.WouldBlock) return null;
            }

            await Task.Delay(RetryAfter, time ?? TimeProvider.System).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Connects, starting the host when none answers. The error says what stood against it.</summary>
    public static async Task<(RpcClient? Client, string Error)> ConnectAsync(HomeDirectory home, TimeProvider time)
    {
        if (await TryConnectAsync(home).ConfigureAwait(false) is { } running) return (running, "");
        using var start = new HostStarting(home, time);
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < StartTimeout)
        {
            if (!start.Advance()) return (null, start.Problem!);
            if (await TryConnectAsync(home, time).ConfigureAwait(false) is { } client) return (client, "");
            await Task.Delay(RetryAfter, time).ConfigureAwait(false);
        }

        return (null, $"The host did not start within {StartTimeout.TotalSeconds:0} s; its log is {home.HostLog}");
    }

    public static CommandResult HostWentAway { get; } =
        CommandResult.Fail("The host went away before it answered; 'orchtui service status' tells whether it is back.");

    /// <summary>Makes a call and waits for its outcome.</summary>
    public async Task<CommandResult> CallAsync(string method, JsonObject parameters, CancellationToken cancellation = default) =>
        await TryCallAsync(method, parameters, cancellation).ConfigureAwait(false) ?? HostWentAway;

    /// <summary>Makes a call and waits for its outcome; null when the host went away.</summary>
    public async Task<CommandResult?> TryCallAsync(string method, JsonObject parameters, CancellationToken cancellation = default)
    {
        if (await AskAsync(method, parameters, cancellation).ConfigureAwait(false) is not { } answer) return null;
        if (answer["error"] is JsonObject error)
            return CommandResult.Fail(error["message"]!.GetValue<string>(), RpcErrorCode.ToKind(error["code"]!.GetValue<int>()));
        return CommandResult.Ok(answer["result"]?.DeepClone());
    }

    /// <summary>Makes a call and waits for the answer as it is; null when the host went away.</summary>
    public async Task<JsonObject?> AskAsync(string method, JsonObject parameters, CancellationToken cancellation = default)
    {
        parameters["_caller"] ??= Caller.Self();
        try
        {
            await _stream.WriteAsync(RpcMessages.Request(++_lastId, method, parameters), cancellation).ConfigureAwait(false);
            var line = await _reader.ReadLineAsync(cancellation).ConfigureAwait(false);
            return line is null ? null : JsonNode.Parse(line)!.AsObject();
        }
        catch (IOException)
        {
            // The connection broke, which is how a host that goes away looks from here.
            return null;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
