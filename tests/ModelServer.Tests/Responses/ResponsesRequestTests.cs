using System.Text.Json;
using Orchtui.ModelServer.Responses;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Tests.Responses;

public sealed class ResponsesRequestTests
{
    private const string Result = """{"type":"function_call_output","call_id":"c","output":"fine"}""";
    private const string PatchResult = """{"type":"custom_tool_call_output","call_id":"c","output":"fine"}""";
    private const string Call = """{"type":"function_call","name":"exec_command","call_id":"c","arguments":"{}"}""";

    [Fact]
    public void The_prompt_is_what_the_person_wrote_without_what_the_program_adds()
    {
        var conversation = Parse(
            Message("developer", "You are an agent."), Message("user", "# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>"),
            Message("user", "<environment_context>\n  <cwd>/srv/my project</cwd>\n</environment_context>"), Message("user", "do it"));
        Assert.Equal(("do it", 0, 4), (conversation.Prompt, conversation.Results, conversation.Messages));
        Assert.Equal("/srv/my project", conversation.Directory);
    }

    [Fact]
    public void Results_count_since_the_last_prompt()
    {
        var conversation = Parse(
            Message("user", "first"), Call, Result, Message("assistant", "Done."), Message("user", "second"), Call, Result, Call, PatchResult);
        Assert.Equal(("second", 2, "fine"), (conversation.Prompt, conversation.Results, conversation.LastResult));
        Assert.Equal(["first", "second"], conversation.Prompts);
    }

    [Fact]
    public void A_request_for_an_answer_of_a_given_form_offers_no_tools()
    {
        var conversation = Read("""
            {"input":[],"tools":[{"type":"custom","name":"apply_patch"}],"text":{"format":{"type":"json_schema","name":"title"}}}
            """);
        Assert.Empty(conversation.Tools);
    }

    [Fact]
    public void A_body_of_the_wrong_shape_is_an_empty_conversation()
    {
        var conversation = Read("""{"input":[1,"x",{"role":7,"content":{"a":1}}],"tools":"none","text":[]}""");
        Assert.Equal(("", 0), (conversation.Prompt, conversation.Results));
        Assert.Empty(conversation.Tools);
    }

    private static string Message(string role, string text) =>
        JsonSerializer.Serialize(new { type = "message", role, content = new[] { new { type = "input_text", text } } });

    private static Conversation Parse(params string[] items) => Read($$"""{"input":[{{string.Join(",", items)}}]}""");

    private static Conversation Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ResponsesRequest.Parse(document.RootElement);
    }
}
