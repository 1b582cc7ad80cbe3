using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Agents;

/// <summary>The real Claude Code against the scripted server, in a namespace with loopback alone.</summary>
public sealed class ClaudeHeadlessTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _work = new();
    private readonly ClaudeHome _home = new();
    private LoopbackNamespace? _space;
    private ModelServerProcess? _server;

    private ModelServerProcess Server =>
        _server ?? throw new InvalidOperationException("The server is started only where Claude is there.");

    public async Task InitializeAsync()
    {
        if (new ClaudeFactAttribute().Skip is not null) return;
        _space = await LoopbackNamespace.StartAsync();
        _server = await ModelServerProcess.StartAsync(_space);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_space is not null) await _space.DisposeAsync();
        _home.Dispose();
        _work.Dispose();
    }

    [ClaudeFact]
    public async Task It_writes_the_file_that_the_prompt_asks_for()
    {
        var run = await RunAsync(
            "ok", "Please [[write path=notes.txt text=hello there]] and [[say text=All done, boss.]]", "--permission-mode", "acceptEdits");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("hello there", File.ReadAllText(_work["notes.txt"]));
        Assert.Equal("All done, boss.", (string?)run.Result["result"]);
        Assert.Equal(2 * 42, (int?)run.Result["usage"]!["output_tokens"]);
        var requests = (await Server.RequestsAsync()).Where(r => r.Method == "POST").ToArray();
        Assert.Equal([0, 1], requests.Select(r => r.Results));
        Assert.All(requests, r => Assert.Equal(_work.Path, r.Directory));
    }

    [ClaudeFact]
    public async Task It_plays_a_script_of_many_steps()
    {
        var run = await RunAsync("steps", "go", "--permission-mode", "acceptEdits", "--allowedTools", "Bash(cat *)");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(5, (int?)run.Result["num_turns"]);
        Assert.Equal("Good morning from the scripted model.\n", File.ReadAllText(_work["hello.txt"]));
    }

    [ClaudeFact]
    public async Task It_recovers_from_a_failure_that_passes()
    {
        var run = await RunAsync("e529once", "go", "--permission-mode", "acceptEdits");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => (string?)line["subtype"] == "api_retry");
        Assert.True(File.Exists(_work["hello.txt"]));
    }

    [ClaudeFact]
    public async Task It_reports_a_usage_limit_as_an_error()
    {
        var run = await RunAsync("usage", "go");
        Assert.Equal(1, run.ExitCode);
        Assert.True((bool?)run.Result["is_error"]);
        Assert.Equal(429, (int?)run.Result["api_error_status"]);
    }

    [ClaudeFact]
    public async Task It_resumes_a_session_with_its_conversation()
    {
        var session = Guid.NewGuid().ToString();
        Assert.Equal(0, (await RunAsync("text", "first", "--session-id", session)).ExitCode);
        var run = await RunAsync("text", "second", "--resume", session);

        Assert.Equal(session, (string?)run.Result["session_id"]);
        var asked = (await Server.RequestsAsync()).Where(r => r.Method == "POST").ToArray();
        Assert.Equal(["first", "second"], asked.Select(r => r.Prompt));
        Assert.True(asked[1].Messages > asked[0].Messages, "The second request should carry the first conversation.");
    }

    private Task<ClaudeRun> RunAsync(string scenario, params string[] arguments) =>
        ClaudeRun.HeadlessAsync(_space!, _home, Server.BaseAddress(scenario), _work.Path, arguments);
}
