using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class CliPlanTests
{
    private readonly CliStream _stream = new(Fixtures.Data, new ManualTime());

    [Fact]
    public void Steps_made_one_by_one_become_one_plan_that_follows_them()
    {
        Assert.Equal("[ ] First step", Use("TaskCreate", """{"subject":"First step"}""", """{"task":{"id":"1","subject":"First step"}}"""));
        Assert.Equal(
            "[ ] First step, [ ] Second step",
            Use("TaskCreate", """{"subject":"Second step"}""", """{"task":{"id":"2","subject":"Second step"}}"""));
        Assert.Equal(
            "[>] First step, [ ] Second step", Use("TaskUpdate", """{"taskId":"1","status":"in_progress"}""", """{"success":true}"""));
        Assert.Equal(
            "[x] First step, [ ] Second step", Use("TaskUpdate", """{"taskId":"1","status":"completed"}""", """{"success":true}"""));
        Assert.Equal("[ ] Second step", Use("TaskUpdate", """{"taskId":"1","status":"deleted"}""", """{"success":true}"""));
    }

    [Fact]
    public void A_whole_list_replaces_the_one_before_and_the_same_again_is_no_news()
    {
        const string List = """{"todos":[{"content":"Look","status":"completed"},{"content":"Write","status":"in_progress"},{"content":"Test","status":"pending"}]}""";
        Assert.Equal("[x] Look, [>] Write, [ ] Test", Use("TodoWrite", List, "{}"));
        Assert.Equal("", Use("TodoWrite", List, "{}"));
        Assert.Equal("[ ] Rest", Use("TodoWrite", """{"todos":[{"content":"Rest","status":"odd"}]}""", "{}"));
    }

    [Fact]
    public void A_listing_tells_the_steps_that_an_earlier_run_made()
    {
        Assert.Equal("[>] step 2", Use("TaskUpdate", """{"taskId":"2","status":"in_progress"}""", """{"success":true}"""));
        Assert.Equal(
            "[x] First, [>] Second",
            Use("TaskList", "{}", """{"tasks":[{"id":"1","subject":"First","status":"completed"},{"id":"2","subject":"Second","status":"in_progress"}]}"""));
    }

    [Theory]
    [InlineData("TodoWrite", "{}", "{}")]
    [InlineData("TodoWrite", """{"todos":"x"}""", "{}")]
    [InlineData("TaskCreate", "{}", "\"Error: no\"")]
    [InlineData("TaskUpdate", """{"taskId":"x"}""", "{}")]
    [InlineData("TaskList", "{}", "[]")]
    public void A_form_that_is_not_known_does_no_harm(string tool, string input, string result) => Assert.Equal("", Use(tool, input, result));

    private string Use(string tool, string input, string result)
    {
        var call = $$$"""{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","name":"{{{tool}}}","input":{{{input}}}}]}}""";
        var answer = $$"""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"ok"}]},"tool_use_result":{{result}}}""";
        Assert.Empty(_stream.Read(call));
        return _stream.Read(answer) switch
        {
            [AgentPlan plan] => string.Join(", ", plan.Entries.Select(entry => $"[{Mark(entry.Status)}] {entry.Content}")),
            var updates => string.Concat(updates.Select(update => update.ToString())),
        };
    }

    private static char Mark(PlanStatus status) => status switch
    {
        PlanStatus.Completed => 'x',
        PlanStatus.InProgress => '>',
        _ => ' ',
    };
}
