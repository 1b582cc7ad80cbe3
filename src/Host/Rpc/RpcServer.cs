using System.Net.Sockets;
using Orchtui.Pty;

namespace Orchtui.Host.Rpc;

/// <summary>
/// Listens for JSON-RPC on the home's Unix socket. Each connection is served on its own and only for the owner of the home;
/// what goes wrong on one costs that one.
/// </summary>
internal sealed class RpcServer(string path, RpcDispatcher dispatcher, Action<string> warn, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A listener that cannot accept, as when there are no descriptors left, would say so again at once and for ever.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private const int Backlog = 64;
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Takes the name of the socket; nobody can connect yet. Returns what stood against it.</summary>
    public string? Bind()
    {
        try
        {
            File.Delete(path);
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SocketException)
        {
            return $"The socket {path} cannot be made: {error.Message}";
        }
    }

    public void Start()
    {
        _listener.Listen(Backlog);
        _accepting = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var failing = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                failing = false;
                _ = ServeAsync(socket);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)
            {
                if (!failing) warn($"No further connection can be taken on {path} for now: {error.Message}");
                failing = true;
                await RestAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task RestAsync()
    {
        try
        {
            await Task.Delay(Rest, time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the loop sees it.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var (pid, uid) = Peer(socket);
            if (uid != Self.UserId) return;
            await using var connection = new RpcConnection(socket, pid, dispatcher);
            try
            {
                await connection.RunAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // The caller went away in the middle; there is nobody to tell.
            }
        }
    }

    private static (int Pid, uint Uid) Peer(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials);
        return (BitConverter.ToInt32(credentials), BitConverter.ToUInt32(credentials[4..]));
    }
}
