using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Host.Rpc;
using Orchtui.Host.Tests.Commands;
using Orchtui.Mux.Commands;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Rpc;

public sealed class RpcTests : IAsyncLifetime, IDisposable
{
    private readonly TestHost _host = new();
    private readonly List<string> _warnings = [];
    private readonly TaskCompletionSource _gate = new();
    private RpcServer _server = null!;
    private int _under;
    private int _most;
    private int _cancelled;

    public Task InitializeAsync()
    {
        var table = new CommandTable<HostContext>(
        [
            Row("echo", (context, values, _) => Task.FromResult(CommandResult.Ok(new JsonObject { ["text"] = values.Text("text"), ["cwd"] = context.Caller.WorkingDirectory }))) with
            {
                Arguments = [new("text", ArgumentKind.Positional, "what") { Required = true }],
            },
            Row("hold", HoldAsync),
            Row("fail", (_, _, _) => Task.FromResult(CommandResult.Fail("no", FailureKind.Refused))),
            Row("throw", (_, _, _) => throw new InvalidOperationException("a fault")),
            Row("cancelled", (_, _, _) => throw new OperationCanceledException("its own")),
            Row("screen", (_, _, _) => Task.FromResult(CommandResult.Ok())) with { Surfaces = Surfaces.Screen },
        ]);
        _server = new RpcServer(_host.Home.HostSocket, new RpcDispatcher(table, _host.Context, _warnings.Add), _warnings.Add, TimeProvider.System);
        Assert.Null(_server.Bind());
        _server.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_call_is_answered_with_its_id()
    {
        using var caller = Connect();
        caller.Send("""{"jsonrpc":"2.0","id":"seven","method":"echo","params":{"text":"ü","_caller":{"cwd":"/tmp","env":{}}}}""");
        var answer = await caller.ReadAsync();
        Assert.Equal("seven", answer["id"]!.GetValue<string>());
        Assert.Equal("ü", answer["result"]!["text"]!.GetValue<string>());
        Assert.Equal("/tmp", answer["result"]!["cwd"]!.GetValue<string>());
        Assert.Equal("2.0", answer["jsonrpc"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("nonsense", RpcErrorCode.Parse)]
    [InlineData("", RpcErrorCode.Parse)]
    [InlineData("[]", RpcErrorCode.InvalidRequest)]
    [InlineData("null", RpcErrorCode.InvalidRequest)]
    [InlineData("7", RpcErrorCode.InvalidRequest)]
    [InlineData("{}", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1,"method":7}""", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1,"method":"echo","params":["x"]}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"echo","params":"x"}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"echo"}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"echo","params":{"text":{}}}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"echo","params":{"text":"x","_caller":{"cwd":7}}}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"echo","params":{"text":"x","_caller":{"env":{"A":[]}}}}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"nothing"}""", RpcErrorCode.UnknownMethod)]
    [InlineData("""{"id":1,"method":"screen"}""", RpcErrorCode.UnknownMethod)]
    [InlineData("""{"id":1,"method":"fail"}""", RpcErrorCode.Refused)]
    [InlineData("""{"id":1,"method":"throw"}""", RpcErrorCode.Internal)]
    [InlineData("""{"id":1,"method":"cancelled"}""", RpcErrorCode.Internal)]
    [InlineData("""{"id":1,"method":"echo","method":"fail"}""", RpcErrorCode.Parse)]
    [InlineData("""{"id":1,"method":"echo","params":{"text":"a","text":"b"}}""", RpcErrorCode.Parse)]
    [InlineData("""{"id":1,"method":"\ud800"}""", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1,"method":"echo","params":{"text":"\ud800"}}""", RpcErrorCode.InvalidRequest)]
    public async Task A_wrong_request_is_answered_and_the_next_one_is_served(string line, int code)
    {
        using var caller = Connect();
        caller.Send(line);
        Assert.Equal(code, (await caller.ReadAsync())["error"]!["code"]!.GetValue<int>());
        caller.Send("""{"id":2,"method":"echo","params":{"text":"still here"}}""");
        Assert.Equal("still here", (await caller.ReadAsync())["result"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_fault_is_logged_with_its_method()
    {
        using var caller = Connect();
        caller.Send("""{"id":1,"method":"throw"}""");
        await caller.ReadAsync();
        Assert.Contains("throw failed", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_notification_is_not_answered()
    {
        using var caller = Connect();
        caller.Send("""{"method":"echo","params":{"text":"x"}}""");
        caller.Send("""{"id":2,"method":"echo","params":{"text":"y"}}""");
        Assert.Equal(2, (await caller.ReadAsync())["id"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_message_may_come_in_pieces_and_several_at_once()
    {
        using var caller = Connect();
        const string Line = """{"id":1,"method":"echo","params":{"text":"pieces"}}""";
        foreach (var piece in Line.Chunk(7)) caller.SendRaw(new string(piece));
        caller.SendRaw("\n" + Line + "\n" + Line + "\n");
        for (var i = 0; i < 3; i++) Assert.Equal("pieces", (await caller.ReadAsync())["result"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_line_without_end_closes_the_connection()
    {
        using var caller = Connect();
        var block = new string('x', 1 << 20);
        try
        {
            for (var i = 0; i < 40; i++) caller.SendRaw(block);
        }
        catch (IOException)
        {
            // Closed while it was still being sent.
        }

        Assert.Null(await caller.TryReadAsync());
        using var other = Connect();
        other.Send("""{"id":1,"method":"echo","params":{"text":"fine"}}""");
        await other.ReadAsync();
    }

    [Fact]
    public async Task Sixty_four_calls_run_at_once_and_the_others_wait_their_turn()
    {
        using var caller = Connect();
        for (var i = 0; i < 100; i++) caller.Send($$"""{"id":{{i}},"method":"hold"}""");
        await Eventually.TrueAsync("64 are under way", () => Volatile.Read(ref _under) == 64);
        _gate.SetResult();
        var ids = new HashSet<int>();
        for (var i = 0; i < 100; i++) ids.Add((await caller.ReadAsync())["id"]!.GetValue<int>());
        Assert.Equal(100, ids.Count);
        Assert.Equal(64, _most);
    }

    [Fact]
    public async Task When_a_caller_goes_away_its_calls_are_cancelled_even_those_that_wait()
    {
        using (var caller = Connect())
        {
            for (var i = 0; i < 80; i++) caller.Send($$"""{"id":{{i}},"method":"hold"}""");
            await Eventually.TrueAsync("64 are under way", () => Volatile.Read(ref _under) == 64);
        }

        await Eventually.TrueAsync("all are cancelled", () => Volatile.Read(ref _cancelled) >= 64 && Volatile.Read(ref _under) == 0);
    }

    [Fact]
    public async Task The_client_brings_its_directory_and_environment_and_turns_errors_back()
    {
        using var client = await RpcClient.TryConnectAsync(_host.Home);
        var result = await client!.CallAsync("echo", new JsonObject { ["text"] = "x" });
        Assert.Equal(Environment.CurrentDirectory, result.Data!["cwd"]!.GetValue<string>());
        Assert.Equal(FailureKind.Refused, (await client.CallAsync("fail", [])).Failure);
        Assert.Equal(FailureKind.Usage, (await client.CallAsync("echo", [])).Failure);
    }

    [Fact]
    public async Task Nobody_answers_where_no_host_runs() =>
        Assert.Null(await RpcClient.TryConnectAsync(HomeDirectory.At("/nonexistent/home")));

    [Theory]
    [InlineData(FailureKind.Failed)]
    [InlineData(FailureKind.Usage)]
    [InlineData(FailureKind.NotFound)]
    [InlineData(FailureKind.Refused)]
    public void An_error_code_is_the_same_in_both_directions(FailureKind kind) => Assert.Equal(kind, RpcErrorCode.ToKind(RpcErrorCode.Of(kind)));

    private async Task<CommandResult> HoldAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var under = Interlocked.Increment(ref _under);
        lock (_warnings) _most = Math.Max(_most, under);
        try
        {
            await _gate.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _under);
        }

        return CommandResult.Ok();
    }

    private static Command<HostContext> Row(string name, Func<HostContext, ArgumentValues, CancellationToken, Task<CommandResult>> handler) =>
        new() { Name = name, Help = "Test", Handler = handler };

    private RawCaller Connect() => new(_host.Home.HostSocket);

    private sealed class RawCaller : IDisposable
    {
        private readonly NetworkStream _stream;
        private readonly StreamReader _reader;

        public RawCaller(string path)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            _stream = new NetworkStream(socket, ownsSocket: true);
            _reader = new StreamReader(_stream, Encoding.UTF8);
        }

        public void Send(string line) => SendRaw(line + "\n");

        public void SendRaw(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));

        public async Task<JsonObject> ReadAsync() => JsonNode.Parse((await TryReadAsync())!)!.AsObject();

        public async Task<string?> TryReadAsync()
        {
            try
            {
                return await _reader.ReadLineAsync().WaitAsync(Eventually.DefaultTimeout, TimeProvider.System);
            }
            catch (IOException)
            {
                return null;
            }
        }

        public void Dispose() => _reader.Dispose();
    }
}
