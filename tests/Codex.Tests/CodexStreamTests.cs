using Orchtui.Agents;
using Orchtui.Plugins.Codex;
using Orchtui.TestKit;

namespace Orchtui.Codex.Tests;

public sealed class CodexStreamTests : IDisposable
{
    private const string Thread = "01a1f993-feaa-7291-909b-238805ff347b";

    private readonly TemporaryDirectory _home = new();
    private readonly CodexStream _stream;

    public CodexStreamTests() => _stream = new(Fixtures.Data, new ManualTime(Fixtures.Now), new CodexFiles(_home.Path));

    /// <summary>What each recorded run came to: exit code, class, tokens in and out, retries, tools used.</summary>
    public static TheoryData<string, int, AgentErrorClass, long, long, int, int> Recordings() => new()
    {
        { "success", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "bypass", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "danger", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "c-onfailure", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "c-onreq-exec", 0, AgentErrorClass.None, 10_000, 84, 0, 0 },
        { "patch", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "cmdfail", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "cmdnet", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "escalate", 0, AgentErrorClass.None, 10_000, 84, 0, 0 },
        { "escape", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "escape-adddir", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "readonly", 0, AgentErrorClass.None, 10_000, 84, 0, 0 },
        { "sandboxdenied", 0, AgentErrorClass.None, 10_000, 84, 0, 0 },
        { "error500-recovered", 0, AgentErrorClass.None, 10_000, 84, 0, 1 },
        { "auth401", 1, AgentErrorClass.Auth, -1, -1, 5, 0 },
        { "forbidden403", 1, AgentErrorClass.Auth, -1, -1, 5, 0 },
        { "model404", 1, AgentErrorClass.ModelUnavailable, -1, -1, 0, 0 },
        { "ratelimit429", 1, AgentErrorClass.RateLimit, -1, -1, 5, 0 },
        { "usagelimit429", 1, AgentErrorClass.RateLimit, -1, -1, 0, 0 },
        { "quota429", 1, AgentErrorClass.RateLimit, -1, -1, 0, 0 },
        { "overload503", 1, AgentErrorClass.RateLimit, -1, -1, 0, 0 },
        { "error500", 1, AgentErrorClass.AgentFailed, -1, -1, 5, 0 },
        { "context400", 1, AgentErrorClass.ContextOverflow, -1, -1, 0, 0 },
        { "drop", 1, AgentErrorClass.AgentFailed, -1, -1, 5, 0 },
        { "hangmid-idletimeout", 1, AgentErrorClass.Timeout, -1, -1, 1, 0 },
        { "hang-idletimeout", 124, AgentErrorClass.Unknown, -1, -1, 0, 0 },
        { "hang-sigterm", 143, AgentErrorClass.Unknown, -1, -1, 0, 0 },
        { "a-never", 2, AgentErrorClass.AgentFailed, -1, -1, 0, 0 },
        { "fullauto", 2, AgentErrorClass.AgentFailed, -1, -1, 0, 0 },
        { "c-untrusted", 1, AgentErrorClass.AgentFailed, -1, -1, 0, 0 },
        { "strictbad", 1, AgentErrorClass.AgentFailed, -1, -1, 0, 0 },
    };

    [RequiresTheory("shared")]
    [MemberData(nameof(Recordings))]
    public void A_recorded_run_comes_to_its_class_and_usage(
        string name, int exitCode, AgentErrorClass errorClass, long input, long output, int retries, int tools)
    {
        var updates = Replay(name);
        var result = _stream.Finish(exitCode, File.ReadAllText(Fixtures.Recording($"codex-headless-{name}.jsonl.stderr")));

        Assert.Equal(errorClass, result.ErrorClass);
        Assert.Equal(errorClass == AgentErrorClass.None, result.Succeeded);
        Assert.NotEqual("", result.Text);
        Assert.Equal(updates.OfType<SessionStarted>().SingleOrDefault()?.SessionId, result.SessionId);
        Assert.Equal(retries, updates.OfType<RetryReport>().Count());
        Assert.Equal(tools, updates.OfType<ToolCall>().Count());
        Assert.Equal((input, output), result.Usage is { } usage ? (usage.InputTokens, usage.OutputTokens) : (-1, -1));
    }

    [RequiresFact("shared")]
    public void Every_recording_is_replayed()
    {
        var recorded = Directory.EnumerateFiles(Path.GetDirectoryName(Fixtures.Recording("x"))!, "codex-headless-*.jsonl")
            .Select(file => Path.GetFileNameWithoutExtension(file)["codex-headless-".Length..]);
        Assert.Equal(recorded.Order(StringComparer.Ordinal), Recordings().Select(row => (string)row[0]).Order(StringComparer.Ordinal));
    }

