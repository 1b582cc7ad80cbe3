using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Agents;

/// <summary>The real Codex against the scripted server, in a namespace with loopback alone.</summary>
public sealed class CodexHeadlessTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _work = new();
    private readonly CodexHome _home = new();
    private LoopbackNamespace? _space;
    private ModelServerProcess? _server;

    private ModelServerProcess Server =>
        _server ?? throw new InvalidOperationException("The server is started only where Codex is there.");

    public async Task InitializeAsync()
    {
        if (new CodexFactAttribute().Skip is not null) return;
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

    [CodexFact]
    public async Task It_writes_the_file_that_the_prompt_asks_for()
    {
        var run = await RunAsync("ok", "Please [[write path=notes.txt text=hello there]] and [[say text=All done, boss.]]");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("hello there\n", File.ReadAllText(_work["notes.txt"]));
        Assert.Equal("All done, boss.", run.Answer);
        Assert.Single(run.Items("file_change"));
        Assert.Equal(2 * 42, (int?)run.Lines[^1]["usage"]!["output_tokens"]);
        var requests = (await Server.RequestsAsync()).Where(r => r.Method == "POST").ToArray();
        Assert.Equal([0, 1], requests.Select(r => r.Results));
        Assert.All(requests, r => Assert.Equal(_work.Path, r.Directory));
    }

    [CodexFact]
    public async Task It_plays_a_script_of_many_steps()
    {
        var run = await RunAsync("steps", "go");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Good morning from the scripted model.\n", File.ReadAllText(_work["hello.txt"]));
        Assert.Equal(3, run.Items("command_execution").Count());
    }

    [CodexFact]
    public async Task A_model_that_it_does_not_know_writes_by_the_shell()
    {
        var run = await RunAsync("ok", "Please [[write path=notes.txt text=it's here]]", "-m", "scripted-1");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("it's here", File.ReadAllText(_work["notes.txt"]));
        Assert.Single(run.Items("command_execution"));
    }

    [CodexFact]
    public async Task It_recovers_from_a_failure_that_passes()
    {
        var run = await RunAsync("e500once", "go");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(await Server.RequestsAsync(), r => r.Status == 500);
        Assert.True(File.Exists(_work["hello.txt"]));
    }

    [CodexTheory]
    [InlineData("e400", "ran out of room")]
    [InlineData("e401", "401 Unauthorized")]
    [InlineData("e403", "403 Forbidden")]
    [InlineData("e404", "does not exist")]
    [InlineData("e429", "429 Too Many Requests")]
    [InlineData("e529", "at capacity")]
    [InlineData("quota", "Quota exceeded")]
    [InlineData("usage", "hit your usage limit")]
    public async Task It_understands_what_it_is_refused_for(string scenario, string says)
    {
        var run = await RunAsync(scenario, "go");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("turn.failed", (string?)run.Lines[^1]["type"]);
        Assert.Contains(says, (string?)run.Lines[^1]["error"]!["message"]);
    }

    [CodexFact]
    public async Task It_resumes_a_session_with_its_conversation()
    {
        var first = await RunAsync("text", "first");
        var session = (string)first.Lines[0]["thread_id"]!;
        var run = await RunAsync("text", "resume", session, "second");

        Assert.Equal(session, (string?)run.Lines[0]["thread_id"]);
        var asked = (await Server.RequestsAsync()).Where(r => r.Method == "POST").ToArray();
        Assert.Equal(["first", "second"], asked.Select(r => r.Prompt));
        Assert.True(asked[1].Messages > asked[0].Messages, "The second request should carry the first conversation.");
    }

    private Task<CodexRun> RunAsync(string scenario, params IEnumerable<string> arguments) =>
        CodexRun.HeadlessAsync(_space!, _home, Server.BaseAddress(scenario), _work.Path, arguments);
}
