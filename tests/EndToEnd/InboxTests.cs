using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

public sealed class InboxTests : DemoTaskTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();

        // Its question waits for an answer as long as a test may take.
        Home.Environment["DEMO_SPEED"] = "0.25";
    }

    private async Task<string> AskingAsync()
    {
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo", "--mode", "interactive");
        await QuestionAsync(id);
        return id;
    }

    /// <summary>The question as the screen shows it, which is what can be answered.</summary>
    private async Task<string> QuestionAsync(string task)
    {
        var question = "";
        await Eventually.TrueAsync("a question can be answered", async () =>
        {
            var open = (await Home.JsonAsync("inbox", "list")).AsArray().OfType<JsonNode>().FirstOrDefault(open => open.Text("source") == "screen" || open["answerable"]!.GetValue<bool>());
            question = open?.Text("id") ?? "";
            return question.StartsWith($"{task}-", StringComparison.Ordinal);
        });
        return question;
    }

    private async Task<JsonNode> ReceiptAsync(string state)
    {
        JsonNode? receipt = null;
        await Eventually.TrueAsync($"a receipt says {state}", async () =>
            (receipt = (await Home.JsonAsync("inbox", "history")).AsArray().FirstOrDefault())?.Text("state") == state);
        return receipt!;
    }

    [Theory]
    [InlineData("--once", "yes")]
    [InlineData("--deny", "no")]
    public async Task A_question_is_answered_from_the_command_line_and_its_receipt_confirmed(string flag, string answer)
    {
        var id = await AskingAsync();
        var question = await QuestionAsync(id);
        (await Home.RunAsync("inbox", "answer", question, flag)).Succeeded();
        var receipt = await ReceiptAsync("confirmed");
        Assert.Equal(question, receipt.Text("question_id"));
        await Home.WaitForTextAsync(await Home.WaitForPaneOfTaskAsync(id), $"\\[y/n\\] {answer}$");
        Assert.Empty((await Home.JsonAsync("inbox", "list")).AsArray());
        Assert.NotEqual(0, (await Home.RunAsync("inbox", "answer", question, flag)).ExitCode);
    }

    [Fact]
    public async Task A_question_is_answered_by_a_key_in_the_inbox_without_leaving_it()
    {
        var screen = await QueueAsync();
        var id = await AskingAsync();
        await screen.WaitForAsync("the queue says that it asks", "asks");
        await screen.WaitForAsync("the key that answers comes first", "^ i answer  n new");
        screen.Type("i");
        await screen.WaitForAsync("the inbox", "Shall I also add a test");
        screen.Type("n");
        await ReceiptAsync("confirmed");
        await screen.WaitForAsync("the inbox is empty", "No agent asks anything");
        screen.Type("q");
        await screen.WaitForAsync("the queue", "A guide");
        Assert.NotEmpty(id);
    }

    [Fact]
    public async Task Nothing_is_written_while_a_person_has_a_draft_in_the_pane()
    {
        var screen = await QueueAsync();
        var id = await AskingAsync();
        screen.Type("\r");
        await screen.WaitForAsync("its pane", "Shall I also add a test");
        screen.Type("hm");
        var refused = await Home.RunAsync("inbox", "answer", await QuestionAsync(id), "--once");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("typing", refused.Error);
        await ReceiptAsync("refused");
    }

    [Fact]
    public async Task What_is_not_asked_is_not_answered()
    {
        (await Home.RunAsync("inbox", "answer", "7", "--once")).Failed(1, "inbox list");
        (await Home.RunAsync("inbox", "answer", "7", "--once", "--deny")).Failed(2, "just one of");
        Assert.Empty((await Home.JsonAsync("inbox", "history")).AsArray());
    }
}
