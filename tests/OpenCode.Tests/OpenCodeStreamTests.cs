using Orchtui.Agents;
using Orchtui.Plugins.OpenCode;
using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

public sealed class OpenCodeStreamTests
{
    [RequiresTheory("shared")]
    [InlineData("success", 0, true, AgentErrorClass.None)]
    [InlineData("thinking", 0, true, AgentErrorClass.None)]
    [InlineData("ratelimit429-recovered", 0, true, AgentErrorClass.None)]
    [InlineData("editask-auto", 0, true, AgentErrorClass.None)]
    [InlineData("editdeny", 0, true, AgentErrorClass.None)]
    [InlineData("editask", 0, false, AgentErrorClass.PermissionDenied)]
    [InlineData("auth401", 1, false, AgentErrorClass.Auth)]
    [InlineData("forbidden403", 1, false, AgentErrorClass.Auth)]
    [InlineData("model404", 1, false, AgentErrorClass.ModelUnavailable)]
    [InlineData("badmodel", 1, false, AgentErrorClass.AgentFailed)]
    [InlineData("context400", 1, false, AgentErrorClass.ContextOverflow)]
    [InlineData("ratelimit429", 1, false, AgentErrorClass.RateLimit)]
    [InlineData("quota429-long", 1, false, AgentErrorClass.RateLimit)]
    [InlineData("error500-long", 1, false, AgentErrorClass.AgentFailed)]
    [InlineData("hang-timeout", 1, false, AgentErrorClass.Timeout)]
    [InlineData("hang-sigterm", 143, false, AgentErrorClass.Unknown)]
    [InlineData("drop", 124, false, AgentErrorClass.Unknown)]
    [InlineData("error500", 124, false, AgentErrorClass.Unknown)]
    [InlineData("overload503", 124, false, AgentErrorClass.Unknown)]
    [InlineData("quota429", 124, false, AgentErrorClass.Unknown)]
    [InlineData("usagelimit429", 124, false, AgentErrorClass.Unknown)]
    public void Recorded_runs_end_as_they_did(string name, int exitCode, bool succeeded, AgentErrorClass errorClass)
    {
        var (_, result) = Replay(name, exitCode, Errors(name));
        Assert.Equal((succeeded, errorClass), (result.Succeeded, result.ErrorClass));
        Assert.NotEmpty(result.Text);
    }

    [RequiresFact("shared")]
    public void A_recorded_run_is_told_in_order_with_its_change_and_its_totals()
    {
        var (updates, result) = Replay("success", 0);
        Assert.StartsWith("ses_", Assert.IsType<SessionStarted>(updates[0]).SessionId);
        Assert.Equal(
            ["SessionStarted", "AgentMessage", "ToolCall", "ToolCallUpdate", "UsageReport", "AgentMessage", "UsageReport"],
            updates.Select(update => update.GetType().Name));
        Assert.Equal(("write", "hello.txt"), updates.OfType<ToolCall>().Select(call => (call.Name, call.Summary)).Single());
        var change = Assert.Single(updates.OfType<ToolCallUpdate>().Single().Changes);
        Assert.Equal(new FileChange("hello.txt", "@@ -0,0 +1,1 @@\n+Hello from the scripted model.\n"), change);
        Assert.Equal(new AgentUsage(10_000, 84, 0.002968m), result.Usage);
        Assert.Equal("Done. I created hello.txt with a greeting.", result.Text);
    }

    [Fact]
    public void An_edit_gives_the_hunks_of_its_diff()
    {
        var stream = new OpenCodeStream(Fixtures.Data);
        var updates = stream.Read("""
            {"type":"tool_use","sessionID":"ses_1","part":{"tool":"edit","callID":"c","state":{"status":"completed","title":"src/a.txt",
            "input":{"filePath":"/w/src/a.txt","oldString":"x","newString":"y"},"output":"ok",
            "metadata":{"diff":"Index: /w/src/a.txt\n===\n--- /w/src/a.txt\n+++ /w/src/a.txt\n@@ -1,1 +1,1 @@\n-x\n+y\n"}}}}
            """.ReplaceLineEndings(" "));
        Assert.Equal(new FileChange("src/a.txt", "@@ -1,1 +1,1 @@\n-x\n+y\n"), Assert.Single(updates.OfType<ToolCallUpdate>().Single().Changes));
    }

    [Fact]
    public void A_list_of_things_to_do_is_a_plan()
    {
        const string Line = """{"type":"tool_use","part":{"tool":"todowrite","state":{"status":"completed","input":{"todos":[{"content":"a","status":"in_progress"},{"content":"b","status":"pending"}]}}}}""";
        var plan = Assert.IsType<AgentPlan>(Assert.Single(new OpenCodeStream(Fixtures.Data).Read(Line)));
        Assert.Equal([new PlanEntry("a", PlanStatus.InProgress), new PlanEntry("b", PlanStatus.Pending)], plan.Entries);
    }

    [Fact]
    public void An_error_without_a_name_is_told_in_the_words_of_the_log()
    {
        const string Log = """timestamp=x level=ERROR message=failed ref=err_1 error="ProviderModelNotFoundError: Model not found: a/b." cause="x\n at y" """;
        var stream = new OpenCodeStream(Fixtures.Data);
        stream.Read("""{"type":"error","sessionID":"ses_1","error":{"name":"UnknownError","data":{"message":"Unexpected server error."}}}""");
        var result = stream.Finish(1, Log);
        Assert.Equal((AgentErrorClass.ModelUnavailable, "Unexpected server error. Model not found: a/b."), (result.ErrorClass, result.Text));
    }

    [Fact]
    public void A_run_that_is_ended_while_it_retries_tells_what_its_log_said_last()
    {
        const string Log = """timestamp=x level=ERROR message="stream error" agent=build error.error="AI_APICallError: The usage limit has been reached" """;
        var result = new OpenCodeStream(Fixtures.Data).Finish(143, Log);
        Assert.Equal("The usage limit has been reached", result.Text);
        Assert.False(result.Succeeded);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{\"type\":\"tool_use\"}")]
    [InlineData("{\"type\":7,\"part\":[]}")]
    public void A_line_that_makes_no_sense_costs_that_line_only(string line)
    {
        var stream = new OpenCodeStream(Fixtures.Data);
        stream.Read(line);
        Assert.IsType<AgentMessage>(Assert.Single(stream.Read("""{"type":"text","part":{"text":"hello"}}""")));
    }

    private static string Errors(string name) =>
        Fixtures.Recording($"opencode-headless-{name}.jsonl.stderr") is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    private static (List<AgentUpdate> Updates, AgentRunResult Result) Replay(string name, int exitCode, string errors = "")
    {
        var stream = new OpenCodeStream(Fixtures.Data);
        var updates = File.ReadLines(Fixtures.Recording($"opencode-headless-{name}.jsonl")).SelectMany(stream.Read).ToList();
        return (updates, stream.Finish(exitCode, errors));
    }
}
