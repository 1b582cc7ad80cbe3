using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Orchtui.TestKit;

/// <summary>
/// The scripted model server (tests/ModelServer) as a process inside a namespace, where the agents meet it at <see cref="BaseAddress"/>.
/// The test, outside, asks for the recorded requests over a Unix socket. The server ends with its standard input, so it cannot outlive
/// the test.
/// </summary>
public sealed class ModelServerProcess : IAsyncDisposable
{
    private const string Program = "Orchtui.ModelServer.dll";

    /// <summary>Starting and stopping take a tenth of this; a machine under load gets the rest.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TemporaryDirectory _directory;
    private readonly HttpClient _client;

    private ModelServerProcess(Process process, TemporaryDirectory directory, HttpClient client, int port)
    {
        _process = process;
        _directory = directory;
        _client = client;
        Port = port;
    }

    public int Port { get; }

    public static async Task<ModelServerProcess> StartAsync(LoopbackNamespace space)
    {
        var directory = new TemporaryDirectory("orchtui-model-");
        var socket = directory["http.sock"];
        var start = space.StartInfo(Dotnet, FindProgram(), "--socket", socket, "--until-eof");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit, TimeProvider.System);
        if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new(process, directory, ClientOf(socket), port);

        var reason = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        directory.Dispose();
        throw new InvalidOperationException($"The model server did not start: {first} {reason}".Trim());
    }

    /// <summary>What an agent inside the namespace is given as its service: the scenario is the first segment of the path.</summary>
    public string BaseAddress(string scenario) => $"http://127.0.0.1:{Port}/{scenario}";

    public async Task<IReadOnlyList<ModelRequest>> RequestsAsync() =>
        await _client.GetFromJsonAsync<ModelRequest[]>("/_requests") ?? [];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
        }
        finally
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
        }

        _client.Dispose();
        _directory.Dispose();
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string FindProgram()
    {
        var path = Path.Combine(AppContext.BaseDirectory, Program);
        return File.Exists(path) ? path : throw new InvalidOperationException(
            $"No {path}: the test project has to refer to tests/ModelServer.");
    }

    private static HttpClient ClientOf(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new(handler) { BaseAddress = new("http://model-server") };
    }
}
