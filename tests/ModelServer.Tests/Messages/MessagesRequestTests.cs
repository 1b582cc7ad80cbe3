using System.Text.Json;
using Orchtui.ModelServer.Messages;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Tests.Messages;

public sealed class MessagesRequestTests
{
    private const string Reminder = """{"type":"text","text":"<system-reminder>\nWorking directory matters.\n</system-reminder>"}""";
    private const string Result = """{"type":"tool_result","tool_use_id":"t","content":"fine"}""";

    [Fact]
    public void The_prompt_is_what_the_person_wrote_without_reminders()
    {
        var conversation = Parse(User(Reminder, Text("do it")), """{"role":"system","content":"agent types"}""");
        Assert.Equal("do it", conversation.Prompt);
        Assert.Equal(2, conversation.Messages);
        Assert.Equal(0, conversation.Results);
    }

    [Fact]
    public void Content_may_be_a_plain_string() =>
        Assert.Equal("do it", Parse("""{"role":"user","content":"do it"}""").Prompt);

    [Fact]
    public void Results_count_since_the_last_prompt()
    {
        var conversation = Parse(
            User(Text("first")), Assistant, User(Result), Assistant, User(Text("second")), Assistant, User(Result, Reminder), Assistant,
            User(Result));
        Assert.Equal(("second", 2), (conversation.Prompt, conversation.Results));
    }

    [Fact]
    public void A_prompt_after_an_interruption_starts_anew_even_in_the_same_message()
    {
        var conversation = Parse(
            User(Text("first")), Assistant, User(Result, Text("[Request interrupted by user for tool use]"), Text("second")));
        Assert.Equal(("second", 0), (conversation.Prompt, conversation.Results));
    }

    [Fact]
    public void The_note_of_an_interruption_is_no_prompt()
    {
        var conversation = Parse(User(Text("first")), Assistant, User(Result, Text("[Request interrupted by user for tool use]")));
        Assert.Equal(("first", 1), (conversation.Prompt, conversation.Results));
    }

    [Fact]
    public void All_prompts_and_the_last_result_are_told_beside_the_last_prompt()
    {
        var conversation = Parse(User(Reminder, Text("first")), Assistant, User(Result), Assistant, User(Text("second")));
        Assert.Equal(["first", "second"], conversation.Prompts);
        Assert.Equal("fine", conversation.LastResult);
    }

    [Theory]
    [InlineData("""{"output_config":{"effort":"low"}}""", "low")]
    [InlineData("""{"output_config":{}}""", null)]
    [InlineData("""{"output_config":[]}""", null)]
    public void The_effort_is_what_the_request_asks_for(string body, string? effort) => Assert.Equal(effort, Read(body).Effort);

    [Fact]
    public void The_working_directory_comes_from_the_system_text()
    {
        var conversation = Read("""
            {
              "system": [{"type":"text","text":"<description>The working directory</description> Environment:\n - Primary working directory: /srv/my project\n - Platform: linux"}],
              "messages": []
            }
            """);
        Assert.Equal("/srv/my project", conversation.Directory);
    }

    [Fact]
    public void A_body_of_the_wrong_shape_is_an_empty_conversation()
    {
        var conversation = Read("""{"messages":[1,"x",{"role":7,"content":{"a":1}}],"tools":"none","metadata":[]}""");
        Assert.Equal(("", 0), (conversation.Prompt, conversation.Results));
        Assert.Empty(conversation.Tools);
    }

    private static string Assistant => """{"role":"assistant","content":[{"type":"text","text":"I will."}]}""";

    private static string Text(string text) => JsonSerializer.Serialize(new { type = "text", text });

    private static string User(params string[] blocks) => $$"""{"role":"user","content":[{{string.Join(",", blocks)}}]}""";

    private static Conversation Parse(params string[] messages) => Read($$"""{"messages":[{{string.Join(",", messages)}}]}""");

    private static Conversation Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return MessagesRequest.Parse(document.RootElement);
    }
}
