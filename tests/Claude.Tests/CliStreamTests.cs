using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class CliStreamTests
{
    private readonly CliStream _stream = new(Fixtures.Data, new ManualTime());

    /// <summary>What each recorded run came to: exit code, class, tokens in and out, retries.</summary>
    public static TheoryData<string, int, AgentErrorClass, long, long, int> Recordings() => new()
    {
        { "success", 0, AgentErrorClass.None, 11_000, 84, 0 },
        { "acceptEdits", 0, AgentErrorClass.None, 11_000, 84, 0 },
        { "denied", 0, AgentErrorClass.None, 11_000, 84, 0 },
        { "partial", 0, AgentErrorClass.None, 11_000, 84, 0 },
        { "hookevents", 0, AgentErrorClass.None, 11_000, 84, 0 },
        { "ratelimit429-recovered", 0, AgentErrorClass.None, 11_000, 84, 1 },
        { "auth401", 1, AgentErrorClass.Auth, 0, 0, 1 },
        { "auth401-defaultretries", 1, AgentErrorClass.Auth, 0, 0, 10 },
        { "forbidden403", 1, AgentErrorClass.Auth, 0, 0, 0 },
        { "credit400", 1, AgentErrorClass.Auth, 0, 0, 0 },
        { "context400", 1, AgentErrorClass.ContextOverflow, 0, 0, 0 },
        { "model404", 1, AgentErrorClass.ModelUnavailable, 0, 0, 0 },
        { "ratelimit429", 1, AgentErrorClass.RateLimit, 0, 0, 1 },
        { "usagelimit429", 1, AgentErrorClass.RateLimit, 0, 0, 0 },
        { "overload529", 1, AgentErrorClass.RateLimit, 0, 0, 1 },
        { "overload529-defaultretries", 1, AgentErrorClass.RateLimit, 0, 0, 10 },
        { "error500", 1, AgentErrorClass.AgentFailed, 0, 0, 1 },
        { "drop", 1, AgentErrorClass.AgentFailed, 0, 0, 1 },
        { "hang-apitimeout", 1, AgentErrorClass.Timeout, 0, 0, 1 },
        { "budget", 1, AgentErrorClass.AgentFailed, 5_500, 42, 0 },
        { "hang-sigterm", 143, AgentErrorClass.Unknown, -1, -1, 0 },
        { "hangmid-apitimeout", 124, AgentErrorClass.Unknown, -1, -1, 0 },
    };

    [RequiresTheory("shared")]
    [MemberData(nameof(Recordings))]
    public void A_recorded_run_comes_to_its_class_and_usage(
        string name, int exitCode, AgentErrorClass errorClass, long input, long output, int retries)
    {
        var updates = Replay(name);
        var result = _stream.Finish(exitCode, "");

        Assert.Equal(errorClass, result.ErrorClass);
        Assert.Equal(errorClass == AgentErrorClass.None, result.Succeeded);
        Assert.NotEqual("", result.Text);
        Assert.Equal(updates.OfType<SessionStarted>().Single().SessionId, result.SessionId);
        Assert.Equal(retries, updates.OfType<RetryReport>().Count());
        Assert.Equal((input, output), result.Usage is { } usage ? (usage.InputTokens, usage.OutputTokens) : (-1, -1));
    }

    /// <summary>The form without a stream: only the last line.</summary>
    [RequiresTheory("shared")]
    [InlineData("auth401", 1, AgentErrorClass.Auth, 0)]
    [InlineData("permdenied", 0, AgentErrorClass.None, 1)]
    public void A_recorded_result_alone_comes_to_the_same(string name, int exitCode, AgentErrorClass errorClass, int refusals)
    {
        var updates = _stream.Read(File.ReadAllText(Fixtures.Recording($"claude-headless-{name}-json.json")).ReplaceLineEndings(" "));
        var result = _stream.Finish(exitCode, "");
        Assert.Equal((errorClass, errorClass == AgentErrorClass.None), (result.ErrorClass, result.Succeeded));
        Assert.NotNull(result.SessionId);
        Assert.Equal(refusals, result.RefusedTools);
        Assert.Equal(refusals, updates.OfType<ToolCallUpdate>().Count(call => call.Status == ToolCallStatus.Error));
    }

    [RequiresFact("shared")]
    public void Every_recording_is_replayed()
    {
        var recorded = Directory.EnumerateFiles(Path.GetDirectoryName(Fixtures.Recording("x"))!, "claude-headless-*.jsonl")
            .Select(file => Path.GetFileNameWithoutExtension(file)["claude-headless-".Length..]);
        Assert.Equal(recorded.Order(StringComparer.Ordinal), Recordings().Select(row => (string)row[0]).Order(StringComparer.Ordinal));
    }

    [RequiresFact("shared")]
    public void A_successful_run_tells_its_story_once()
    {
        var updates = Replay("success");
        var written = Assert.Single(updates.OfType<ToolCallUpdate>());
        Assert.Equal([new FileChange("hello.txt", "@@ -0,0 +1,1 @@\n+Hello from the scripted model.\n")], written.Changes);
        Assert.Equal(
            [
                new SessionStarted("e0af589b-18b9-447a-adbe-ed0a641c9c91", "claude-opus-4-8[1m]"),
                new AgentMessage("I will do that now."),
                new UsageReport(new AgentUsage(5_500, 1, null)),
                new ToolCall("toolu_scripted_3", "Write", "hello.txt"),
                new ToolCallUpdate(
                    "toolu_scripted_3",
                    ToolCallStatus.Completed,
                    "File created successfully at: hello.txt "
                    + "(file state is current in your context — no need to Read it back)") { Changes = written.Changes },
                new AgentMessage("Done. I created hello.txt with a greeting."),
                new UsageReport(new AgentUsage(11_000, 2, null)),
                new UsageReport(new AgentUsage(11_000, 84, 0.02185m)),
            ],
            updates);
        Assert.Equal("Done. I created hello.txt with a greeting.", _stream.Finish(0, "").Text);
    }

    [RequiresFact("shared")]
    public void A_refused_tool_is_an_error_of_that_tool_told_once()
    {
        var refusal = Assert.Single(Replay("denied").OfType<ToolCallUpdate>());
        Assert.Equal(ToolCallStatus.Error, refusal.Status);
        Assert.StartsWith("Claude requested permissions to write", refusal.Output);
    }

    [RequiresFact("shared")]
    public void A_retry_says_when_and_why() => Assert.Equal(
        new RetryReport(1, TimeSpan.FromSeconds(1), "rate_limit (429)", AgentErrorClass.RateLimit),
        Assert.Single(Replay("ratelimit429").OfType<RetryReport>()));

    [Fact]
    public void A_refusal_that_only_the_last_line_tells_is_told() => Assert.Equal(
        [new ToolCallUpdate("t1", ToolCallStatus.Error, "Bash was refused: no permission")],
        _stream.Read("""{"type":"result","subtype":"success","permission_denials":[{"tool_name":"Bash","tool_use_id":"t1"}]}"""));

    [Fact]
    public void An_error_is_told_by_is_error_whatever_the_subtype_says()
    {
        _stream.Read("""{"type":"assistant","error":"rate_limit","message":{"content":[{"type":"text","text":"slow down"}]}}""");
        _stream.Read("""{"type":"result","subtype":"success","is_error":true,"result":"slow down"}""");
        Assert.Equal((false, AgentErrorClass.RateLimit), Summary(_stream.Finish(1, "")));
    }

    [Fact]
    public void An_interrupted_run_is_no_success_though_it_exits_with_0()
    {
        _stream.Read("""{"type":"result","subtype":"error_during_execution"}""");
        Assert.Equal((false, AgentErrorClass.AgentFailed), Summary(_stream.Finish(0, "")));
    }

    [Fact]
    public void A_used_up_plan_says_until_when()
    {
        _stream.Read("""{"type":"assistant","error":"rate_limit","message":{"content":[{"type":"text","text":"x"}]}}""");
        _stream.Read("""{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your limit · resets Jan 1, 2030, 12am (UTC)"}""");
        var result = _stream.Finish(1, "");
        Assert.Equal((AgentErrorClass.RateLimit, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)), (result.ErrorClass, result.Until));
    }

    [Theory]
    [InlineData("rejected", "2030-01-01T00:00:00Z")]
    [InlineData("allowed_warning", null)]
    public void The_end_of_a_limit_that_only_its_own_event_tells_is_kept(string status, string? until)
    {
        _stream.Read($$$"""{"type":"rate_limit_event","rate_limit_info":{"status":"{{{status}}}","resetsAt":1893456000}}""");
        _stream.Read("""{"type":"assistant","error":"rate_limit","message":{"content":[]}}""");
        _stream.Read("""{"type":"result","subtype":"success","is_error":true,"result":"slow down"}""");
        Assert.Equal(until is null ? null : DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture), _stream.Finish(1, "").Until);
    }

    /// <summary>Each class that words alone tell, in the order in which they are looked for.</summary>
    [Theory]
    [InlineData("env: node: No such file or directory", AgentErrorClass.MissingTool)]
    [InlineData("sh: rg: command not found", AgentErrorClass.MissingTool)]
    [InlineData("Enter passphrase for key: Permission denied", AgentErrorClass.WaitingForInput)]
    [InlineData("open /x: Permission denied", AgentErrorClass.PermissionDenied)]
    [InlineData("Prompt is too long", AgentErrorClass.ContextOverflow)]
    [InlineData("Invalid API key, and rate limit", AgentErrorClass.Auth)]
    [InlineData("API Error: 529 Overloaded", AgentErrorClass.RateLimit)]
    [InlineData("There's an issue with the selected model (x)", AgentErrorClass.ModelUnavailable)]
    [InlineData("Request timed out", AgentErrorClass.Timeout)]
    [InlineData("API Error: 500", AgentErrorClass.AgentFailed)]
    [InlineData("something 4290 else", AgentErrorClass.AgentFailed)]
    public void Words_alone_give_the_class(string text, AgentErrorClass errorClass) =>
        Assert.Equal(errorClass, Fixtures.Data.Classify(null, text));

    [Theory]
    [InlineData("--dangerously-skip-permissions cannot be used with root/sudo privileges", AgentErrorClass.PermissionDenied)]
    [InlineData("No conversation found with session ID: x", AgentErrorClass.AgentFailed)]
    [InlineData("Invalid API key · Please run /login", AgentErrorClass.Auth)]
    public void Without_a_result_standard_error_says_why(string text, AgentErrorClass errorClass)
    {
        var result = _stream.Finish(1, text);
        Assert.Equal((false, errorClass), Summary(result));
        Assert.Equal(text, result.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("[1]")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"assistant\",\"message\":\"x\"}")]
    [InlineData("{\"type\":\"assistant\",\"message\":{\"content\":[1,{\"type\":\"text\"},{\"type\":\"tool_use\"}],\"usage\":[]}}")]
    [InlineData("{\"type\":\"user\",\"message\":{\"content\":\"text\"}}")]
    [InlineData("{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":\"x\",\"retry_delay_ms\":1e99}")]
    public void A_line_of_another_shape_does_no_harm(string line)
    {
        _stream.Read(line);
        Assert.Equal(new AgentThought("hm"), Assert.Single(_stream.Read(
            """{"type":"assistant","message":{"content":[{"type":"thinking","thinking":"hm"}]}}""")));
    }

    [Fact]
    public void Two_messages_in_a_row_stay_apart()
    {
        const string Line = """{"type":"assistant","message":{"content":[{"type":"text","text":"a"}]}}""";
        Assert.Equal([new AgentMessage("a")], _stream.Read(Line));
        Assert.Equal([new AgentMessage("\n\na")], _stream.Read(Line));
    }

    private static (bool Succeeded, AgentErrorClass Class) Summary(AgentRunResult result) => (result.Succeeded, result.ErrorClass);

    private List<AgentUpdate> Replay(string name) =>
        [.. File.ReadLines(Fixtures.Recording($"claude-headless-{name}.jsonl")).SelectMany(_stream.Read)];
}