    [RequiresFact("shared")]
    public void A_successful_run_tells_its_story_once()
    {
        const string Remark =
            "Model metadata for `gpt-5.1-codex` not found. Defaulting to fallback metadata; this can degrade performance and cause issues.";
        Assert.Equal(
            [
                new SessionStarted(Thread, null),
                new AgentThought(Remark),
                new AgentThought("**Planning the file**\n\nI will create it."),
                new ToolCall("item_2", "shell", "printf 'Hello from the scripted model.\\n' > hello.txt"),
                Same("item_2", ToolCallStatus.Completed, ""),
                new AgentThought("**Planning the file**\n\nI will create it."),
                new AgentMessage("Done. I created hello.txt with a greeting."),
                new UsageReport(new AgentUsage(10_000, 84, null)),
            ],
            Replay("success").Select(update => update is ToolCallUpdate { Changes.Count: 0 } call ? Same(call.CallId, call.Status, call.Output) : update));
        Assert.Equal("Done. I created hello.txt with a greeting.", _stream.Finish(0, "").Text);
    }

    [RequiresFact("shared")]
    public void A_patch_names_the_files_it_changed()
    {
        var update = Assert.Single(Replay("patch").OfType<ToolCallUpdate>());
        Assert.Equal([new FileChange("/home/dev/src/repo-codex-patch/hello.txt", "")], update.Changes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_patch_comes_with_its_diffs_even_when_they_are_written_late(bool late)
    {
        const string Path = $"sessions/2026/11/20/rollout-2026-11-20T15-29-48-{Thread}.jsonl";
        const string Patch = """
            {"type":"event_msg","payload":{"type":"task_started"}}
            {"type":"event_msg","payload":{"type":"item_completed","item":{"type":"FileChange","changes":{"/x/a":{"type":"add","content":"one\ntwo\n"},
            """;
        const string Rest = """ "/x/b":{"type":"update","unified_diff":"@@ -1 +1 @@\n-x\n+y\n"},"/x/c":{"type":"delete","content":"gone\n"}}}}}""";
        const string Item = """{"id":"i","type":"file_change","changes":[{"path":"/x/a","kind":"add"},{"path":"/x/b","kind":"update"}],"status":"completed"}""";
        void WriteConversation() => _home.Write(Path, $"{Patch.TrimEnd()}{Rest}\n");

        if (!late) WriteConversation();
        _stream.Read($$"""{"type":"thread.started","thread_id":"{{Thread}}"}""");
        var updates = _stream.Read($$"""{"type":"item.completed","item":{{Item}}}""").ToList();
        Assert.Equal(late ? 1 : 2, updates.Count);
        if (late) WriteConversation();
        updates.AddRange(_stream.Read("""{"type":"turn.completed"}"""));

        Assert.Equal(new ToolCall("i", "patch", "add /x/a, update /x/b"), updates[0]);
        Assert.Equal(
            [
                new FileChange("/x/a", "@@ -0,0 +1,2 @@\n+one\n+two\n"), new FileChange("/x/b", "@@ -1 +1 @@\n-x\n+y\n"),
                new FileChange("/x/c", "@@ -1,1 +0,0 @@\n-gone\n"),
            ],
            Assert.IsType<ToolCallUpdate>(Assert.Single(updates.Skip(1))).Changes);
    }

    [RequiresFact("shared")]
    public void A_command_that_fails_tells_its_output_and_exit_code()
    {
        var update = Assert.Single(Replay("cmdfail").OfType<ToolCallUpdate>());
        Assert.Equal(ToolCallStatus.Error, update.Status);
        Assert.Equal("ls: cannot access '/nonexistent-dir': No such file or directory\nexit code 2", update.Output);
    }

    [RequiresFact("shared")]
    public void A_retry_says_why() => Assert.Equal(
        new RetryReport(
            2, TimeSpan.Zero, "exceeded retry limit, last status: 429 Too Many Requests, request id: req_scripted", AgentErrorClass.RateLimit),
        Replay("ratelimit429").OfType<RetryReport>().ElementAt(1));

    [RequiresFact("shared")]
    public void A_used_up_account_says_until_when()
    {
        Replay("usagelimit429");
        var until = _stream.Finish(1, "").Until!.Value;
        Assert.Equal(new TimeOnly(16, 30), TimeOnly.FromDateTime(until.UtcDateTime));
    }

    [Fact]
    public void A_wait_for_the_network_is_a_retry_without_end()
    {
        const string Line = """{"type":"error","message":"Reconnecting... waiting for network (error sending request)"}""";
        Assert.Equal(1, Assert.IsType<RetryReport>(Assert.Single(_stream.Read(Line))).Attempt);
        Assert.Equal(
            new RetryReport(2, TimeSpan.Zero, "error sending request", AgentErrorClass.AgentFailed), Assert.Single(_stream.Read(Line)));
    }

    [RequiresFact("shared")]
    public void A_resumed_run_counts_its_own_tokens_alone()
    {
        var lines = File.ReadAllLines(Fixtures.Recording("codex-session-history.jsonl"));
        var secondTurn = Array.FindLastIndex(lines, line => line.Contains("\"last_agent_message\": \"Done", StringComparison.Ordinal));
        var firstEnd = Array.FindIndex(lines, line => line.Contains("\"type\": \"task_complete\"", StringComparison.Ordinal));
        Assert.True(firstEnd < secondTurn);
        var path = $"sessions/2026/11/20/rollout-2026-11-20T15-29-48-{Thread}.jsonl";
        _home.Write(path, string.Join('\n', lines[..(firstEnd + 1)]));

        _stream.Read($$"""{"type":"thread.started","thread_id":"{{Thread}}"}""");
        _stream.Read("""{"type":"turn.started"}""");
        Assert.Equal(
            [new UsageReport(new AgentUsage(5_000, 42, null))],
            _stream.Read("""{"type":"turn.completed","usage":{"input_tokens":15000,"cached_input_tokens":12000,"output_tokens":126}}"""));

        _home.Write(path, string.Join('\n', lines[..(secondTurn + 1)]));
        Assert.Equal(new AgentUsage(5_000, 42, null), _stream.Finish(0, "").Usage);
    }

    [RequiresFact("shared")]
    public void A_run_that_failed_late_still_tells_what_it_used()
    {
        var lines = File.ReadLines(Fixtures.Recording("codex-session-history.jsonl")).Take(13);
        _home.Write($"sessions/2026/11/20/rollout-2026-11-20T15-29-48-{Thread}.jsonl", string.Join('\n', lines));
        _stream.Read($$"""{"type":"thread.started","thread_id":"{{Thread}}"}""");
        _stream.Read("""{"type":"turn.started"}""");
        Assert.Equal(new AgentUsage(5_000, 42, null), _stream.Finish(143, "").Usage);
    }

    [Fact]
    public void A_plan_is_told_with_its_steps() => Assert.Equal(
        [new PlanEntry("one", PlanStatus.Completed), new PlanEntry("two", PlanStatus.Pending)],
        Assert.IsType<AgentPlan>(Assert.Single(_stream.Read(
            """
            {"type":"item.updated","item":{"id":"i","type":"todo_list","items":[{"text":"one","completed":true},{"text":"two","completed":false}]}}
            """))).Entries);

    [Theory]
    [InlineData("/bin/bash -lc 'ls -l'", "ls -l")]
    [InlineData("/usr/bin/zsh -lc \"printf 'a\\\\n' > \\\"b\\\"\"", "printf 'a\\n' > \"b\"")]
    [InlineData("bash -lc ls", "ls")]
    [InlineData("git status", "git status")]
    [InlineData("bash -lc 'it'\\''s'", "'it'\\''s'")]
    public void A_command_is_told_without_its_shell(string command, string summary)
    {
        var item = System.Text.Json.JsonSerializer.Serialize(new { type = "item.started", item = new { id = "i", type = "command_execution", command } });
        Assert.Equal(new ToolCall("i", "shell", summary), Assert.Single(_stream.Read(item)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("[1]")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"item.completed\",\"item\":\"x\"}")]
    [InlineData("{\"type\":\"item.completed\",\"item\":{\"id\":\"i\",\"type\":\"file_change\",\"changes\":[1,{}]}}")]
    [InlineData("{\"type\":\"turn.completed\",\"usage\":[]}")]
    [InlineData("{\"type\":\"thread.started\",\"thread_id\":\"../../etc\"}")]
    public void A_line_of_another_shape_does_no_harm(string line)
    {
        _stream.Read(line);
        Assert.Equal(new AgentThought("hm"), Assert.Single(_stream.Read("""{"type":"item.completed","item":{"id":"r","type":"reasoning","text":"hm"}}""")));
    }

    [Fact]
    public void Two_messages_in_a_row_stay_apart()
    {
        const string Line = """{"type":"item.completed","item":{"id":"m","type":"agent_message","text":"a"}}""";
        Assert.Equal([new AgentMessage("a")], _stream.Read(Line));
        Assert.Equal([new AgentMessage("\n\na")], _stream.Read(Line));
    }

    public void Dispose() => _home.Dispose();

    /// <summary>An update without changes compares by value.</summary>
    private static ToolCallUpdate Same(string id, ToolCallStatus status, string output) => new(id, status, output) { Changes = NoChanges };

    private static readonly IReadOnlyList<FileChange> NoChanges = [];

    private List<AgentUpdate> Replay(string name) =>
        [.. File.ReadLines(Fixtures.Recording($"codex-headless-{name}.jsonl")).SelectMany(_stream.Read)];
}
